"""Text of a file -> the letter it holds. Pure: no files, no database, no clock."""

import re
from dataclasses import replace

from imr_tui.letters.citations import find_citations
from imr_tui.letters.header import read_case_number, read_header
from imr_tui.letters.item_types.classify import classify
from imr_tui.letters.items import CLAIMS, MAXIMUS, RATIONALE, ItemText, find_items
from imr_tui.letters.model import Decision, DisputedItem, Generation, Header, Letter, Patient, Reviewer
from imr_tui.letters.patient import read_patient
from imr_tui.letters.reviewer import read_reviewer
from imr_tui.letters.sections import HEADINGS, Section, find_generation, find_sections
from imr_tui.letters.source_text import SourceText, fold, read_lines

SUMMARY_LEAD = re.compile(
    r"^The (?:expert|physician) reviewer [^:]{0,60}\bclinical case summary\b[^:]{0,120}:\s*", re.IGNORECASE
)
ISSUES_LEAD = re.compile(
    r"The Final Determination was based on decisions for the disputed items?/services?.*", re.IGNORECASE
)
LEAD_END = re.compile(r"\bbelow\s*:?$", re.IGNORECASE)
MOST_LEAD_LINES = 3
PARTS = {
    CLAIMS: "claims administrator guideline",
    MAXIMUS: "MAXIMUS guideline",
    RATIONALE: "decision rationale",
}


def parse_letter(text: str) -> Letter | None:
    """Read one letter; None when `text` is no final determination letter.

    What is missing or could not be read is told in `problems`. Generations B to D are recognised, not read yet.
    """
    source = read_lines(text)
    generation = find_generation(source)
    if generation is None:
        return None
    return _parse_a(source) if generation is Generation.A else _unread(source, generation)


def _unread(source: SourceText, generation: Generation) -> Letter:
    problem = f"a letter of generation {generation}: only generation A is read so far, its items are not in the tables"
    header = Header(case_number=read_case_number(source.text))
    return Letter(generation, header, Reviewer(), Patient(), None, None, (), (problem,))


def _parse_a(source: SourceText) -> Letter:
    sections = find_sections(source)
    printed, items_start = find_items(source, *_first_item_line(source, sections))
    how_made = _section_text(source, sections.get("how_made"), items_start)
    summary = SUMMARY_LEAD.sub("", _section_text(source, sections.get("summary"), items_start), count=1)
    header = _header(source, sections["header"])
    items = tuple(_item(number, item) for number, item in enumerate(printed, 1))
    letter = Letter(
        Generation.A,
        header,
        read_reviewer(how_made),
        read_patient(summary),
        summary or None,
        _section_text(source, sections.get("documents"), items_start) or None,
        items,
        (),
    )
    return replace(letter, problems=(*_problems(source, letter), *_item_problems(printed)))


def _first_item_line(source: SourceText, sections: dict[str, Section]) -> tuple[int, bool]:
    """Return the line after the sentence that leads in the items and True, else after their heading and False."""
    section = sections.get("issues") or sections.get("summary") or sections.get("how_made") or Section(0, 0)
    for number in range(section.first, section.end):
        if ISSUES_LEAD.match(source.lines[number].text):
            ends = range(number, min(number + MOST_LEAD_LINES, section.end))
            return next((n + 1 for n in ends if LEAD_END.search(source.lines[n].text)), number + 1), True
    return section.first, False


def _header(source: SourceText, section: Section) -> Header:
    header = read_header("\n".join(line.text for line in source.lines[section.first : section.end]))
    return replace(header, case_number=header.case_number or read_case_number(" ".join(source.footers)))


def _section_text(source: SourceText, section: Section | None, items_start: int) -> str:
    if section is None:
        return ""
    return fold(" ".join(line.text for line in source.lines[section.first : min(section.end, items_start)]))


def _item(number: int, printed: ItemText) -> DisputedItem:
    claims, maximus = printed.parts.get(CLAIMS), printed.parts.get(MAXIMUS)
    citations = (*find_citations("claims_administrator", claims), *find_citations("reviewer", maximus))
    rationale = printed.parts.get(RATIONALE)
    return DisputedItem(
        number,
        printed.title,
        printed.decision,
        classify(printed.title),
        claims,
        maximus,
        rationale,
        citations,
    )


def _problems(source: SourceText, letter: Letter) -> list[str]:
    letters = sum(bool(HEADINGS["how_made"].fullmatch(line.text.rstrip(" :"))) for line in source.lines)
    checks = {
        f"the file seems to hold {letters} letters; they were read as one": letters > 1,
        "no state of licensure found": not letter.reviewer.licensure_states,
        "no specialty of the reviewer found": not letter.reviewer.specialties,
        "no clinical summary found": letter.clinical_summary is None,
        "no disputed item found": not letter.items,
    }
    return [*letter.header.problems, *(problem for problem, is_so in checks.items() if is_so)]


def _item_problems(printed: list[ItemText]) -> list[str]:
    problems = []
    for number, item in enumerate(printed, 1):
        missing = [words for part, words in PARTS.items() if part not in item.parts]
        missing += ["decision"] * (item.decision is Decision.UNCLEAR) + ["title"] * (not item.title)
        problems += [f"item {number}: no {words} found" for words in missing]
    return problems
