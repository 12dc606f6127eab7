"""Extracted text -> lines that carry text, with what the blank lines between them told."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
PAGE_END_GAP = 4
"""Blank lines that a form feed stands for: more than any paragraph has."""
FOOTER = re.compile(
    r"(?:IMR\s+)?Final Determination Letter for IMR Case Number\s*:?\s*(?P<case>CM\d\d-\d{7})(?:\s+(?:Page\s+)?\d+)?"
    r"|Page\s+\d+(?:\s+of\s+\d+)?",
    re.IGNORECASE,
)
LIGATURES_AND_SPACES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\xa0": " ",
        "\t": " ",
        "\ufeff": "",
    }
)
"""What fonts and extractors put in the place of letters and spaces."""
BARE_NUMBER = re.compile(r"\d{1,3}")
LONGEST_WRAPPED_LINE = 160


@dataclass(frozen=True, slots=True)
class Line:
    """A line that carries text."""

    start: int
    """Where it starts in `SourceText.text`."""
    text: str
    gap: int
    """Blank lines above it."""


@dataclass(frozen=True)
class SourceText:
    """A letter without blank lines, page footers and outer spaces: what the parser reads."""

    lines: tuple[Line, ...]
    footers: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """All lines, joined by newlines."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def line_gap(self) -> int:
        """Blank lines between two lines of one paragraph: 0, or 1 in double-spaced text."""
        return _usual_gap(line.gap for line in self.lines[1:])

    @cached_property
    def width(self) -> int:
        """Characters of the longest wrapped line; 0 when paragraphs stand on a line each."""
        longest = max((len(line.text) for line in self.lines), default=0)
        return longest if longest <= LONGEST_WRAPPED_LINE else 0

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds the character at `offset`."""
        return bisect_right(self.lines, offset, key=lambda line: line.start) - 1

    def offset_of(self, number: int) -> int:
        """Return where line `number` starts in `text`; the text's end for the number after the last."""
        return self.lines[number].start if number < len(self.lines) else len(self.text)

    def break_above(self, number: int) -> bool:
        """Tell whether a paragraph or a page ends above this line."""
        return self.lines[number].gap > self.line_gap


def read_lines(text: str) -> SourceText:
    """Split `text` at any kind of line end, drop blank lines and page footers."""
    printed = _printed_lines(text)
    page_numbers = _page_numbers(printed)
    lines: list[Line] = []
    footers: list[str] = []
    start = dropped = 0
    for number, (line, gap) in enumerate(printed):
        if number in page_numbers or FOOTER.fullmatch(line):
            footers.append(line)
            dropped += gap + 1
        else:
            lines.append(Line(start, line, gap + dropped))
            start += len(line) + 1
            dropped = 0
    return SourceText(tuple(lines), tuple(footers))


def _printed_lines(text: str) -> list[tuple[str, int]]:
    """Return the lines that carry text, each with the number of blank lines above it."""
    body = LINE_ENDS.sub(lambda end: "\n" * (PAGE_END_GAP + 1) if end[0] == "\x0c" else "\n", text)
    printed: list[tuple[str, int]] = []
    gap = 0
    for raw in unicodedata.normalize("NFC", body.translate(LIGATURES_AND_SPACES)).split("\n"):
        if line := raw.strip():
            printed.append((line, gap))
            gap = 0
        else:
            gap += 1
    return printed


def _page_numbers(printed: list[tuple[str, int]]) -> set[int]:
    """Return which lines are page numbers: bare numbers that stand apart, or that count up from one to the next.

    A bare number within running text is a wrapped word: "a total of / 12".
    """
    bare = [number for number, (line, _) in enumerate(printed) if BARE_NUMBER.fullmatch(line)]
    values = [int(printed[number][0]) for number in bare]
    line_gap = _usual_gap(gap for _, gap in printed[1:])
    found = {number for number in bare if _stands_apart(printed, number, line_gap)}
    for before, after, value, next_value in zip(bare, bare[1:], values, values[1:], strict=False):
        if next_value == value + 1:
            found |= {before, after}
    return found


def _stands_apart(printed: list[tuple[str, int]], number: int, line_gap: int) -> bool:
    above = printed[number][1]
    below = printed[number + 1][1] if number + 1 < len(printed) else PAGE_END_GAP
    return below >= PAGE_END_GAP or (above > line_gap and below > line_gap)


def _usual_gap(gaps: Iterable[int]) -> int:
    """Return the blank lines between two lines of one paragraph: 0, or 1 in double-spaced text."""
    counted = Counter(min(gap, 2) for gap in gaps)
    return 1 if counted[1] > counted[0] else 0


def fold(text: str) -> str:
    """Return `text` on one line, every run of white space one space."""
    return " ".join(text.split())
