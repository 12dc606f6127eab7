"""The date of injury, as the clinical summary tells it: the first date that is told of the injury."""

import re
from datetime import date
from typing import NamedTuple

from imr_tui.letters.dates import find_dates, parse_date

INJURY = re.compile(
    r"\b(?:date of (?:the )?(?:work |industrial )?injury|injury date|doi"
    r"|injur(?:y|ies|ed)(?!\s+(?:workers?|employees?)\b)|accident|hurt|trauma|incident|fell|slipped|tripped)\b"
)
STEMS = ("injur", "accident", "hurt", "trauma", "incident", "fell", "slip", "trip", "doi")
MISHAP = re.compile(
    r"\b(?:struck|hit|sprained|strained|twisted|slid|lifted|lifting|felt|assaulted|attacked|thrown|exposed|cut|held|rolled"
    r"|crushed|caught|pulled|bitten|burned|collided|collision|lacerated|fractured|rear-ended|claim|rear ended|fall)\b"
)
"""Words that tell of an injury only in the summary's opening; further down they tell of treatment and findings."""
OPENING = 420
REACH = 90
"""Characters between a date and the words that tell what happened then."""
CARE = (
    r"\b(?:seen|visit|evaluat|exam|report|note|present|underwent|request|follow|treat|consult|mri|ct|x-ray|emg|surgery|denied"
    r"|complain|prescri)"
)
BARRIER = re.compile(rf"\d{{1,2}}/\d{{1,2}}/\d|\.\s|{CARE}")
"""Another date, the sentence's end, and words that tell of care: a visit's date is not the injury's."""
ON = re.compile(r"\b(?:on|dated|of|since|day,)\s+(?:or\s+about\s+)?$|\bon\b[^.]{0,40}\(\s?$")
NAMED_BELOW = re.compile(r"\s+(?:date of (?:the )?(?:\w+ )?injury|injury date|doi\b)")
NOT_OF_INJURY = re.compile(
    rf"(?:(?:{CARE}|\b(?:operation|operated|procedure|arthroscop|fusion|repair|release|replacement|[a-z]+ectomy))"
    r"\w*(?:\W+\w+){0,3}?\W+|\b(?:born|birth)\W+(?:on\W+|of\W+)?)$"
)
"""What stands before the date of something else: a report, a surgery, a birth."""
LONGEST_LEAD = 22
"""Characters of what leads to a date: `on or about `; with more between them, words and date belong together."""


class InjuryDate(NamedTuple):
    """The day, and where the summary tells it."""

    day: date
    start: int
    end: int


def find_injury_date(summary: str) -> InjuryDate | None:
    """Return the first date that the summary, which is in lower case, tells of the injury; None when it tells none."""
    for found in find_dates(summary):
        if _is_of_injury(summary, *found.span()) and (day := parse_date(found[0])):
            return InjuryDate(day, *found.span())
    return None


def _is_of_injury(summary: str, start: int, end: int) -> bool:
    around = summary[max(0, start - 2 * REACH) : end + 2 * REACH]
    words = [INJURY] if any(stem in around for stem in STEMS) else []
    words += [MISHAP] if start < OPENING else []
    is_led = False
    for pattern in words:
        lead = _told_before(pattern, summary, start)
        if lead is not None and not _is_of_something_else(summary, lead, start):
            return True
        is_led = is_led or lead is not None
    is_told = not is_led and (NAMED_BELOW.match(summary, end) or _is_told_after(words, summary, start, end))
    return bool(is_told) and not _is_of_something_else(summary, start, start)


def _is_of_something_else(summary: str, lead: int, start: int) -> bool:
    """Tell whether the date behind the words at `lead` is that of a report, a surgery, a birth."""
    return start - lead <= LONGEST_LEAD and bool(NOT_OF_INJURY.search(summary[max(0, lead - 60) : start]))


def _told_before(pattern: re.Pattern[str], summary: str, start: int) -> int | None:
    """Return where the words stand that tell of the injury before its date: "was injured in a fall on"."""
    window = summary[max(0, start - REACH - 30) : start]
    found = list(pattern.finditer(window))
    if not found or len(window) - found[-1].end() > REACH or BARRIER.search(window, found[-1].end()):
        return None
    return start - len(window) + found[-1].start()


def _is_told_after(words: list[re.Pattern[str]], summary: str, start: int, end: int) -> bool:
    """Tell whether the injury is told behind its date: "on 3/4/2013 he fell"."""
    if not ON.search(summary, max(0, start - 50), start):
        return False
    firsts = [found for pattern in words if (found := pattern.search(summary, end, end + REACH + 20))]
    return any(not BARRIER.search(summary, end, found.start()) for found in firsts)
