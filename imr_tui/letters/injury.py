"""The date of injury, as the clinical summary tells it: the first date that is told of the injury."""

import re
from datetime import date
from typing import NamedTuple

from imr_tui.letters.dates import find_dates, parse_date

INJURY = re.compile(
    r"\b(?:date of (?:the )?(?:work |industrial )?injury|injury date|DOI"
    r"|injur(?:y|ies|ed)(?!\s+(?:workers?|employees?)\b)|accident|hurt|trauma|incident|fell|slipped|tripped)\b",
    re.IGNORECASE,
)
STEMS = ("injur", "accident", "hurt", "trauma", "incident", "fell", "slip", "trip", "doi")
MISHAP = re.compile(
    r"\b(?:struck|hit|sprained|strained|twisted|slid|lifted|lifting|felt|assaulted|attacked|thrown|exposed|cut|held|rolled"
    r"|crushed|caught|pulled|bitten|burned|collided|collision|lacerated|fractured|rear-ended|claim|rear ended|fall)\b",
    re.IGNORECASE,
)
"""Words that tell of an injury only in the summary's opening; further down they tell of treatment and findings."""
OPENING = 420
REACH = 90
"""Characters between a date and the words that tell what happened then."""
CARE = (
    r"\b(?:seen|visit|evaluat|exam|report|note|present|underwent|request|follow|treat|consult|mri|ct|x-ray|emg|surgery|denied"
    r"|complain|prescri)"
)
BARRIER = re.compile(rf"\d{{1,2}}/\d{{1,2}}/\d|\.\s|{CARE}", re.IGNORECASE)
"""Another date, the sentence's end, and words that tell of care: a visit's date is not the injury's."""
ON = re.compile(r"\b(?:on|dated|of|since|day,)\s+(?:or\s+about\s+)?$|\bon\b[^.]{0,40}\(\s?$", re.IGNORECASE)
NAMED_BELOW = re.compile(r"\s+(?:date of (?:the )?(?:\w+ )?injury|injury date|DOI\b)", re.IGNORECASE)
NOT_OF_INJURY = re.compile(
    rf"(?:(?:{CARE}|\b(?:operation|operated|procedure|arthroscop|fusion|repair|release|replacement|[a-z]+ectomy))"
    r"\w*(?:\W+\w+){0,3}?\W+|\b(?:born|birth)\W+(?:on\W+|of\W+)?)$",
    re.IGNORECASE,
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
    """Return the first date that the summary tells of the injury; None when it tells none."""
    for found in find_dates(summary):
        if _is_of_injury(summary, *found.span()) and (day := parse_date(found[0])):
            return InjuryDate(day, *found.span())
    return None


def _is_of_injury(summary: str, start: int, end: int) -> bool:
    around = summary[max(0, start - 2 * REACH) : end + 2 * REACH].lower()
    words = [INJURY] if any(stem in around for stem in STEMS) else []
    words += [MISHAP] if start < OPENING else []
    leads = [lead for pattern in words if (lead := _told_before(pattern, summary, start)) is not None]
    if not leads and (NAMED_BELOW.match(summary, end) or _is_told_after(words, summary, start, end)):
        leads = [start]
    return any(
        start - lead > LONGEST_LEAD or not NOT_OF_INJURY.search(summary[max(0, lead - 60) : start]) for lead in leads
    )


def _told_before(pattern: re.Pattern[str], summary: str, start: int) -> int | None:
    """Return where the words stand that tell of the injury before its date: "was injured in a fall on"."""
    window = summary[max(0, start - REACH - 30) : start]
    last = max(pattern.finditer(window), key=lambda match: match.start(), default=None)
    if last is None or len(window) - last.end() > REACH or BARRIER.search(window, last.end()):
        return None
    return start - len(window) + last.start()


def _is_told_after(words: list[re.Pattern[str]], summary: str, start: int, end: int) -> bool:
    """Tell whether the injury is told behind its date: "on 3/4/2013 he fell"."""
    if not ON.search(summary, max(0, start - 50), start):
        return False
    firsts = [found for pattern in words if (found := pattern.search(summary, end, end + REACH + 20))]
    return any(not BARRIER.search(summary, end, found.start()) for found in firsts)
