"""Guideline lines -> citations: source, section, pages.

The sources are those of the domain: MTUS (8 CCR 9792.20-9792.26) with its parts, ACOEM, ODG; anything else is `Other`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from imr_tui.letters.folding import folded
from imr_tui.letters.model import Citation


def _whole(word: str) -> str:
    # Looks behind only where the word stands: so the search may skip to its first letter.
    return rf"{word}(?<!\w{word})\b"


SOURCES = {
    "ACOEM": rf"{_whole('acoem')}|american college of occupational (?:and|&) environmental medicine",
    "ODG": rf"{_whole('odg')}|official disability guidelines?",
    "MTUS": rf"{_whole('mtus')}|medical treatment utilization schedule",
}
PARTS_OF_MTUS = tuple(
    rf"{part}(?: medical)?(?: treatment)? guidelines?"
    for part in ("chronic pain", "acupuncture", "post-?surgical", "postoperative")
)
"""Parts that are cited without the schedule's name."""
ANY_NAME = "|".join((*SOURCES.values(), *PARTS_OF_MTUS))
ANY = re.compile(ANY_NAME)
"""The names as they stand in lower case."""
INITIALS = {"aco": "ACOEM", "ame": "ACOEM", "odg": "ODG", "off": "ODG"}
"""First letters of the names; all others are of the MTUS."""
COUNTED = ("acoem", "american college", "odg", "official dis", "mtus", "utilization schedule")
COUNTED_TWICE = ("(odg)", "(acoem)", "(mtus)", "mtus acoem", "non-mtus")
PLAIN_LEAD = "Decision based on "
OWN_NAME = {
    name: re.compile(rf"(?:the\s+)?(?:{words})(?:\s+\((?:odg|acoem|mtus)\))?") for name, words in SOURCES.items()
}
PART_OF_MTUS = re.compile(
    r",?\s*(?:(?:which|that|and|both)\s+)?(?:(?:is|are)\s+)?(?:(?:both|also|not|a)\s+)*part\s+of\s+(?:the\s+)?"
    r"(?:mtus|medical treatment utilization schedule)(?:\s+\(mtus\))?"
)
NO_CITATION = re.compile(
    r"\s*The (?:claims administrator|(?:expert|physician) reviewer) did not (?:cite|base|rely)\b[^.]*(?:\.|$)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"\s(?<=[A-Za-z0-9)][A-Za-z0-9)]\.\s)\s*(?=[A-Z])")
SAYS = re.compile(
    rf"(?:{ANY_NAME})(?:\s+\((?:odg|acoem|mtus)\))?\s+(?:(?:and|or)\s+(?:the\s+)?(?:{ANY_NAME})\s+)?(?:sections?\s+)?"
    r"(?:does|do|did|is|are|was|were|has|have|had|states?|says?|adds?|stress(?:es)?|recommends?|supports?|allows?"
    r"|notes?|address(?:es)?|deals?|speaks?|applies|sets?|mentions?)\b"
)
"""A sentence about what a guideline says cites nothing new."""
LEAD = re.compile(
    r"[^.;]{0,160}?\b(?:decision\s+(?:(?:was|is)\s+)?(?:based\s+)?(?:up)?on|relied\s+(?:\w+\s+){0,3}?(?:up)?on|cited)\s+"
)
LEADING_WORDS = ("decision", "relied", "cited")
CITATION_LABEL = re.compile(
    r"(?:MTUS:?(?=\s+(?:ACOEM|Citation))|non-?\s?MTUS)\s*(?:citations?)?\s*[:,]?\s*", re.IGNORECASE
)
NON_MTUS = r"non-?\s?mtus\b"
SEPARATOR = re.compile(
    rf";|{_whole('and')}|\. |, (?=the |also |on |[Dd]ecision |[Nn]on|MTUS|ACOEM|ODG|Offic|Ameri|Medical )"
)
"""What may stand before another source: a line without it need not be split."""
ON_TO = r"(?:(?:the\s+)?decision\s+(?:was\s+|is\s+)?based\s+on\s+)?(?:the\s+|also\s+|on\s+)*"
NEXT_SOURCE = re.compile(
    rf"(?:\s*;\s*(?:and\s+)?|\s*,?\s+and\s+(?:also\s+)?(?:on\s+)?|\.\s+)(?={ON_TO}(?:{NON_MTUS}|{ANY_NAME}))"
    rf"|,\s+(?={ON_TO}(?:{NON_MTUS}|{'|'.join(SOURCES.values())}))"
)
"""A part of the MTUS may stand behind the section of it that is cited, parted by a comma."""
START_OF_NEXT = re.compile(r"[\s;,.](?:(?<!\s)|(?=[\s;,]|and\s))")
"""Where that may start: it is costly to try everywhere."""
PAGES = re.compile(
    r"[Pp](?<![A-Za-z][Pp])(?i:age\(s\)|ages?|gs?\.?|p?\.?)\s*:?\s*"
    r"(?P<pages>\d+(?:(?:\s*[-\u2013,&]\s*(?:and\s+)?|\s+(?:to|and|of|through)\s+)(?:pages?\s+|pp?\.\s*)?\d+)*)"
)
"""Starts with a set of letters and looks behind only then: so the whole line is passed over quickly."""
AFTER_PAGES = re.compile(r"(?:\s*;\s*(?:and\s+)?|\s*,?\s+and\s+)(?:on\s+)?(?:the\s+)?(?=[A-Z])")
TOLD_OF_REVIEWER = re.compile(
    r"(?:the|his/her|he/she)\b[^.]{0,40}\b(?:reviewer|administrator)\b|it\b|th(?:is|ese|ey)\b"
)
LEADING = re.compile(r"(?:the|on) ")
EDGE = " .,;:"
LONGEST_CLAUSE = 40
"""Characters of "which are both also" before "part of the MTUS"."""
LONGEST_READ = 20_000
"""Characters of a guideline line that are looked at: bounds the time that a freak text may take."""

Cited = tuple[str, str | None, str | None]
"""Source, section, pages."""


def find_citations(party: str, guideline: str | None) -> list[Citation]:
    """Return what the guideline line of one party (`claims_administrator` or `reviewer`) cites, in order."""
    return [Citation(party, *cited) for cited in _cited(guideline)] if guideline else []


@lru_cache(maxsize=32_768)
def _cited(guideline: str) -> tuple[Cited, ...]:
    text = guideline[:LONGEST_READ]
    if text.startswith(PLAIN_LEAD) and _names_one_source(text):
        # Most lines name one source: they need none of the care that prose needs.
        return tuple(_of_parts((text,), "Other"))
    if "did not" in text:
        text = NO_CITATION.sub(" ", text)
    cited: list[Cited] = []
    for sentence in SENTENCE_END.split(text):
        told = _without_part_of_mtus(sentence)
        if _cites(sentence, told, bool(cited)):
            parts = _split(told) if SEPARATOR.search(told) else [told]
            cited += _of_parts(parts, "MTUS" if told != sentence else "Other")
    return tuple(cited)


def _names_one_source(line: str) -> bool:
    """Tell quickly whether a line surely needs no splitting; most lines of generation A do not."""
    if not SEPARATOR.search(line):
        return True
    lower = line.lower()
    names = sum(map(lower.count, COUNTED)) - sum(map(lower.count, COUNTED_TWICE))
    return names <= 1 and "chronic pain" not in lower and ". " not in line and ";" not in line


def _cites(sentence: str, told: str, is_later: bool) -> bool:
    """Tell whether a sentence names what was relied on, and not only speaks of it.

    `told` is the sentence without that the source is part of the MTUS.
    """
    if sentence.startswith(PLAIN_LEAD):
        return True
    lower = folded(sentence)
    if not ANY.search(lower if told == sentence else folded(told)):
        return bool(sentence.strip(EDGE)) and not is_later and not TOLD_OF_REVIEWER.match(lower)
    return not SAYS.search(lower)


def _without_part_of_mtus(sentence: str) -> str:
    at = sentence.find("part of")
    if at < 0:
        return sentence
    kept, end = [], 0
    for found in PART_OF_MTUS.finditer(folded(sentence), max(0, at - LONGEST_CLAUSE)):
        kept.append(sentence[end : found.start()])
        end = found.end()
    return "".join((*kept, sentence[end:]))


def _split(sentence: str) -> Iterator[str]:
    """Yield the parts of a sentence of which each cites another source."""
    lower = folded(sentence)
    end = 0
    for start in START_OF_NEXT.finditer(lower):
        if start.start() >= end and (found := NEXT_SOURCE.match(lower, start.start())):
            yield sentence[end : found.start()]
            end = found.end()
    yield sentence[end:]


def _of_parts(parts: Iterable[str], source: str) -> Iterator[Cited]:
    """Yield the citations of each part; one without a name is of the source named before it."""
    for part in parts:
        for section, pages in _by_pages(_without_lead(part).strip(EDGE)):
            named = _source_of(section)
            source = named or source
            is_cited = section[:1].isupper() or section[:1].isdigit()
            if named or pages or (is_cited and not section.lower().startswith("none")):
                yield source, _without_name(section, source), ", ".join(pages) or None


def _without_lead(part: str) -> str:
    if part.startswith(PLAIN_LEAD):
        start = len(PLAIN_LEAD)
    else:
        lower = folded(part)
        lead = LEAD.match(lower) if any(word in lower for word in LEADING_WORDS) else None
        start = lead.end() if lead else 0
    label = CITATION_LABEL.match(part, start)
    return part[label.end() if label else start :]


@lru_cache(maxsize=32_768)
def _source_of(section: str) -> str | None:
    """Return the source that a section names: ACOEM and ODG before the MTUS, of which ACOEM is a part."""
    names = {INITIALS.get(name[:3], "MTUS") for name in ANY.findall(folded(section))}
    return next((source for source in SOURCES if source in names), None) if names else None


def _by_pages(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield "Opioids, pages 76-80, and Weaning, page 124" as two sections, each with its pages."""
    section, pages, start = "", list[str](), 0
    for found in PAGES.finditer(text):
        section += text[start : found.start()].rstrip(" ,;(")
        pages.append(found["pages"])
        start = found.end()
        if start < len(text) and (more := AFTER_PAGES.match(text, start)):
            yield section, pages
            section, pages, start = "", [], more.end()
    yield (section + text[start:]).strip(EDGE), pages


@lru_cache(maxsize=32_768)
def _without_name(section: str, source: str) -> str | None:
    """Return a section in one line, without the name of the source that it is of."""
    own = OWN_NAME[source].match(folded(section)) if source in OWN_NAME else None
    words = " ".join(section[own.end() if own else 0 :].split()).strip(EDGE).removesuffix(" on")
    lead = LEADING.match(words)
    return words[lead.end() if lead else 0 :] or None
