"""Which lines of a letter belong to which section."""

import re
from dataclasses import dataclass

from imr_tui.letters.model import Generation
from imr_tui.letters.source_text import SourceText

HEADINGS = {
    "how_made": re.compile(r"HOW THE IMR FINAL DETERMINATION WAS MADE", re.IGNORECASE),
    "documents": re.compile(r"DOCUMENTS REVIEWED", re.IGNORECASE),
    "summary": re.compile(r"CLINICAL CASE SUMMARY", re.IGNORECASE),
    "issues": re.compile(r"IMR ISSUES, DECISIONS,? AND RATIONALES", re.IGNORECASE),
}
"""The headings of generation A, in the order in which they stand."""

MARKS_OF_GENERATION = (
    (Generation.A, HEADINGS["issues"]),
    (
        Generation.B,
        re.compile(r"IMR DECISIONS?\(S\) AND RATIONALES?\(S\)|IMR DECISION AND RATIONALE", re.IGNORECASE),
    ),
    (Generation.C, re.compile(r"INDEPENDENT MEDICAL REVIEW DECISIONS? AND RATIONALES?", re.IGNORECASE)),
    (Generation.D, re.compile(r"MEDICAL PROFESSIONAL REVIEW(?:ER)?", re.IGNORECASE)),
)
LABEL_OF_A = re.compile(r"^MAXIMUS guideline\s*:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines `first` up to, without, `end`; the heading's own line is not among them."""

    first: int
    end: int


def find_sections(source: SourceText) -> dict[str, Section]:
    """Return the sections of a generation A letter by name; `header` is what stands above the first heading."""
    starts: list[tuple[str, int]] = []
    waiting = HEADINGS
    for number, line in enumerate(source.lines):
        name = _heading(line.text, waiting)
        if name:
            starts.append((name, number))
            waiting = _later_headings(name)
    ends = [number for _, number in starts[1:]] + [len(source.lines)]
    sections = {name: Section(number + 1, end) for (name, number), end in zip(starts, ends, strict=False)}
    sections["header"] = Section(0, starts[0][1] if starts else 0)
    return sections


def find_generation(source: SourceText) -> Generation | None:
    """Return the letter's generation, by the headings it holds; None when it is no determination letter."""
    lines = [line.text.rstrip(" :") for line in source.lines]
    for generation, mark in MARKS_OF_GENERATION:
        if any(mark.fullmatch(line) for line in lines):
            return generation
    made = any(HEADINGS["how_made"].fullmatch(line) for line in lines)
    return Generation.A if made or LABEL_OF_A.search(source.text) else None


def _heading(line: str, waiting: dict[str, re.Pattern[str]]) -> str | None:
    bare = line.rstrip(" :")
    return next((name for name, pattern in waiting.items() if pattern.fullmatch(bare)), None)


def _later_headings(name: str) -> dict[str, re.Pattern[str]]:
    # Headings come in order, so a rationale that ends on a line "documents reviewed" starts no section.
    names = list(HEADINGS)
    return {later: HEADINGS[later] for later in names[names.index(name) + 1 :]}
