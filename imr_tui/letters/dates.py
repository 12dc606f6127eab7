"""Dates as letters write them."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)}
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATE = (
    r"(?:\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?(?:\d{4}|\d{2})"
    r"|\d{4}-\d{2}-\d{2}"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\s*,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}})(?!\d)"
)
"""Pattern of a whole date, American order where there are only digits."""

WHOLE_DATE = re.compile(DATE, re.IGNORECASE)
LOWER_CASE_DATE = re.compile(DATE.lower())
DIGITS_OF_DATE = re.compile(
    r"\d(?<!\d\d)(?=\d?\s?[/-]\s?\d\d?\s?[/-]\s?\d\d|\d{3}-\d\d-\d\d"
    rf"|\d?(?:st|nd|rd|th)?\s*,?\s+(?:\d{{4}}|{MONTH.lower()}))"
)
"""The first digit of what may be a date in lower case, the month before it left out: most numbers are no dates."""
MONTH_BEFORE = re.compile(rf"\b{MONTH.lower()}\s+$")
LONGEST_MONTH = len("september. ")
PARTS = re.compile(r"\d+|[A-Za-z]{3,}")
LAST_YEAR_OF_THIS_CENTURY = 40
"""Two-digit years up to this one belong to the 2000s: no injury in these letters is of 1940 or before."""


def find_dates(text: str) -> Iterator[re.Match[str]]:
    """Yield the dates that `text`, which is in lower case, names in order."""
    end = 0
    for digits in DIGITS_OF_DATE.finditer(text):
        if digits.start() < end:
            continue
        month = MONTH_BEFORE.search(text, max(end, digits.start() - LONGEST_MONTH), digits.start())
        found = LOWER_CASE_DATE.match(text, month.start() if month else digits.start())
        if found:
            end = found.end()
            yield found


@lru_cache(maxsize=32_768)
def parse_date(text: str) -> date | None:
    """Return the date that `text` (a match of `DATE`) names; None when there is no such day."""
    parts = PARTS.findall(text)
    if len(parts) < 3:
        return None
    year, month, day = _year_month_day(parts)
    try:
        return date(_full_year(year), month, int(day))
    except ValueError:
        return None


def _year_month_day(parts: list[str]) -> tuple[str, int, str]:
    words = [part for part in parts if part[:3].lower() in MONTH_NUMBERS]
    numbers = [part for part in parts if part.isdigit()]
    if words:
        return numbers[1], MONTH_NUMBERS[words[0][:3].lower()], numbers[0]
    if len(numbers[0]) == 4:
        return numbers[0], int(numbers[1]), numbers[2]
    return numbers[2], int(numbers[0]), numbers[1]


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year <= LAST_YEAR_OF_THIS_CENTURY else 1900)
