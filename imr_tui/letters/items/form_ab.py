"""The disputed items of generations A and B: where each starts, and its parts.

An item of A is `TITLE: Upheld|Overturned`, one of B `1. TITLE is [not] medically necessary and appropriate.`; then come
three labels, for the claims administrator's guideline, the reviewer's guideline and the rationale. The words of labels
and decisions occur in running text as well, so a decision counts only where a label's line follows it, and labels count
only in their order.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from imr_tui.letters.items.printed import CLAIMS, MAXIMUS, ORDER, RATIONALE, PrintedItem, label, without_label
from imr_tui.letters.items.titles import MOST_TITLE_LINES, NUMBERING, SENTENCE_END, title_start
from imr_tui.letters.items.verdicts import CONCLUSION, LINE_OF_A, Verdict, verdict_above
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
INLINE = {
    MAXIMUS: re.compile(r"(?<=[.:] )MAXIMUS guidelines?\s*:"),
    RATIONALE: re.compile(r"(?<=[.:] )Decision rationale\s*:"),
}
NUMBERED_VERDICT = re.compile(r"^\d{1,2}[.)]\s[^\n]*\bmedically\s+(?:necessary|appropriate)\b", re.MULTILINE)
LINES_BETWEEN = 3
"""Stray lines that may stand between a decision and its first label."""
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
    """A title with its decision: it starts on line `first`, its first label stands on line `end`."""

    first: int
    end: int
    verdict: Verdict


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
        headings[0] = replace(headings[0], first=_first_line_of_title(source, first, headings[0]))
    stops = [source.starts[heading.first] for heading in headings[1:]] + [region.end]
    return [
        _item(source, number, labels, heading, stop)
        for number, (heading, stop) in enumerate(zip(headings, stops, strict=False), 1)
    ]


def _first_line_of_title(source: SourceText, first: int, heading: _Heading) -> int:
    """Return the line below the last one that is no part of the first title: a paragraph, another item's decision."""
    for line in range(source.line_at(max(heading.verdict.words.start - 1, source.starts[first])), first, -1):
        above = source.lines[line - 1]
        if LINE_OF_A.search(above) or (source.is_parted(line) and SENTENCE_END.search(above)):
            return line
    return first


def _headings(source: SourceText, labels: list[_Label], first: int, end: int) -> Iterator[_Heading]:
    floor = first
    expected = count = 0
    numbered = False
    for at, mark in enumerate(labels):
        is_block = tuple(m.part for m in labels[at : at + len(ORDER)]) == ORDER
        heading = _heading_above(source, mark.line, floor, mark.is_of_b, count + 1)
        if heading and mark.is_of_b and not _may_be_title(source, heading, numbered):
            heading = None
        if heading is None and (is_block or (mark.is_of_b and expected == 0)):
            heading = _numbered_heading(source, mark.line, floor, count + 1)
        if heading is None and is_block:
            heading = _undecided_heading(source, mark.line, floor, count + 1)
        if heading is not None:
            yield heading
            numbered |= bool(NUMBERING.match(source.lines[min(heading.first, len(source.lines) - 1)]))
            expected = 0
            count += 1
        if ORDER.index(mark.part) >= expected:
            expected = (ORDER.index(mark.part) + 1) % len(ORDER)
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


def _item(source: SourceText, number: int, labels: list[_Label], heading: _Heading, stop: int) -> PrintedItem:
    start = source.starts[heading.first]
    verdict = heading.verdict
    numbering = NUMBERING.match(source.flat, start) if start < verdict.words.start else None
    printed = source.trimmed(numbering.end() if numbering else start, max(start, verdict.words.start), EDGE)
    title = without_label(source, printed)
    item = PrintedItem(number, title, verdict.decision)
    item.found += [label(start, title.start), label(title.end, verdict.words.start)]
    item.found.append(Found(verdict.words, "decision"))
    first = bisect_left(labels, heading.end, key=lambda mark: mark.line)
    inside = labels[first : bisect_left(labels, stop, key=lambda mark: mark.start)]
    chosen = _with_inline(source, _in_order(inside), stop)
    for mark, end in zip(chosen, [*(mark.start for mark in chosen[1:]), stop], strict=False):
        item.found.append(label(mark.start, mark.end))
        piece = source.trimmed(mark.end, end)
        if piece.start < piece.end:
            item.parts[mark.part] = piece
    item.problems += _doubts(source, item, verdict, int(numbering["number"]) if numbering else number)
    return item


def _doubts(source: SourceText, item: PrintedItem, verdict: Verdict, printed_number: int) -> Iterator[str]:
    """Yield what makes it doubtful that all of the item, and nothing else, was read as it."""
    if verdict.problem:
        yield verdict.problem
    if printed_number != item.number:
        yield f"its number in the letter is {printed_number}"
    if _holds_decision(source, item.title):
        item.decision = Decision.UNCLEAR
        yield "its title holds another decision"
    for part, piece in item.parts.items():
        if _holds_decision(source, piece):
            yield f"its {part.replace('_', ' ')} holds a line that decides an item"


def _holds_decision(source: SourceText, piece: Piece) -> bool:
    text = source.flat[piece.start : piece.end]
    if "Upheld" in text or "Overturned" in text:
        return any(LINE_OF_A.search(line) for line in text.split("\n"))
    return "edically" in text and bool(NUMBERED_VERDICT.search(text))


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
