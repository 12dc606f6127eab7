"""Guideline lines -> citations: source, section, pages.

The sources are those of the domain: MTUS (8 CCR 9792.20-9792.26) with its parts, ACOEM, ODG; anything else is `Other`.
"""

import re
from collections.abc import Iterator

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
EDGE = " .,;:"


def find_citations(party: str, guideline: str | None) -> Iterator[Citation]:
    """Yield what the guideline line of one party (`claims_administrator` or `reviewer`) cites, in order."""
    for part in NEXT_SOURCE.split(NO_CITATION.sub(" ", guideline or "")):
        body = LEAD.sub("", part).strip(EDGE)
        if body:
            yield _citation(party, body)


def _citation(party: str, body: str) -> Citation:
    source = next((name for name, pattern in SOURCES if pattern.search(body)), "Other")
    pages = [match["pages"].strip(" ,;&-") for match in PAGES.finditer(body)]
    section = _section(source, PAGES.sub(" ", body))
    return Citation(party, source, section or None, ", ".join(pages) or None)


def _section(source: str, text: str) -> str:
    for name, pattern in SOURCES:
        if name == source:
            text = re.sub(rf"{pattern.pattern}(?:\s+\((?:ODG|ACOEM|MTUS)\))?", "", text, count=1, flags=re.IGNORECASE)
    return " ".join(text.split()).strip(EDGE)
