"""The facts above the letter's text: case number, dates, priority."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from imr_tui.letters.dates import DATE, parse_date
from imr_tui.letters.model import Header
from imr_tui.letters.source_text import fold

CASE_NUMBER = re.compile(r"\bCM\s?(\d\d)\s?-\s?(\d{7})\b", re.IGNORECASE)
DATE_LABELS = {
    "Date Assigned": "assigned_date",
    "Date of Injury": "injury_date",
    "Decision Date": "decision_date",
    "UR Denial Date": "ur_denial_date",
    "Application Received": "received_date",
}
LABELS = ("Case Number", *DATE_LABELS, "Priority")
LABELLED = re.compile(r"\b(" + "|".join(LABELS).replace(" ", r"\s+") + r")\s*:", re.IGNORECASE)
FIRST_DATE = re.compile(DATE, re.IGNORECASE)
PRIORITY = re.compile(r"\b(standard|expedited)\b", re.IGNORECASE)
LONGEST_VALUE = 80


def read_case_number(text: str) -> str | None:
    """Return the first case number in `text`, as the state writes it (`CM15-0012345`)."""
    found = CASE_NUMBER.search(text)
    return f"CM{found[1]}-{found[2]}" if found else None


def read_header(text: str) -> Header:
    """Read the labelled facts, on one line or several, in any order. `text` is what stands above the letter."""
    header = Header()
    for label, value in _labelled_values(text).items():
        header = _with_fact(header, label, value)
    return header


def _labelled_values(text: str) -> dict[str, str]:
    found = list(LABELLED.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    values: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        label = next(name for name in LABELS if name.lower() == fold(match[1]).lower())
        values.setdefault(label, fold(text[match.end() : end])[:LONGEST_VALUE])
    return values


def _with_fact(header: Header, label: str, value: str) -> Header:
    if label == "Case Number":
        number = read_case_number(value)
        problems = (f"case number: not one of the state's: {value}",) if value and not number else ()
        return replace(header, case_number=number, problems=(*header.problems, *problems))
    if label == "Priority":
        found = PRIORITY.search(value)
        return replace(header, priority=found[1].capitalize() if found else None)
    day = _date_in(value)
    if day is None and any(c.isdigit() for c in value):
        return replace(header, problems=(*header.problems, f"{label.lower()}: no such day: {value}"))
    return _with_date(header, DATE_LABELS[label], day)


def _with_date(header: Header, name: str, day: date | None) -> Header:
    dates: dict[str, Any] = {name: day}
    return replace(header, **dates)


def _date_in(value: str) -> date | None:
    found = FIRST_DATE.search(value)
    return parse_date(found[0]) if found else None
