"""What a letter says of a case: its dates, the patient, the reviewer, what could not be read."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from textual.content import Content

from imr_tui.search.passages import Sought, find_matches
from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui.shown import DIM, labelled, with_matches
from imr_tui.tui.shown_item import reviewer_line

LABEL_WIDTH = 12
LEAST_COLUMN = 32
"""Cells that one of two columns of facts needs."""
DATES = {
    "injury_date": "injured",
    "ur_denial_date": "UR denial",
    "received_date": "received",
    "assigned_date": "assigned",
    "decision_date": "decided",
}
DATE_WIDTH = 13
TEXTS = {"clinical_summary": "Clinical case summary", "documents_reviewed": "Documents reviewed"}


def facts_content(facts: Mapping[str, Any], width: int) -> Content:
    """Return the facts of a case in lines of `width` cells, the short ones in two columns where there is room."""
    patient = ", ".join(str(v) for v in (facts["patient_age"], facts["patient_gender"]) if v is not None)
    short = {
        "Priority": facts["priority"],
        "Patient": patient,
        "Review": _review(facts),
        "Form": f"generation {facts['generation']}",
    }
    long = {
        "Reviewer": reviewer_line(facts),
        "Letter": facts["source_path"],
        "Problems": "; ".join(facts["problems"] or ()),
    }
    lines = [
        *_timeline(facts, width),
        *_in_columns({label: value for label, value in short.items() if value}, width),
        *(labelled(label, value, LABEL_WIDTH, width) for label, value in long.items() if value),
    ]
    return Content("\n").join(lines)


def texts_content(facts: Mapping[str, Any], sought: Sought) -> Content:
    """Return the clinical summary, with what was sought marked, and the documents reviewed."""
    texts = {label: clean(facts[name]) for name, label in TEXTS.items() if facts[name]}
    parts = [
        Content.assemble("\n", (label, DIM), "\n", with_matches(text, find_matches(text, sought)))
        for label, text in texts.items()
    ]
    return Content("\n").join(parts)


def _timeline(facts: Mapping[str, Any], width: int) -> list[Content]:
    """Return the dates from injury to decision with the days between: side by side, or one below the other."""
    known = [(label, facts[name]) for name, label in DATES.items() if facts[name]]
    since = ["", *(f"{'+' * (after >= day)}{_days(day, after)}" for (_, day), (_, after) in pairwise(known))]
    if LABEL_WIDTH + DATE_WIDTH * len(known) > width:
        lines = [f"{label:<10}{day}  {gap}" for (label, day), gap in zip(known, since, strict=True)]
    else:
        labels, days = zip(*known, strict=True) if known else ((), ())
        lines = ["".join(f"{cell!s:<{DATE_WIDTH}}" for cell in row) for row in (labels, days, since) if any(row)]
    heads = ["Dates", *[""] * len(lines)]
    return [
        Content.assemble((f"{head:<{LABEL_WIDTH}}", DIM), line.rstrip())
        for head, line in zip(heads, lines, strict=False)
    ]


def _review(facts: Mapping[str, Any]) -> str:
    received, decided = facts["received_date"], facts["decision_date"]
    is_known = isinstance(received, date) and isinstance(decided, date)
    return f"{_days(received, decided)} from receipt" if is_known else ""


def _days(day: date, after: date) -> str:
    days = (after - day).days
    return f"{days:,} day{'' if days == 1 else 's'}"


def _in_columns(facts: Mapping[str, str], width: int) -> list[Content]:
    """Return short facts, two to a line if each then has enough room for its own."""
    column = width // 2
    values = {label: clean_line(value) for label, value in facts.items()}
    fits = column >= LEAST_COLUMN and all(LABEL_WIDTH + len(value) < column for value in values.values())
    cells = [labelled(label, value, LABEL_WIDTH, column if fits else width) for label, value in values.items()]
    if not fits:
        return cells
    pairs = zip(cells[::2], [*cells[1::2], Content("")], strict=False)
    return [Content.assemble(left, " " * (column - left.cell_length), right) for left, right in pairs]
