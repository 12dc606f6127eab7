"""The disputed items of generations A and B: where each starts, and its parts.

An item of A is `TITLE: Upheld|Overturned`, one of B `1. TITLE is [not] medically necessary and appropriate.`; then come
three labels, for the claims administrator's guideline, the reviewer's guideline and the rationale. The words of labels
and decisions occur in running text as well, so a decision counts only where a label's line follows it, and labels count
only in their order.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imr_tui.letters.items.printed import CLAIMS, MAXIMUS, ORDER, RATIONALE, PrintedItem, label, without_label
from imr_tui.letters.items.titles import MOST_TITLE_LINES, NUMBERING, title_start
from imr_tui.letters.landmarks import Landmark
from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import Piece, SourceText
from imr_tui.letters.spans import Found

PARTS = {
    "claims_a": CLAIMS,
    "maximus_a": MAXIMUS,
    "rationale_a": RATIONALE,
    "claims_b": CLAIMS,
    "maximus_b": MAXIMUS,
    "rationale_b": RATIONALE,
}
DECISION_OF_A = re.compile(r"[\s:\u2013\u2014-]*\b(?P<decision>Upheld|Overturned)\s*\.?$", re.IGNORECASE)
DECISION_OF_B = re.compile(
    r"[\s,:]*\b(?:is|are|was|were)\s+(?P<not>not\s+)?medically\s+necessary(?:\s+(?:and|or|/)\s+appropriate)?\s*\.?$",
    re.IGNORECASE,
)
LAST_WORDS = ("upheld", "overturned", "necessary", "appropriate")
CUT_OFF = re.compile(r":\s*(?:Upheld|Overturned)$")
INLINE = {
    MAXIMUS: re.compile(r"(?<=[.:] )MAXIMUS guidelines?\s*:"),
    RATIONALE: re.compile(r"(?<=[.:] )Decision rationale\s*:"),
}
LONGEST_DECISION = 80
EDGE = " \n:"


@dataclass(frozen=True, slots=True)
class _Label:
    part: str
    is_of_b: bool
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class _Heading:
    """A title with its decision: it starts on line `first`, its label stands on line `end`."""

    first: int
    end: int
    decision: Decision
    words: Piece
    """The words of the decision."""


def read_items(source: SourceText, marks: Sequence[Landmark], region: Piece, is_title: bool) -> list[PrintedItem]:
    """Return the items of `region`.

    `is_title` tells that its first line is known to be a title's, so that nothing above the first decision is lost.
    """
    labels = [
        _Label(PARTS[m.name], m.name.endswith("_b"), m.start, m.end, m.line)
        for m in marks
        if m.name in PARTS and region.start <= m.start < region.end
    ]
    first = source.line_at(region.start)
    end = source.line_at(region.end - 1) + 1 if region.end > region.start else first
    headings = list(_headings(source, labels, first, end))
    if headings and is_title and headings[0].end - first <= MOST_TITLE_LINES:
        top = headings[0]
        headings[0] = _Heading(first, top.end, top.decision, top.words)
    stops = [source.starts[heading.first] for heading in headings[1:]] + [region.end]
    return [
        _item(source, number, labels, heading, stop)
        for number, (heading, stop) in enumerate(zip(headings, stops, strict=False), 1)
    ]


def _headings(source: SourceText, labels: list[_Label], first: int, end: int) -> Iterator[_Heading]:
    floor = first
    expected = count = 0
    for at, mark in enumerate(labels):
        heading = _heading_above(source, mark.line, floor, mark.is_of_b, count + 1)
        if heading is None and expected == 0 and tuple(m.part for m in labels[at : at + len(ORDER)]) == ORDER:
            heading = _undecided_heading(source, mark.line, floor, count + 1)
        if heading is not None:
            yield heading
            expected = 0
            count += 1
        if ORDER.index(mark.part) >= expected:
            expected = (ORDER.index(mark.part) + 1) % len(ORDER)
            floor = mark.line + 1
    # A letter cut off below a title; without a colon it may be a rationale that ends on "... is upheld".
    if (
        end > floor
        and CUT_OFF.search(source.lines[end - 1])
        and (last := _heading_above(source, end, floor, False, count + 1))
    ):
        yield last


def _heading_above(source: SourceText, line: int, floor: int, is_of_b: bool, number: int) -> _Heading | None:
    """Return the title that ends above `line`; None where no decision stands there."""
    stop = source.starts[line] - 1
    start = max(source.starts[floor], stop - LONGEST_DECISION)
    if start >= stop:
        return None
    tail = source.flat[start:stop]
    if not tail.rstrip(" .\n").lower().endswith(LAST_WORDS):
        return None
    found = (DECISION_OF_B if is_of_b else DECISION_OF_A).search(tail)
    if found is None:
        return None
    words = Piece(start + found.start(), stop)
    last = max(source.line_at(max(words.start - 1, source.starts[floor])), floor)
    if is_of_b:
        decision = Decision.UPHELD if found["not"] else Decision.OVERTURNED
    else:
        decision = Decision(found["decision"].capitalize())
    return _Heading(title_start(source, last, floor, number), line, decision, words)


def _undecided_heading(source: SourceText, line: int, floor: int, number: int) -> _Heading | None:
    if line <= floor or source.lines[line - 1].endswith((".", "!", "?")):
        return None
    stop = source.starts[line] - 1
    return _Heading(title_start(source, line - 1, floor, number), line, Decision.UNCLEAR, Piece(stop, stop))


def _item(source: SourceText, number: int, labels: list[_Label], heading: _Heading, stop: int) -> PrintedItem:
    start = source.starts[heading.first]
    numbering = NUMBERING.match(source.flat, start)
    printed = source.trimmed(numbering.end() if numbering else start, heading.words.start, EDGE)
    title = without_label(source, printed)
    item = PrintedItem(number, title, heading.decision)
    item.found += [label(start, title.start), label(title.end, heading.words.start)]
    item.found.append(Found(heading.words, "decision", number))
    first = bisect_left(labels, heading.end, key=lambda mark: mark.line)
    inside = labels[first : bisect_left(labels, stop, key=lambda mark: mark.start)]
    chosen = _with_inline(source, _in_order(inside), stop)
    ends = [mark.start for mark in chosen[1:]] + [stop]
    for mark, end in zip(chosen, ends, strict=False):
        item.found.append(label(mark.start, mark.end))
        piece = source.trimmed(mark.end, end)
        if piece.start < piece.end:
            item.parts[mark.part] = piece
    return item


def _in_order(labels: list[_Label]) -> list[_Label]:
    chosen: list[_Label] = []
    for mark in labels:
        if not chosen or ORDER.index(mark.part) > ORDER.index(chosen[-1].part):
            chosen.append(mark)
    return chosen


def _with_inline(source: SourceText, chosen: list[_Label], stop: int) -> list[_Label]:
    """Add labels that stand within a line, where an item lacks them at the start of one."""
    present = {mark.part for mark in chosen}
    for part, pattern in INLINE.items():
        if chosen and part not in present:
            after = max((mark.end for mark in chosen if ORDER.index(mark.part) < ORDER.index(part)), default=stop)
            before = min((mark.start for mark in chosen if ORDER.index(mark.part) > ORDER.index(part)), default=stop)
            if found := pattern.search(source.flat, after, before):
                line = source.line_at(found.start())
                chosen = sorted([*chosen, _Label(part, False, *found.span(), line)], key=lambda mark: mark.start)
    return chosen
