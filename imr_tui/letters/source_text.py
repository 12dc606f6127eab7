"""Extracted text -> lines that carry text, with what the blank lines between them told."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
FORM_FEED_GAP = "\n\n\n\n"
FOOTER = re.compile(
    r"(?:IMR\s+)?Final Determination Letter for IMR Case Number\s*:?\s*(?P<case>CM\d\d-\d{7})(?:\s+(?:Page\s+)?\d+)?"
    r"|Page\s+\d+(?:\s+of\s+\d+)?",
    re.IGNORECASE,
)
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
        gaps = Counter(min(line.gap, 2) for line in self.lines[1:])
        return 1 if gaps[1] > gaps[0] else 0

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
    body = LINE_ENDS.sub(lambda end: FORM_FEED_GAP if end[0] == "\x0c" else "\n", text)
    lines: list[Line] = []
    footers: list[str] = []
    start = gap = page = 0
    for raw in body.replace("\ufeff", "").replace("\xa0", " ").split("\n"):
        line = raw.strip()
        if not line:
            gap += 1
        elif _is_footer(line, page):
            footers.append(line)
            page += 1
            gap += 1
        else:
            lines.append(Line(start, line, gap))
            start += len(line) + 1
            gap = 0
    return SourceText(tuple(lines), tuple(footers))


def _is_footer(line: str, pages_seen: int) -> bool:
    # A bare number is a page number only in its turn: "12" may as well end a wrapped sentence.
    if BARE_NUMBER.fullmatch(line):
        return int(line) in (pages_seen + 1, pages_seen + 2)
    return bool(FOOTER.fullmatch(line))


def fold(text: str) -> str:
    """Return `text` on one line, every run of white space one space."""
    return " ".join(text.split())
