"""Guideline lines -> citations: source, section, pages.

The sources are those of the domain: MTUS (8 CCR 9792.20-9792.26) with its parts, ACOEM, ODG; anything else is `Other`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_tui.letters.model import Citation

LEAD = re.compile(
    r"(?:the\s+)?decision\s+(?:was\s+|is\s+)?based\s+on\s+|non-?\s?MTUS\s*(?:citations?)?\s*[:,]?\s*|MTUS:?(?=\s+(?:ACOEM|Citation))\s*",
    re.IGNORECASE,
)
SOURCES = (
    (
        "ACOEM",
        re.compile(r"(?:\bACOEM\b|American College of Occupational (?:and|&) Environmental Medicine)", re.IGNORECASE),
    ),
    ("ODG", re.compile(r"(?:\bODG\b|Official Disability Guidelines?)", re.IGNORECASE)),
    ("MTUS", re.compile(r"(?:\bMTUS\b|Medical Treatment Utilization Schedule)", re.IGNORECASE)),
)
NO_CITATION = re.compile(
    r"\s*The (?:claims administrator|(?:expert|physician) reviewer) did not (?:cite|base|rely)\b[^.]*(?:\.|$)",
    re.IGNORECASE,
)
NEXT_SOURCE = re.compile(
    r"(?:\s*;\s*|\s*,?\s+and\s+|\.\s+|,\s+)"
    r"(?=(?:(?:the\s+)?decision\s+(?:was\s+|is\s+)?based\s+on\s+)?(?:the\s+|also\s+)?"
    r"(?:non-?\s?MTUS\b|MTUS\b|ACOEM\b|ODG\b|Official Disability|Medical Treatment Utilization"
    r"|American College of Occupational))",
    re.IGNORECASE,
)
PAGES = re.compile(
    r"[\s,;(]*\b(?:Page\(s\)|Pages?|pgs?\.?|pp?\.?)\s*:?\s*(?P<pages>\d+(?:[\d\s,;&-]|to\b|and\b|of\b)*)",
    re.IGNORECASE,
)
NAMES = {
    name: re.compile(rf"{pattern.pattern}(?:\s+\((?:ODG|ACOEM|MTUS)\))?", re.IGNORECASE) for name, pattern in SOURCES
}
NAMED = re.compile("|".join(pattern.pattern for _, pattern in SOURCES), re.IGNORECASE)
EDGE = " .,;:"
LONGEST_READ = 20_000
"""Characters of a guideline line that are looked at: bounds the time that a freak text may take."""


def find_citations(party: str, guideline: str | None) -> Iterator[Citation]:
    """Yield what the guideline line of one party (`claims_administrator` or `reviewer`) cites, in order."""
    for source, section, pages in _cited(guideline) if guideline else ():
        yield Citation(party, source, section, pages)


@lru_cache(maxsize=32_768)
def _cited(guideline: str) -> tuple[tuple[str, str | None, str | None], ...]:
    guideline = guideline[:LONGEST_READ]
    if "did not" in guideline:
        guideline = NO_CITATION.sub(" ", guideline)
    parts = NEXT_SOURCE.split(guideline) if len(NAMED.findall(guideline)) > 1 else [guideline]
    bodies = (LEAD.sub("", part).strip(EDGE) for part in parts)
    return tuple(_source_section_pages(body) for body in bodies if body)


def _source_section_pages(body: str) -> tuple[str, str | None, str | None]:
    source = next((name for name, pattern in SOURCES if pattern.search(body)), "Other")
    pages = [match["pages"].strip(" ,;&-") for match in PAGES.finditer(body)]
    section = _section(source, PAGES.sub(" ", body) if pages else body)
    return source, section or None, ", ".join(pages) or None


def _section(source: str, text: str) -> str:
    if source in NAMES:
        text = NAMES[source].sub("", text, count=1)
    return " ".join(text.split()).strip(EDGE)
