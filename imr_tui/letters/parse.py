"""Text of a file -> the letters it holds. Pure: no files, no database, no clock."""

import re
from collections.abc import Sequence
from dataclasses import replace

from imr_tui.letters.citations import find_citations
from imr_tui.letters.header import read_case_number, read_header
from imr_tui.letters.item_types.classify import classify
from imr_tui.letters.items import form_ab, form_c, form_d
from imr_tui.letters.items.printed import CLAIMS, MAXIMUS, RATIONALE, PrintedItem
from imr_tui.letters.landmarks import Landmark, find_landmarks
from imr_tui.letters.model import DisputedItem, Generation, Header, Letter, Reviewer
from imr_tui.letters.narrative import lead_of, read_closing, read_section
from imr_tui.letters.patient import read_patient
from imr_tui.letters.problems import find_problems
from imr_tui.letters.reviewer import read_reviewer
from imr_tui.letters.sections import ISSUES, Sections, find_generation, find_sections
from imr_tui.letters.source_text import Piece, SourceText, read_lines
from imr_tui.letters.spans import BOILERPLATE, LABEL, Told, account_for
from imr_tui.letters.splitting import first_lines

ISSUES_LEAD = re.compile(r"The\s+Final\s+Determination\s+was\s+based\s+on\b[^:]{0,160}?\bbelow\s*:")


def parse_letters(text: str) -> tuple[Letter, ...]:
    """Read the letters that stand in `text`, one after the other; none when it holds no final determination letter.

    What is missing or could not be read is told in `problems`.
    """
    source = read_lines(text)
    marks = find_landmarks(source)
    firsts = first_lines(marks)
    if len(firsts) == 1:
        letters = [_read(source, marks)]
    else:
        parts = [source.part(first, end) for first, end in zip(firsts, [*firsts[1:], len(source.lines)], strict=True)]
        letters = [_read(part, find_landmarks(part)) for part in parts]
    return tuple([letter for letter in letters if letter])


def _read(source: SourceText, marks: Sequence[Landmark]) -> Letter | None:
    generation = find_generation({mark.name for mark in marks})
    if generation is None:
        return None
    sections = find_sections(source, marks, generation)
    found: list[Told] = [(start, end, LABEL, 0) for start, end in sections.headings]
    found += read_closing(source, sections.header) + read_closing(source, sections.closing)
    printed = _items(source, marks, sections, generation, found)
    header = _header(source, sections, found)
    reviewer = _reviewer(source, sections, found)
    summary = _section(source, sections, "summary", "clinical_summary", found)
    documents = _section(source, sections, "documents", "documents_reviewed", found)
    summary_words = source.words(summary)
    patient, told = read_patient(summary_words)
    account = account_for(source, found, sections.items, summary, told)
    letter = Letter(
        generation,
        header,
        reviewer,
        patient,
        summary_words or None,
        source.words(documents) or None,
        tuple([_item(source, item) for item in printed]),
        (),
        account.unread,
        account,
    )
    problems = find_problems(letter, printed)
    return replace(letter, problems=problems) if problems else letter


def _header(source: SourceText, sections: Sections, found: list[Told]) -> Header:
    header, told = read_header(source, sections.header, sections.body("decision_c"))
    found += told
    if header.case_number:
        return header
    footers = " ".join(source.printed[number] for number in sorted(source.footers))
    return replace(header, case_number=read_case_number(footers))


def _reviewer(source: SourceText, sections: Sections, found: list[Told]) -> Reviewer:
    for body in (sections.body("qualifications"), sections.body("how_made")):
        if body.start == body.end:
            continue
        reviewer, told = read_reviewer(source, body)
        if told:
            found += told
            return reviewer
    return Reviewer()


def _section(source: SourceText, sections: Sections, section: str, name: str, found: list[Told]) -> Piece:
    piece, told = read_section(source, sections.body(section), name)
    found += told
    return piece


def _items(
    source: SourceText, marks: Sequence[Landmark], sections: Sections, generation: Generation, found: list[Told]
) -> list[PrintedItem]:
    region = sections.items
    if generation is Generation.C:
        items = form_c.read_items(source, marks, region)
    elif generation is Generation.D:
        items = form_d.read_items(source, marks, region)
    else:
        return _items_ab(source, marks, sections, found)
    found += [told for item in items for told in item.spans()]
    return items


def _items_ab(
    source: SourceText, marks: Sequence[Landmark], sections: Sections, found: list[Told]
) -> list[PrintedItem]:
    region = sections.items
    lead = _lead(source, marks, region, found)
    is_led = lead.end > lead.start
    items = form_ab.read_items(source, marks, source.trimmed(lead.end, region.end), is_led)
    told = [told for item in items for told in item.spans()]
    starts = [start for start, _, _, _ in told] + [lead.start] * is_led
    if starts:
        sections.clip(min(starts))
    found += told
    found.append((*lead, BOILERPLATE, 0))
    return items


def _lead(source: SourceText, marks: Sequence[Landmark], region: Piece, found: list[Told]) -> Piece:
    """Return the piece of the sentence that leads in the items, an empty one where it lacks."""
    heading = next((mark for mark in marks if mark.name in ISSUES and mark.start == region.start), None)
    if heading:
        found.append((heading.start, heading.end, LABEL, 0))
        return lead_of(source, source.trimmed(heading.end, region.end))
    match = ISSUES_LEAD.search(source.flat, *region)
    return Piece(*match.span()) if match else Piece(region.start, region.start)


def _item(source: SourceText, printed: PrintedItem) -> DisputedItem:
    texts = {name: source.words(piece) for name, piece in printed.parts.items()}
    claims, maximus = texts.get(CLAIMS), texts.get(MAXIMUS)
    title = source.words(printed.title)
    return DisputedItem(
        printed.number,
        title,
        printed.decision,
        classify(title),
        claims or None,
        maximus or None,
        texts.get(RATIONALE) or None,
        tuple(find_citations("claims_administrator", claims) + find_citations("reviewer", maximus)),
    )
