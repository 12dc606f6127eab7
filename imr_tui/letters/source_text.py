"""Extracted text -> cleaned text, and the lines of it that carry text.

*Cleaned text* is the letter as printed: one kind of line end, white space within a line folded to one space, letters
for ligatures. It keeps blank lines and page footers; every span of the parser is a pair of offsets into it. The parser
itself reads `flat`: the lines that carry text, without blank lines and footers.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from imr_tui.letters.footers import find_footers

PAGE_END_GAP = 4
"""Blank lines that a form feed stands for: more than any paragraph has."""
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
BLANKS = {"\t": " ", "\xa0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\u3000": " "}
HYPHENS = {"\u2010": "-", "\u2011": "-"}
NOTHING = dict.fromkeys("\ufeff\xad\u200b\u2060", "")
REPLACED = LIGATURES | BLANKS | HYPHENS | NOTHING
"""What fonts and extractors put in the place of letters and spaces, or between them."""
LONGEST_WRAPPED_LINE = 160
WRAPPED_SHARE = 0.8
"""A line that the next word would have filled to this share was wrapped; in proportional type full lines differ."""


class Piece(NamedTuple):
    """A stretch of `SourceText.flat`."""

    start: int
    end: int


@dataclass(frozen=True)
class SourceText:
    """One letter: its cleaned text, and its lines that carry text. The lists run side by side, a line each."""

    text: str
    """Cleaned text."""
    lines: list[str]
    offsets: list[int]
    """Where each line starts in `text`."""
    gaps: list[int]
    """Blank lines above each line."""
    footers: list[Piece]
    """Page footers, as offsets into `text`."""

    @cached_property
    def flat(self) -> str:
        """All lines, joined by newlines."""
        return "\n".join(self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts in `flat`, and where the line after the last would."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    @cached_property
    def line_gap(self) -> int:
        """Blank lines between two lines of one paragraph: 0, or 1 in double-spaced text."""
        below = self.gaps[1:]
        return 1 if below.count(1) > below.count(0) else 0

    @cached_property
    def width(self) -> int:
        """Characters of the longest wrapped line; 0 when paragraphs stand on a line each."""
        longest = max(map(len, self.lines), default=0)
        return longest if longest <= LONGEST_WRAPPED_LINE else 0

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds the character at `offset` of `flat`."""
        return bisect_right(self.starts, offset) - 1

    def break_above(self, number: int) -> bool:
        """Tell whether a paragraph or a page ends above this line."""
        return self.gaps[number] > self.line_gap

    def is_short(self, number: int) -> bool:
        """Tell whether the first word of the line below would have had room on this line: a paragraph ends with it."""
        above, below = self.lines[number], self.lines[number + 1]
        return len(above) + 1 + len(below.split(" ", 1)[0]) <= WRAPPED_SHARE * self.width

    def goes_on_below(self, number: int) -> bool:
        """Tell whether a list on this line was wrapped into the line below."""
        if self.lines[number].endswith((",", "&", " and")):
            return True
        return bool(self.width) and not self.break_above(number + 1) and not self.is_short(number)

    def words(self, piece: Piece) -> str:
        """Return the text of a piece on one line."""
        return self.flat[piece.start : piece.end].replace("\n", " ")

    def trimmed(self, start: int, end: int, edge: str = " \n") -> Piece:
        """Return the piece from `start` to `end` of `flat` without characters of `edge` at its ends."""
        text = self.flat[start:end]
        start += len(text) - len(text.lstrip(edge))
        return Piece(start, max(start, end - len(text) + len(text.rstrip(edge))))

    def in_text(self, piece: Piece) -> Iterator[Piece]:
        """Yield where a piece of `flat` stands in the cleaned text: several stretches if page footers cut it."""
        first, last = self.line_at(piece.start), self.line_at(max(piece.start, piece.end - 1))
        start = self.offsets[first] + piece.start - self.starts[first]
        end = self.offsets[last] + piece.end - self.starts[last]
        for footer in self.footers:
            if start < footer.start < end:
                yield Piece(start, footer.start)
                start = footer.end
        yield Piece(start, end)

    def part(self, first: int, end: int) -> "SourceText":
        """Return the letter that stands on lines `first` up to, without, `end`."""
        start = self.offsets[first] if first else 0
        stop = self.offsets[end] if end < len(self.lines) else len(self.text)
        return SourceText(
            self.text[start:stop],
            self.lines[first:end],
            [offset - start for offset in self.offsets[first:end]],
            self.gaps[first:end],
            [Piece(f.start - start, f.end - start) for f in self.footers if start <= f.start < stop],
        )


def read_lines(text: str) -> SourceText:
    """Clean `text` and find the lines that carry text."""
    printed = _plain(text).splitlines()
    carrying = [(number, line) for number, line in enumerate(printed) if line]
    numbers = [number for number, _ in carrying]
    gaps = [below - above - 1 for above, below in zip([*numbers[:1], *numbers], numbers, strict=False)]
    footers = find_footers([line for _, line in carrying], gaps)
    lines, offsets, kept_gaps, found = [], [], [], []
    offset = blank = 0
    at = -1
    for line in printed:
        if line:
            at += 1
            if at in footers:
                found.append(Piece(offset, offset + len(line)))
                blank += 1
            else:
                lines.append(line)
                offsets.append(offset)
                kept_gaps.append(blank)
                blank = 0
        else:
            blank += 1
        offset += len(line) + 1
    return SourceText("\n".join(printed), lines, offsets, kept_gaps, found)


def _plain(text: str) -> str:
    """Return `text` with one kind of line end, and single blanks within lines only."""
    for mark, meaning in REPLACED.items() if not text.isascii() else (("\t", " "),):
        if mark in text:
            text = text.replace(mark, meaning)
    if "\x0c" in text:
        text = text.replace("\x0c", "\n" * (PAGE_END_GAP + 1))
    text = "\n".join(text.splitlines())
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return `text` on one line, every run of white space one space."""
    return " ".join(text.split())
