"""Extracted text -> cleaned text, and the lines of it that carry text.

*Cleaned text* is the letter as printed: one kind of line end, white space within a line folded to one space, letters
for ligatures. It keeps blank lines and page footers; every span of the parser is a pair of offsets into it. The parser
itself reads `flat`: the lines that carry text, without blank lines and footers.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, compress, count
from typing import NamedTuple

from imr_tui.letters.footers import find_footers, gaps_above, usual_gap

PAGE_END_GAP = 4
"""Blank lines that a form feed stands for: more than any paragraph has."""
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
HYPHENS = {"\u2010": "-", "\u2011": "-"}
NOTHING = dict.fromkeys("\ufeff\xad\u200b\u2060\u200e\u200f\u061c", "")
NOTHING |= dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "")
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
CONTROLS = [chr(code) for code in (*range(0x20), 0x7F)]
WHITE = [char for char in map(chr, range(0x3001)) if char.isspace()]
BLANKS = {char: " " for char in (*CONTROLS, *WHITE) if char not in LINE_ENDS}
REPLACED = LIGATURES | HYPHENS | NOTHING | BLANKS | {"\x0c": "\n" * (PAGE_END_GAP + 1)}
"""What fonts and extractors put in the place of letters and blanks, or between them."""
PLAIN = bytes([*range(0x20, 0x7F), 0x0A])
"""Printable ASCII and line feeds: nearly all of a letter."""
NEVER_COMPOSED = re.compile(r"[\0-\u02ff\u2002-\u206f\ue000-\uf8ff]*")
"""Characters that Unicode's normal form leaves alone."""
LONGEST_WRAPPED_LINE = 160
WRAPPED_SHARE = 0.8
"""A line that the next word would have filled to this share was wrapped; in proportional type full lines differ."""


class Piece(NamedTuple):
    """A stretch of `SourceText.flat`."""

    start: int
    end: int


@dataclass
class SourceText:
    """One letter: its lines as printed, and those of them that carry text."""

    printed: list[str]
    """All lines, each with its white space folded; blank ones are empty."""
    numbers: list[int]
    """Which of them carry text."""
    lines: list[str]
    """These lines."""
    gaps: list[int]
    """Blank lines above each of these."""
    footers: frozenset[int]
    """Which printed lines are page footers."""
    flat: str = field(init=False)
    """All lines that carry text, joined by newlines."""
    starts: list[int] = field(init=False)
    """Where each line starts in `flat`, and where the line after the last would."""
    line_gap: int = field(init=False)
    """Blank lines between two lines of one paragraph: 0, or 1 in double-spaced text."""
    width: int = field(init=False)
    """Characters of the longest wrapped line; 0 when paragraphs stand on a line each."""

    def __post_init__(self) -> None:
        # Every letter needs these many times: plain attributes are read faster than cached properties.
        self.flat = "\n".join(self.lines)
        self.starts = _starts(self.lines)
        self.line_gap = usual_gap(self.gaps)
        longest = max(map(len, self.lines), default=0)
        self.width = longest if longest <= LONGEST_WRAPPED_LINE else 0

    @cached_property
    def text(self) -> str:
        """The cleaned text."""
        return "\n".join(self.printed)

    @cached_property
    def offsets(self) -> list[int]:
        """Where each printed line starts in `text`."""
        return _starts(self.printed)

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds the character at `offset` of `flat`."""
        return bisect_right(self.starts, offset) - 1

    def break_above(self, number: int) -> bool:
        """Tell whether a paragraph or a page ends above this line."""
        return self.gaps[number] > self.line_gap

    def is_parted(self, number: int) -> bool:
        """Tell whether blank lines part this line from a paragraph above, be the text double-spaced or not."""
        return self.break_above(number) or (self.gaps[number] > 0 and self.is_short(number - 1))

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
        flat = self.flat
        while start < end and flat[start] in edge:
            start += 1
        while end > start and flat[end - 1] in edge:
            end -= 1
        return Piece(start, end)

    def in_text(self, start: int, end: int) -> list[Piece]:
        """Return where a stretch of `flat` stands in the cleaned text: several pieces if page footers cut it."""
        first, last = self.line_at(start), self.line_at(end - 1)
        start += self.offsets[self.numbers[first]] - self.starts[first]
        end += self.offsets[self.numbers[last]] - self.starts[last]
        pieces = []
        for footer in self.footers_in_text:
            if start < footer.start < end:
                pieces.append(Piece(start, footer.start))
                start = footer.end
        return [*pieces, Piece(start, end)]

    @cached_property
    def footers_in_text(self) -> list[Piece]:
        """Where the page footers stand in the cleaned text."""
        starts = ((number, self.offsets[number]) for number in sorted(self.footers))
        return [Piece(start, start + len(self.printed[number])) for number, start in starts]

    def part(self, first: int, end: int) -> "SourceText":
        """Return the letter that stands on lines `first` up to, without, `end`."""
        top = self.numbers[first] if first else 0
        bottom = self.numbers[end] if end < len(self.lines) else len(self.printed)
        return SourceText(
            self.printed[top:bottom],
            [number - top for number in self.numbers[first:end]],
            self.lines[first:end],
            self.gaps[first:end],
            frozenset(number - top for number in self.footers if top <= number < bottom),
        )


def read_lines(text: str) -> SourceText:
    """Clean `text` and find the lines that carry text."""
    printed = _cleaned_lines(text)
    numbers = list(compress(count(), printed))
    lines = list(filter(None, printed))
    footers = frozenset([numbers[at] for at in find_footers(lines, numbers)])
    if footers:
        numbers = [number for number in numbers if number not in footers]
        lines = [printed[number] for number in numbers]
    return SourceText(printed, numbers, lines, gaps_above(numbers), footers)


def _cleaned_lines(text: str) -> list[str]:
    # As much as can be is done to the text as a whole: a loop over lines or characters is slow.
    odd = set(text.encode("utf-8", "surrogatepass").translate(None, PLAIN).decode("utf-8", "surrogatepass"))
    for mark in odd & REPLACED.keys():
        text = text.replace(mark, REPLACED[mark])
    if odd and not NEVER_COMPOSED.fullmatch("".join(odd)):
        text = unicodedata.normalize("NFC", text)
    lines = list(map(str.strip, text.splitlines()))
    return [" ".join(line.split()) if "  " in line else line for line in lines] if "  " in text else lines


def _starts(lines: list[str]) -> list[int]:
    return list(accumulate([len(line) + 1 for line in lines], initial=0))
