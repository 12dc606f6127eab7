"""The disputed items of a generation A letter: where each starts, and its parts.

An item is `TITLE: Upheld|Overturned`, then the labels `Claims Administrator guideline:`, `MAXIMUS guideline:` and
`Decision rationale:`. The words of labels and decisions occur in running text as well, so a decision counts only where
a label's line follows it, and labels count only in their order.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import SourceText, fold
from imr_tui.letters.titles import MOST_TITLE_LINES, clean_title, title_start

CLAIMS, MAXIMUS, RATIONALE = "claims", "maximus", "rationale"
LABEL_WORDS = {
    CLAIMS: r"Claims\s+Administrator\s+guideline",
    MAXIMUS: r"MAXIMUS\s+guideline",
    RATIONALE: r"Decision\s+rationale",
}
LABEL = re.compile(
    "^(?:" + "|".join(f"(?P<{name}>{words}s?)" for name, words in LABEL_WORDS.items()) + r")[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
DECISION_END = re.compile(r":?[ ]{0,9}\b(?P<decision>Upheld|Overturned)[ ]{0,3}\.?$", re.IGNORECASE)
LONGEST_DECISION = 24
ORDER = (CLAIMS, MAXIMUS, RATIONALE)


@dataclass(frozen=True, slots=True)
class ItemText:
    """One item as printed; an absent part is None."""

    title: str
    decision: Decision
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Heading:
    """The lines of a title with its decision, `first` up to, without, `end`."""

    first: int
    end: int
    decision: Decision


def find_items(source: SourceText, first: int, is_title: bool) -> tuple[list[ItemText], int]:
    """Return the items that stand from line `first` on, and the line at which the first of them starts.

    `is_title` tells that line `first` is known to be a title's, so that nothing above the first decision is lost.
    """
    labels = [_Label(str(m.lastgroup), m.start(), m.end()) for m in LABEL.finditer(source.text)]
    headings = list(_headings(source, [label for label in labels if source.line_at(label.start) >= first], first))
    if headings and is_title and headings[0].end - first <= MOST_TITLE_LINES:
        headings[0] = replace(headings[0], first=first)
    ends = [heading.first for heading in headings[1:]] + [len(source.lines)]
    items = [_item(source, labels, heading, end) for heading, end in zip(headings, ends, strict=False)]
    return items, headings[0].first if headings else len(source.lines)


def _headings(source: SourceText, labels: list[_Label], first: int) -> Iterator[_Heading]:
    floor = first
    expected = 0
    for number, label in enumerate(labels):
        line = source.line_at(label.start)
        heading = _heading_above(source, line, floor)
        if heading is None and expected == 0 and _starts_block(labels[number : number + len(ORDER)]):
            heading = _undecided_heading(source, line, floor)
        if heading is not None:
            yield heading
            expected = 0
        if ORDER.index(label.name) >= expected:
            expected = (ORDER.index(label.name) + 1) % len(ORDER)
            floor = line + 1
    if heading := _cut_off_heading(source, floor):
        yield heading


def _heading_above(source: SourceText, line: int, floor: int) -> _Heading | None:
    decision = _decision_of(source.lines[line - 1].text) if line > floor else None
    if decision is None:
        return None
    stands_alone = not _without_decision(source.lines[line - 1].text)
    last = max(line - 2, floor) if stands_alone else line - 1
    return _Heading(title_start(source, last, floor), line, decision)


def _cut_off_heading(source: SourceText, floor: int) -> _Heading | None:
    # A letter cut off below a title; without a colon it may be a rationale that ends on "... is upheld".
    end = len(source.lines)
    if end > floor and re.search(r":[ ]*(?:Upheld|Overturned)$", source.lines[-1].text[-LONGEST_DECISION:]):
        return _heading_above(source, end, floor)
    return None


def _undecided_heading(source: SourceText, line: int, floor: int) -> _Heading | None:
    if line <= floor or source.lines[line - 1].text.endswith((".", "!", "?")):
        return None
    return _Heading(title_start(source, line - 1, floor), line, Decision.UNCLEAR)


def _starts_block(labels: list[_Label]) -> bool:
    return tuple(label.name for label in labels) == ORDER


def _decision_of(line: str) -> Decision | None:
    found = DECISION_END.search(line[-LONGEST_DECISION:])
    return Decision(found["decision"].capitalize()) if found else None


def _without_decision(text: str) -> str:
    head, tail = text[:-LONGEST_DECISION], text[-LONGEST_DECISION:]
    return (head + DECISION_END.sub("", tail)).strip(" :")


def _item(source: SourceText, labels: list[_Label], heading: _Heading, end: int) -> ItemText:
    words = fold(" ".join(line.text for line in source.lines[heading.first : heading.end]))
    title = words if heading.decision is Decision.UNCLEAR else _without_decision(words)
    start, stop = source.offset_of(heading.end), source.offset_of(end)
    inside = labels[bisect_left(labels, start, key=_start) : bisect_left(labels, stop, key=_start)]
    return ItemText(clean_title(title), heading.decision, _parts(source.text, inside, stop))


def _start(label: _Label) -> int:
    return label.start


def _parts(text: str, labels: list[_Label], stop: int) -> dict[str, str]:
    chosen = _in_order(labels)
    ends = [label.start for label in chosen[1:]] + [stop]
    parts = {label.name: fold(text[label.end : end]) for label, end in zip(chosen, ends, strict=False)}
    return {name: part for name, part in parts.items() if part}


def _in_order(labels: list[_Label]) -> list[_Label]:
    chosen: list[_Label] = []
    for label in labels:
        if not chosen or ORDER.index(label.name) > ORDER.index(chosen[-1].name):
            chosen.append(label)
    return chosen
