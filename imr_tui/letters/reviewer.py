"""Who decided: the expert reviewer's states of licensure and specialties, in both wordings of the letters."""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_tui.letters.folding import folded
from imr_tui.letters.model import Reviewer
from imr_tui.letters.names import AND, ONE_SPECIALTY, STATES, WASHINGTON_DC
from imr_tui.letters.source_text import Piece, SourceText
from imr_tui.letters.spans import LABEL, Told

LICENSURE = re.compile(r"state\s?(?:\(s\)|s)?\s+of\s+licensure\s*:")
CERTIFICATION = re.compile(r"certification\s?(?:\(s\)|s)?\s*/\s*special(?:ty|ties)(?:\s?\((?:s|ies)\))?\s*:")
ANY_LABEL = re.compile(f"{LICENSURE.pattern}|{CERTIFICATION.pattern}")
"""Labels in lower case."""
LICENSED = re.compile(
    r"[LlHh](?i:icensed(?:\s+to\s+practice)?(?:\s+medicine)?|icensure"
    r"|olds?\s+(?:\w+\s+){0,4}?licen[sc]es?(?:\s+to\s+practice)?(?:\s+medicine)?)"
    r"(?i:\s+(?:in|from)\s+(?:the\s+)?(?:states?(?:\s?\(s\))?\s+of\s+)?)"
    r"(?P<value>[A-Z][^.;]*?(?:D\.\s?C\.[^.;]*?)?)"
    r"(?=[.;]|$|,?\s+(?:and|with)\s+(?:has|is|he|she|an?\s+active|specializ|more\s+than)\b)"
)
CERTIFIED = re.compile(
    r"[BbCcSsLl](?i:oard[-\s]+certifi(?:ed|cations?)|oard[-\s]+eligible|ertified|pecializ(?:es|ing)|peciali[sz]ation|pecialty"
    r"|icensed)\s+(?i:(?:in|is)\s+(?:the\s+(?:specialty|field)\s+of\s+)?)?(?=[A-Z])"
)
FULL_STOP = re.compile(r"\.(?=\s)")
LEAD_TO_NEXT = re.compile(r",?\s*(?:\b(?:and|who|he/she|he|she)\s+)*(?:\bis\s+)?(?:\bcurrently\s+)?$", re.IGNORECASE)
"""What leads from the specialties to the license; nothing behind its first character is a comma or a full stop."""
LONGEST_READ = 20_000
"""Characters of the section that are looked at: bounds the time that a freak text may take."""
REACH = 400
"""Characters around the word "licensed" that tell of specialties and states."""
STATE = re.compile("|".join([*STATES.values(), *(rf"{short}\b" for short in STATES)]))
LIST_COMMA = re.compile(r"\s*[,;]\s*(?:and\s+)?", re.IGNORECASE)
SUBSPECIALTY = re.compile(
    r",?\s*(?:and\s+)?(?:he/she\s+|she\s+|he\s+)?(?:has|with|holds|is)\s+(?:an?\s+)?"
    r"(?:subspecialty|sub-specialty|subspecialties|fellowship[-\s]+trained|fellowship|(?:\w+\s+)?certificate|certification|added\s+qualifications?)"
    r"(?:\s+(?:certificate|certification|training|board\s+certification))?\s+in\s+",
    re.IGNORECASE,
)


def read_reviewer(source: SourceText, region: Piece) -> tuple[Reviewer, list[Told]]:
    """Read the reviewer from the section that tells of him or her, and where it is told."""
    region = Piece(region.start, min(region.end, region.start + LONGEST_READ))
    lower = folded(source.flat[region.start : region.end])
    states, specialties = _labelled(source, region, lower, LICENSURE), _labelled(source, region, lower, CERTIFICATION)
    if states is None and specialties is None:
        return _told(source, region, lower)
    found: list[Told] = []
    for name, pair in (("licensure_states", states), ("specialties", specialties)):
        if pair:
            found += [(*pair[0], LABEL, 0), (*pair[1], name, 0)]
    licensed = _states(source.words(states[1])) if states else ()
    listed = source.words(specialties[1]) if specialties else ""
    return Reviewer(licensed, _listed_specialties(listed)), found


def _labelled(source: SourceText, region: Piece, lower: str, label: re.Pattern[str]) -> tuple[Piece, Piece] | None:
    """Return the label and its value, which may be wrapped; `lower` is the region's text in lower case."""
    match = label.search(lower)
    if match is None:
        return None
    start, value = region.start + match.start(), region.start + match.end()
    line = source.line_at(value - 1)
    while source.starts[line + 1] < region.end and source.goes_on_below(line):
        line += 1
    end = min(region.end, source.starts[line + 1] - 1)
    if other := ANY_LABEL.search(lower, match.end(), end - region.start):
        end = region.start + other.start()
    return Piece(start, value), source.trimmed(value, end)


def _told(source: SourceText, region: Piece, lower: str) -> tuple[Reviewer, list[Told]]:
    """Read the sentence "... is Board Certified in X and Y and is licensed to practice in Z"."""
    region = _around(region, lower)
    reviewer, pieces = _credentials(source.words(region))
    return reviewer, [(region.start + start, region.start + end, name, 0) for start, end, name in pieces]


@lru_cache(maxsize=4096)
def _credentials(text: str) -> tuple[Reviewer, tuple[tuple[int, int, str], ...]]:
    """Return the reviewer, and where in `text` it is told: one reviewer decides many letters, in the same words."""
    licensed = _licensed(text)
    certified = _certified(text, licensed)
    states = _states(licensed["value"]) if licensed else ()
    specialties = _spoken_specialties(text[slice(*certified)]) if certified else ()
    pieces = [(*licensed.span("value"), "licensure_states")] if licensed else []
    pieces += [(*certified, "specialties")] if certified else []
    return Reviewer(states, specialties), tuple(pieces)


def _around(region: Piece, lower: str) -> Piece:
    """Narrow a long section to the part around the first word of a licence: the rest is the same in all letters."""
    at = lower.find("licens")
    if at < 0 or len(lower) < 2 * REACH:
        return region
    start = max(lower.rfind("reviewer", 0, max(0, at - REACH)), 0)
    return Piece(region.start + start, min(region.end, region.start + at + REACH))


def _licensed(text: str) -> re.Match[str] | None:
    """Return the words that name states: a reviewer may be "licensed in Psychology" as well."""
    told = list(LICENSED.finditer(text))
    return next((match for match in told if STATE.match(match["value"])), told[0] if told else None)


def _certified(text: str, licensed: re.Match[str] | None) -> tuple[int, int] | None:
    """Return the stretch of `text` that names the specialties."""
    for match in CERTIFIED.finditer(text):
        stop = licensed.start() if licensed and licensed.start() > match.end() else len(text)
        if licensed and licensed.start() <= match.start() < licensed.end():
            continue
        last_comma = max(text.rfind(",", match.end(), stop), match.end())
        end = FULL_STOP.search(text, match.end(), stop) or LEAD_TO_NEXT.search(text, last_comma, stop)
        return match.end(), end.start() if end else stop
    return None


@lru_cache(maxsize=4096)
def _states(text: str) -> tuple[str, ...]:
    listed = WASHINGTON_DC.sub("DC", text)
    names = [name for part in _parts(LIST_COMMA, listed) for name in _parts(AND, part)]
    return tuple(dict.fromkeys(STATES.get(name.replace(".", "").upper(), name) for name in names))


def _spoken_specialties(text: str) -> tuple[str, ...]:
    """Split "X and Y, with a subspecialty in Z"."""
    masked, names = _masked(text)
    parts = [part for listed in _parts(LIST_COMMA, SUBSPECIALTY.sub(", ", masked)) for part in _parts(AND, listed)]
    return _unmasked(parts, names)


@lru_cache(maxsize=4096)
def _listed_specialties(text: str) -> tuple[str, ...]:
    masked, names = _masked(text)
    return _unmasked(_parts(LIST_COMMA, masked), names)


def _masked(text: str) -> tuple[str, Iterator[str]]:
    """Hide the names that hold an "and" or a comma while a list is split at these."""
    if "and" not in text.lower():
        return text, iter(())
    return ONE_SPECIALTY.sub("\0", text), iter(ONE_SPECIALTY.findall(text))


def _unmasked(parts: list[str], names: Iterator[str]) -> tuple[str, ...]:
    return tuple(re.sub("\0", lambda _: next(names), part) for part in parts)


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    return [part.strip(" .") for part in separator.split(text) if part.strip(" .")]
