"""The facts above the letter's text, in every layout: case number, dates, priority, parties.

A label's value stands behind it on its line, or below it; in a table read out by columns all labels of a row stand
before all its values.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from imr_tui.letters.boilerplate import PLACEHOLDER
from imr_tui.letters.dates import DATE, WHOLE_DATE, parse_date
from imr_tui.letters.model import Header
from imr_tui.letters.source_text import Piece, SourceText
from imr_tui.letters.spans import LABEL, Told

CASE_NUMBER = re.compile(r"\bCM\s?(\d\d)\s?-\s?(\d{7})\b", re.IGNORECASE)
LABELS = {
    "case_number": (
        "case number, case no, case no., case #, maximus case number, maximus case no, imr case number, imr case no"
    ),
    "assigned_date": "date assigned, date case assigned, assigned date, assigned",
    "injury_date": "date of injury, injury date, doi, date(s) of injury",
    "ur_denial_date": (
        "ur denial date, date of ur decision, date of ur denial, ur denial, ur decision date"
        ", date of utilization review decision, date of utilization review denial"
        ", utilization review denial date, utilization review decision date"
    ),
    "received_date": (
        "application received, imr application received, date application received, application received date"
        ", date imr application received, imr application received date"
    ),
    "decision_date": (
        "decision date, dated, date of decision, date of imr decision, date of determination, determination date"
    ),
    "priority": "priority, imr priority",
    "employee": (
        "employee, employee name, injured worker, injured employee, applicant, patient, patient name, worker, claimant"
    ),
    "claim_number": "claim number, claims number, claim no, claim no., claim #",
    "claims_administrator": "claims administrator, claims administrator name, claim administrator",
    "employer": "employer, employer name",
    "provider": (
        "provider, provider name, requesting provider, requesting physician, treating physician, treating provider"
    ),
    "dispute": (
        "treatment(s) in dispute listed on imr application, treatments in dispute listed on imr application"
        ", treatment in dispute, treatment(s) in dispute, treatments in dispute"
    ),
}
FIELDS = {phrase: field for field, phrases in LABELS.items() for phrase in phrases.split(", ")}
MOST_WORDS = max(len(phrase.split()) for phrase in FIELDS)
APPLICATION = re.compile(
    rf"was\s+filed\s+on\s+(?P<received_date>{DATE})|[Dd]enial\s+dated\s+(?P<ur_denial_date>{DATE})"
    rf"|Notice\s+of\s+Assignment\b[^.]{{0,120}}?\bon\s+(?P<assigned_date>{DATE})"
)
PRIORITY = re.compile(r"\b(standard|expedited)\b", re.IGNORECASE)
PLAIN = r" *(\d{1,2}/\d{1,2}/\d{4}|CM\d\d-\d{7}|Standard|Expedited)"
"""A value as the state prints it."""
PLAIN_FACT = re.compile(rf"([A-Za-z ]+):{PLAIN}(?:[ \n]|\Z)")
PLAIN_VALUE = re.compile(rf"{PLAIN} ?(?=\n|\Z)")
"""The rest of a line, or what stands before the next label, as the state prints it: nothing needs to be cut."""
FORMED = ("case_number", "priority", "assigned_date", "injury_date", "ur_denial_date", "received_date", "decision_date")
"""Fields whose values have a known form."""
VALUE = re.compile(rf"{CASE_NUMBER.pattern}|{PRIORITY.pattern}|{DATE}|{PLACEHOLDER.pattern}", re.IGNORECASE)
EDGE = " \n.;,"
LONGEST_HEADER = 20_000
"""Characters in which labels are looked for: bounds the time that a freak text may take."""


class _Label(NamedTuple):
    field: str
    start: int
    end: int


def read_case_number(text: str) -> str | None:
    """Return the first case number in `text`, as the state writes it (`CM15-0012345`)."""
    found = CASE_NUMBER.search(text)
    return f"CM{found[1]}-{found[2]}" if found else None


def read_header(source: SourceText, region: Piece, application: Piece) -> tuple[Header, list[Told]]:
    """Read the labelled facts of `region`, the text above the letter's first heading, and where they stand.

    `application` is the section of generation C whose first sentence tells the dates of application, denial and
    assignment; they count where the header lacks them.
    """
    region = Piece(region.start, min(region.end, region.start + LONGEST_HEADER))
    found, end = _plain_facts(source.flat, region)
    fields = {field for _, _, field, _ in found}
    if end < region.end:
        rest = Piece(end, region.end)
        labels = list(_labels(source, rest))
        found += [(start, end, LABEL, 0) for _, start, end in labels]
        found += _values(source, labels, rest, fields)
        fields |= {label.field for label in labels}
    if "decision_date" not in fields and (day := _date_line(source, region, found)):
        found.append((*day, "decision_date", 0))
    for match in APPLICATION.finditer(source.flat, *application):
        field = str(match.lastgroup)
        found.append((*match.span(field), field, 0))
    return _header(source, found), found


def _plain_facts(flat: str, region: Piece) -> tuple[list[Told], int]:
    """Return the facts that stand one behind the other as the state prints them, and where they end.

    Most headers are nothing else. A value that no line end or next label follows may go on: it is left to the others.
    """
    facts: list[re.Match[str]] = []
    end = region.start
    while (fact := PLAIN_FACT.match(flat, end, region.end)) and FIELDS.get(fact[1].lower()) in FORMED:
        facts.append(fact)
        end = fact.end()
    if facts and flat[end - 1] == " ":
        end = facts.pop().start()
    found: list[Told] = []
    seen: set[str] = set()
    for fact in facts:
        field = FIELDS[fact[1].lower()]
        found.append((fact.start(), fact.end(1) + 1, LABEL, 0))
        if field not in seen:
            seen.add(field)
            found.append((*fact.span(2), field, 0))
    return found, end


def _labels(source: SourceText, region: Piece) -> Iterator[_Label]:
    """Yield the known phrases that stand before a colon."""
    end = region.start
    while (colon := source.flat.find(":", end, region.end)) >= 0:
        words = source.flat[end:colon].rsplit(None, MOST_WORDS)[-MOST_WORDS:]
        for first in range(len(words)):
            phrase = " ".join(words[first:])
            if field := FIELDS.get(phrase.lower()):
                start = source.flat.rfind(words[first], end, colon - len(phrase) + len(words[first]))
                yield _Label(field, start, colon + 1)
                break
        end = colon + 1


def _values(source: SourceText, labels: list[_Label], region: Piece, seen: set[str]) -> Iterator[Told]:
    """Yield each field with the stretch that holds its value, but for those `seen` before."""
    waiting: list[str] = []
    for label, stop in zip(labels, [*(label.start for label in labels[1:]), region.end], strict=False):
        if not waiting and label.field in FORMED and (plain := PLAIN_VALUE.match(source.flat, label.end, stop)):
            if label.field not in seen:
                seen.add(label.field)
                yield *plain.span(1), label.field, 0
            continue
        waiting.append(label.field)
        values = _values_behind(source, label, stop) or _values_below(source, label.end, stop)
        if values is None:
            continue
        for field, piece in _paired(source, waiting, values):
            if field not in seen:
                seen.add(field)
                yield *_up_to_value(source, field, piece), field, 0
        waiting = []


def _paired(source: SourceText, waiting: list[str], values: Piece) -> Iterator[tuple[str, Piece]]:
    """Yield the values of labels that stand one after the other before them.

    Where one label has no value, only those of a form of their own are known: dates cannot be told apart.
    """
    if len(waiting) == 1:
        yield waiting[0], values
        return
    pieces = [Piece(*value.span()) for value in VALUE.finditer(source.flat, *values)]
    if len(pieces) < 2:
        yield waiting[-1], values
    elif len(pieces) == len(waiting):
        yield from zip(waiting, pieces, strict=True)
    else:
        for field, form in (("case_number", CASE_NUMBER), ("priority", PRIORITY)):
            told = [piece for piece in pieces if form.fullmatch(source.flat, *piece)]
            if field in waiting and len(told) == 1:
                yield field, told[0]


def _values_behind(source: SourceText, label: _Label, stop: int) -> Piece | None:
    """Return what stands behind a label on its line, and of a wrapped text what stands below."""
    line = source.line_at(label.end - 1)
    end = source.starts[line + 1] - 1
    values = source.trimmed(label.end, max(label.end, min(end, stop)))
    if values.start == values.end:
        return None
    if label.field in FORMED:
        return values
    while end < stop and source.goes_on_below(line):
        line += 1
        end = source.starts[line + 1] - 1
    return source.trimmed(label.end, min(end, stop))


def _values_below(source: SourceText, start: int, stop: int) -> Piece | None:
    """Return what stands below a label, up to the next one, as far as it is nothing but values."""
    line = source.line_at(start - 1) + 1
    end = start
    while line < len(source.lines) and source.starts[line] < stop:
        line_end = min(source.starts[line + 1] - 1, stop)
        if VALUE.sub("", source.flat[source.starts[line] : line_end]).strip(EDGE):
            break
        end = line_end
        line += 1
    return source.trimmed(start, end) if end > start else None


def _up_to_value(source: SourceText, field: str, piece: Piece) -> Piece:
    """Cut what follows the last value of a fact with values of a known form."""
    end = piece.start
    if field in FORMED:
        for value in VALUE.finditer(source.flat, *piece):
            end = value.end()
    return Piece(piece.start, end) if end > piece.start else piece


def _date_line(source: SourceText, region: Piece, found: list[Told]) -> Piece | None:
    """Return the one line that is a date and no label's value: the letter's own date, where no label tells it."""
    taken = {start for start, _, _, _ in found}
    days = []
    for line in range(source.line_at(region.start), len(source.lines)):
        start, end = source.starts[line], source.starts[line + 1] - 1
        if end > region.end:
            break
        if start not in taken and source.lines[line][-1].isdigit() and WHOLE_DATE.fullmatch(source.lines[line]):
            days.append(Piece(start, end))
    return days[0] if len(days) == 1 else None


def _header(source: SourceText, found: list[Told]) -> Header:
    facts: dict[str, Any] = {}
    problems: list[str] = []
    for start, end, field, _ in found:
        if field in FORMED and field not in facts:
            value = source.flat[start:end].replace("\n", " ")
            facts[field], problem = _fact(field, value)
            problems += [problem] if problem else []
    return Header(**facts, problems=tuple(problems))


@lru_cache(maxsize=32_768)
def _fact(field: str, value: str) -> tuple[Any, str]:
    """Return what a value says, and what is wrong with it."""
    if field == "case_number":
        number = read_case_number(value)
        return number, "" if number else f"case number: not one of the state's: {value}"
    if field == "priority":
        found = PRIORITY.search(value)
        return found[1].capitalize() if found else None, ""
    day = next((parse_date(found[0]) for found in WHOLE_DATE.finditer(value)), None)
    is_wrong = day is None and any(c.isdigit() for c in value)
    return day, f"{field.replace('_', ' ')}: no such day: {value}" if is_wrong else ""
