"""The disputed items of generations A and B: where each starts, and its parts.

An item of A is `TITLE: Upheld|Overturned`, one of B `1. TITLE is [not] medically necessary and appropriate.`; then come
three labels, for the claims administrator's guideline, the reviewer's guideline and the rationale. The words of labels
and decisions occur in running text as well, so a decision counts only where a label's line follows it, and labels count
only in their order.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imr_tui.letters.items.printed import ORDER, PrintedItem, label, without_label
from imr_tui.letters.items.titles import MOST_TITLE_LINES, NUMBERING, ends_sentence, title_start
from imr_tui.letters.items.verdicts import (
    ANOTHER_DECISION,
    CONCLUSION,
    LINE_OF_A,
    Verdict,
    runs_together,
    verdict_above,
)
from imr_tui.letters.landmarks import Landmark
from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import Piece, SourceText

PLACES = {"claims_a": 0, "maximus_a": 1, "rationale_a": 2, "claims_b": 0, "maximus_b": 1, "rationale_b": 2}
"""Place in `ORDER` of the part that each label stands above."""
LABELS_OF_B = ("claims_b", "maximus_b", "rationale_b")
INLINE = {
    "maximus_a": re.compile(r"(?<=[.:] )MAXIMUS guidelines?\s*:"),
    "rationale_a": re.compile(r"(?<=[.:] )Decision rationale\s*:"),
}
NUMBERED_VERDICT = re.compile(r"\n\d{1,2}[.)]\s[^\n]*\bmedically\s+(?:necessary|appropriate)\b")
"""A line that decides an item of B, below a line end."""
LINES_BETWEEN = 3
"""Stray lines that may stand between a decision and its first label."""
EDGE = " \n:"


class _Heading(NamedTuple):
    """A title with its decision: it starts on line `first`, its first label stands on line `end`."""

    first: int
    end: int
    verdict: Verdict


def read_items(source: SourceText, marks: Sequence[Landmark], region: Piece, is_title: bool) -> list[PrintedItem]:
    """Return the items of `region`.

    `is_title` tells that its first line is known to be a title's, so that nothing above the first decision is lost.
    """
    start, stop = region
    labels = [mark for mark in marks if mark.name in PLACES and start <= mark.start < stop]
    first = source.line_at(start)
    end = source.line_at(stop - 1) + 1 if stop > start else first
    headings = list(_headings(source, labels, first, end))
    if headings and is_title and headings[0].end - first <= MOST_TITLE_LINES:
        headings[0] = headings[0]._replace(first=_first_line_of_title(source, first, headings[0]))
    lines, offsets = [mark.line for mark in labels], [mark.start for mark in labels]
    stops = [source.starts[heading.first] for heading in headings[1:]] + [stop]
    items = []
    for number, (heading, stop) in enumerate(zip(headings, stops, strict=False), 1):
        inside = labels[bisect_left(lines, heading.end) : bisect_left(offsets, stop)]
        items.append(_item(source, number, inside, heading, stop))
    return items


def _first_line_of_title(source: SourceText, first: int, heading: _Heading) -> int:
    """Return the line below the last one that is no part of the first title: a paragraph, another item's decision."""
    for line in range(source.line_at(max(heading.verdict.words.start - 1, source.starts[first])), first, -1):
        above = source.lines[line - 1]
        if LINE_OF_A.search(above) or (source.is_parted(line) and ends_sentence(above)):
            return line
    return first


def _headings(source: SourceText, labels: list[Landmark], first: int, end: int) -> Iterator[_Heading]:
    floor = first
    expected = count = 0
    numbered = False
    places = [PLACES[mark.name] for mark in labels]
    for at, mark in enumerate(labels):
        is_block = places[at : at + len(ORDER)] == [0, 1, 2]
        is_of_b = mark.name in LABELS_OF_B
        heading = _heading_above(source, mark.line, floor, is_of_b, count + 1)
        if heading and is_of_b and not _may_be_title(source, heading, numbered):
            heading = None
        if heading is None and (is_block or (is_of_b and expected == 0)):
            heading = _numbered_heading(source, mark.line, floor, count + 1)
        if heading is None and is_block:
            heading = _undecided_heading(source, mark.line, floor, count + 1)
        if heading is not None:
            yield heading
            numbered |= bool(NUMBERING.match(source.lines[min(heading.first, len(source.lines) - 1)]))
            expected = 0
            count += 1
        if places[at] >= expected:
            expected = (places[at] + 1) % len(ORDER)
            floor = mark.line + 1
    # A letter cut off below a title; without a colon it may be a rationale that ends on "... is upheld".
    if end > floor and LINE_OF_A.search(source.lines[end - 1]):
        last = _heading_above(source, end, floor, False, count + 1)
        yield from [last] if last else []


def _heading_above(source: SourceText, line: int, floor: int, is_of_b: bool, number: int) -> _Heading | None:
    """Return the title that ends above `line`; None where no decision stands there."""
    verdict = verdict_above(source, line, floor, is_of_b)
    if verdict is None:
        return None
    last = max(source.line_at(max(verdict.words.start - 1, source.starts[floor])), floor)
    return _Heading(title_start(source, last, floor, number), line, verdict)


def _may_be_title(source: SourceText, heading: _Heading, numbered: bool) -> bool:
    """Tell titles of B from the conclusion of a rationale, which has the same words."""
    line = source.lines[heading.first]
    return bool(NUMBERING.match(line)) if numbered else not CONCLUSION.match(line)


def _numbered_heading(source: SourceText, line: int, floor: int, number: int) -> _Heading | None:
    """Return the title above `line` that has its number in the list, whatever its decision is worded like."""
    for first in range(line - 1, max(floor, line - MOST_TITLE_LINES) - 1, -1):
        numbering = NUMBERING.match(source.lines[first])
        if numbering and int(numbering["number"]) == number:
            decided = _stray_verdict(source, first, line)
            stop = source.starts[line] - 1
            return _Heading(first, line, decided or Verdict(Decision.UNCLEAR, Piece(stop, stop)))
    return None


def _undecided_heading(source: SourceText, line: int, floor: int, number: int) -> _Heading:
    """Return the title above the three labels of an item that has no decision there; an empty one if there is none."""
    if stray := _stray_verdict(source, max(floor, line - 1 - LINES_BETWEEN), line):
        last = source.line_at(max(stray.words.start - 1, source.starts[floor]))
        return _Heading(title_start(source, last, floor, number), line, stray)
    stop = max(source.starts[line] - 1, 0)
    nothing = Verdict(Decision.UNCLEAR, Piece(stop, stop))
    if line <= floor or source.lines[line - 1].endswith((".", "!", "?")):
        return _Heading(line, line, nothing)
    return _Heading(title_start(source, line - 1, floor, number), line, nothing)


def _stray_verdict(source: SourceText, first: int, end: int) -> Verdict | None:
    """Return the decision of the last of these lines that ends in one."""
    for line in range(end - 1, first - 1, -1):
        if LINE_OF_A.search(source.lines[line]):
            return verdict_above(source, line + 1, line, False)
    return None


def _item(source: SourceText, number: int, labels: list[Landmark], heading: _Heading, stop: int) -> PrintedItem:
    start = source.starts[heading.first]
    verdict = heading.verdict
    title_end = verdict.words.start
    numbering = NUMBERING.match(source.flat, start) if start < title_end else None
    printed = source.trimmed(numbering.end() if numbering else start, max(start, title_end), EDGE)
    title = without_label(source, printed)
    item = PrintedItem(number, title, verdict.decision)
    item.found = [label(start, title.start), label(title.end, title_end), (*verdict.words, "decision")]
    chosen = _with_inline(source, _in_order(labels), stop)
    for mark, end in zip(chosen, [*[mark.start for mark in chosen[1:]], stop], strict=False):
        item.found.append(label(mark.start, mark.end))
        piece = source.trimmed(mark.end, end)
        if piece.start < piece.end:
            item.parts[ORDER[PLACES[mark.name]]] = piece
    item.problems += _doubts(source, item, verdict, int(numbering["number"]) if numbering else number)
    return item


def _doubts(source: SourceText, item: PrintedItem, verdict: Verdict, printed_number: int) -> Iterator[str]:
    """Yield what makes it doubtful that all of the item, and nothing else, was read as it."""
    if verdict.problem:
        yield verdict.problem
    if printed_number != item.number:
        yield f"its number in the letter is {printed_number}"
    words = source.words(verdict.words).rstrip(" .")
    if _holds_decision(source, item.title) or (words and runs_together(source.words(item.title), words)):
        item.decision = Decision.UNCLEAR
        yield ANOTHER_DECISION
    for part, piece in item.parts.items():
        if _holds_decision(source, piece):
            yield f"its {part.replace('_', ' ')} holds a line that decides an item"


def _holds_decision(source: SourceText, piece: Piece) -> bool:
    text = source.flat[piece.start : piece.end]
    if "Upheld" in text or "Overturned" in text:
        return any(LINE_OF_A.search(line) for line in text.split("\n"))
    return "edically" in text and bool(NUMBERED_VERDICT.search(f"\n{text}"))


def _in_order(labels: list[Landmark]) -> list[Landmark]:
    chosen: list[Landmark] = []
    expected = 0
    for mark in labels:
        if PLACES[mark.name] >= expected:
            chosen.append(mark)
            expected = PLACES[mark.name] + 1
    return chosen


def _with_inline(source: SourceText, chosen: list[Landmark], stop: int) -> list[Landmark]:
    """Add labels that stand within a line, where an item lacks them at the start of one."""
    if not chosen or len(chosen) == len(ORDER):
        return chosen
    present = [PLACES[mark.name] for mark in chosen]
    for name, pattern in INLINE.items():
        place = PLACES[name]
        if place not in present:
            after = max((mark.end for mark in chosen if PLACES[mark.name] < place), default=stop)
            before = min((mark.start for mark in chosen if PLACES[mark.name] > place), default=stop)
            if found := pattern.search(source.flat, after, before):
                inline = Landmark(name, *found.span(), source.line_at(found.start()), None)
                chosen = sorted([*chosen, inline], key=lambda mark: mark.start)
    return chosen
