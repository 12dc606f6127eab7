"""The disputed items of generation D: issues, each with guidelines and a rationale whose heading is the decision.

`RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS NOT MEDICALLY NECESSARY:` is Upheld, the same without "NOT"
Overturned. Several issues stand in a numbered list, or under a heading each, with a guideline and a rationale each in
the same order; a single rationale decides them all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from imr_tui.letters.items.printed import MAXIMUS, RATIONALE, Named, PrintedItem, label, without_label
from imr_tui.letters.items.titles import NUMBERING
from imr_tui.letters.landmarks import Landmark
from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import Piece, SourceText

MARKS = ("issue_d", "guidelines", "rationale_d")
NOT = re.compile(r"\bNOT\s+MEDICALLY", re.IGNORECASE)
BOTH = re.compile(r"\b(is|are|was|were)\s*/\s*\1\s+not\b", re.IGNORECASE)
"""Of a heading of the form in which nobody chose: "IS/IS NOT"."""


@dataclass
class _Block:
    """A guideline section and the rationale below it."""

    parts: dict[str, Piece] = field(default_factory=dict)
    decision: Decision = Decision.UNCLEAR
    found: list[Named] = field(default_factory=list)


def read_items(source: SourceText, marks: Sequence[Landmark], region: Piece) -> list[PrintedItem]:
    """Return the items: the issues, listed or under a heading each, with the blocks of `region`."""
    ends = [*(mark.start for mark in marks[1:]), len(source.flat)]
    issues = [source.trimmed(m.end, end) for m, end in zip(marks, ends, strict=False) if m.name == "issue_d"]
    listed = [entry for issue in issues if issue.start < issue.end for entry in _entries(source, issue)]
    blocks = _blocks(source, marks, region)
    if len(blocks) == 1:
        blocks *= max(1, len(listed))
    listed += [(Piece(region.end, region.end), [])] * (len(blocks) - len(listed))
    items = []
    for number, (title, found) in enumerate(listed, 1):
        block = blocks[number - 1] if number <= len(blocks) else _Block()
        items.append(PrintedItem(number, title, block.decision, dict(block.parts), [*found, *block.found]))
    return items


def _entries(source: SourceText, issue: Piece) -> Iterator[tuple[Piece, list[Named]]]:
    """Yield each issue of a section: those that are numbered one after the other, else the whole section."""
    starts: list[tuple[int, int]] = []
    first, last = source.line_at(issue.start), source.line_at(max(issue.start, issue.end - 1))
    for line in range(first, last + 1):
        start = max(issue.start, source.starts[line])
        match = NUMBERING.match(source.flat, start, issue.end)
        if match and int(match["number"]) == len(starts) + 1:
            starts.append((start, match.end()))
    stops = [start for start, _ in starts[1:]] + [issue.end]
    for (start, after), stop in zip(starts or [(issue.start, issue.start)], stops, strict=True):
        title = without_label(source, source.trimmed(after, stop, " \n;"))
        yield title, [label(start, title.start)]


def _blocks(source: SourceText, marks: Sequence[Landmark], region: Piece) -> list[_Block]:
    """Return the blocks in order; the first rationale below a guideline section closes its block."""
    sections = [mark for mark in marks if mark.name in MARKS and region.start <= mark.start < region.end]
    blocks: list[_Block] = []
    for at, mark in enumerate(sections):
        stop = sections[at + 1].start if at + 1 < len(sections) else region.end
        if mark.name not in ("guidelines", "rationale_d"):
            continue
        part = MAXIMUS if mark.name == "guidelines" else RATIONALE
        if not blocks or part in blocks[-1].parts or RATIONALE in blocks[-1].parts:
            blocks.append(_Block())
        block = blocks[-1]
        block.parts[part] = source.trimmed(mark.end, stop)
        if part == RATIONALE:
            block.decision = _decision(source.flat[mark.start : mark.end])
            block.found.append((mark.start, mark.end, "decision"))
        else:
            block.found.append(label(mark.start, mark.end))
    return blocks


def _decision(heading: str) -> Decision:
    if BOTH.search(heading):
        return Decision.UNCLEAR
    return Decision.UPHELD if NOT.search(heading) else Decision.OVERTURNED
