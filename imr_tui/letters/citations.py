"""Guideline lines -> citations: source, section, pages.

The sources are those of the domain: MTUS (8 CCR 9792.20-9792.26) with its parts, ACOEM, ODG; anything else is `Other`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_tui.letters.model import Citation

SOURCES = {
    "ACOEM": r"\bACOEM\b|American College of Occupational (?:and|&) Environmental Medicine",
    "ODG": r"\bODG\b|Official Disability Guidelines?",
    "MTUS": r"\bMTUS\b|Medical Treatment Utilization Schedule",
}
PARTS_OF_MTUS = r"(?:Chronic Pain|Acupuncture|Post-?surgical|Postoperative)(?: Medical)?(?: Treatment)? Guidelines?"
"""Parts that are cited without the schedule's name."""
ANY_NAME = "|".join((*SOURCES.values(), PARTS_OF_MTUS))
ANY = re.compile(ANY_NAME, re.IGNORECASE)
INITIALS = {"aco": "ACOEM", "ame": "ACOEM", "odg": "ODG", "off": "ODG"}
"""First letters of the names; all others are of the MTUS."""
PLAIN_LEAD = "Decision based on "
OWN_NAME = {
    name: re.compile(rf"(?:the\s+)?(?:{words})(?:\s+\((?:ODG|ACOEM|MTUS)\))?", re.IGNORECASE)
    for name, words in SOURCES.items()
}
PART_OF_MTUS = re.compile(
    r",?\s*(?:(?:which|that|and|both)\s+)?(?:(?:is|are)\s+)?(?:(?:both|also|not|a)\s+)*part\s+of\s+(?:the\s+)?"
    r"(?:MTUS|Medical Treatment Utilization Schedule)(?:\s+\(MTUS\))?",
    re.IGNORECASE,
)
NO_CITATION = re.compile(
    r"\s*The (?:claims administrator|(?:expert|physician) reviewer) did not (?:cite|base|rely)\b[^.]*(?:\.|$)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[A-Za-z0-9)][A-Za-z0-9)]\.)\s+(?=[A-Z])")
SAYS = re.compile(
    rf"(?:{ANY_NAME})(?:\s+\((?:ODG|ACOEM|MTUS)\))?\s+(?:(?:and|or)\s+(?:the\s+)?(?:{ANY_NAME})\s+)?(?:sections?\s+)?"
    r"(?:does|do|did|is|are|was|were|has|have|had|states?|says?|adds?|stress(?:es)?|recommends?|supports?|allows?"
    r"|notes?|address(?:es)?|deals?|speaks?|applies|sets?|mentions?)\b",
    re.IGNORECASE,
)
"""A sentence about what a guideline says cites nothing new."""
LEAD = re.compile(
    r"[^.;]{0,160}?\b(?:decision\s+(?:(?:was|is)\s+)?(?:based\s+)?(?:up)?on|relied\s+(?:\w+\s+){0,3}?(?:up)?on|cited)\s+",
    re.IGNORECASE,
)
LEADING_WORDS = ("decision", "relied", "cited")
CITATION_LABEL = re.compile(
    r"(?:MTUS:?(?=\s+(?:ACOEM|Citation))|non-?\s?MTUS)\s*(?:citations?)?\s*[:,]?\s*", re.IGNORECASE
)
NON_MTUS = r"non-?\s?MTUS\b"
SEPARATOR = re.compile(r";|\band\b|\. |, (?=the |also |on |[Dd]ecision |[Nn]on|MTUS|ACOEM|ODG|Offic|Ameri|Medical )")
"""What may stand before another source: a line without it need not be split."""
ON_TO = r"(?:(?:the\s+)?decision\s+(?:was\s+|is\s+)?based\s+on\s+)?(?:the\s+|also\s+|on\s+)*"
NEXT_SOURCE = re.compile(
    rf"(?:\s*;\s*(?:and\s+)?|\s*,?\s+and\s+(?:also\s+)?(?:on\s+)?|\.\s+)(?={ON_TO}(?:{NON_MTUS}|{ANY_NAME}))"
    rf"|,\s+(?={ON_TO}(?:{NON_MTUS}|{'|'.join(SOURCES.values())}))",
    re.IGNORECASE,
)
"""A part of the MTUS may stand behind the section of it that is cited, parted by a comma."""
PAGES = re.compile(
    r"(?:(?<![\s,;(])[\s,;(]*)?\b(?:on\s+)?(?:Page\(s\)|Pages?|pgs?\.?|pp?\.?)\s*:?\s*"
    r"(?P<pages>\d+(?:(?:\s*[-\u2013,&]\s*(?:and\s+)?|\s+(?:to|and|of|through)\s+)(?:pages?\s+|pp?\.\s*)?\d+)*)",
    re.IGNORECASE,
)
AFTER_PAGES = re.compile(r"^\s*,?\s+and\s+(?:on\s+)?(?:the\s+)?(?=[A-Z])")
TOLD_OF_REVIEWER = re.compile(r"(?:The|His/her|He/she)\b[^.]{0,40}\breviewer\b|It\b|Th(?:is|ese|ey)\b", re.IGNORECASE)
EDGE = " .,;:"
LONGEST_READ = 20_000
"""Characters of a guideline line that are looked at: bounds the time that a freak text may take."""

Cited = tuple[str, str | None, str | None]
"""Source, section, pages."""


def find_citations(party: str, guideline: str | None) -> Iterator[Citation]:
    """Yield what the guideline line of one party (`claims_administrator` or `reviewer`) cites, in order."""
    for source, section, pages in _cited(guideline) if guideline else ():
        yield Citation(party, source, section, pages)


@lru_cache(maxsize=32_768)
def _cited(guideline: str) -> tuple[Cited, ...]:
    text = guideline[:LONGEST_READ]
    if "did not" in text:
        text = NO_CITATION.sub(" ", text)
    cited: list[Cited] = []
    for sentence in SENTENCE_END.split(text):
        if _cites(sentence, bool(cited)):
            cited += _of_sentence(sentence)
    return tuple(cited)


def _cites(sentence: str, is_later: bool) -> bool:
    """Tell whether a sentence names what was relied on, and not only speaks of it."""
    if sentence.startswith(PLAIN_LEAD):
        return True
    if not ANY.search(_without_part_of_mtus(sentence)):
        return bool(sentence.strip(EDGE)) and not is_later and not TOLD_OF_REVIEWER.match(sentence)
    return not SAYS.search(sentence)


def _without_part_of_mtus(sentence: str) -> str:
    return PART_OF_MTUS.sub("", sentence) if "part of" in sentence else sentence


def _of_sentence(sentence: str) -> Iterator[Cited]:
    told = _without_part_of_mtus(sentence)
    source = "MTUS" if told != sentence else "Other"
    for part in NEXT_SOURCE.split(told) if SEPARATOR.search(told) else (told,):
        for chunk in _by_pages(_without_lead(part).strip(EDGE)):
            named = _source_of(chunk)
            source = named or source
            if named or chunk[:1].isupper() or chunk[:1].isdigit() or PAGES.search(chunk):
                yield _citation(source, chunk)


def _without_lead(part: str) -> str:
    lower = part.lower()
    lead = LEAD.match(part) if any(word in lower for word in LEADING_WORDS) else None
    start = lead.end() if lead else 0
    label = CITATION_LABEL.match(part, start)
    return part[label.end() if label else start :]


def _source_of(chunk: str) -> str | None:
    """Return the source that a chunk names: ACOEM and ODG before the MTUS, of which ACOEM is a part."""
    names = {INITIALS.get(name[:3].lower(), "MTUS") for name in ANY.findall(chunk)}
    return next((source for source in SOURCES if source in names), None)


def _by_pages(text: str) -> Iterator[str]:
    """Split "Opioids, pages 76-80, and Weaning, page 124" behind the pages of each section."""
    start = 0
    for pages in PAGES.finditer(text):
        if more := AFTER_PAGES.match(text[pages.end() :]):
            yield text[start : pages.end()]
            start = pages.end() + more.end()
    yield text[start:].strip(EDGE)


def _citation(source: str, chunk: str) -> Cited:
    pages = [match["pages"] for match in PAGES.finditer(chunk)]
    section = PAGES.sub(" ", chunk) if pages else chunk
    if source in OWN_NAME and (own := OWN_NAME[source].match(section)):
        section = section[own.end() :]
    section = re.sub(r"^(?:the|on)\s+", "", " ".join(section.split()).strip(EDGE))
    return source, section or None, ", ".join(pages) or None
