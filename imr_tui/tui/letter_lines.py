"""The lines that a long text takes on a screen: which characters each shows, and where pages begin."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imr_tui.tui.wrapping import wrap


class Line(NamedTuple):
    """Characters `start` up to, without, `end`; or the rule above a page."""

    start: int
    end: int
    page: int = 0
    """The number of the page that begins below, if this is such a rule."""


def lay_out(text: str, pages: Sequence[tuple[int, int]], width: int) -> list[Line]:
    """Wrap a text to a width; a rule stands above each page but one that begins with the text."""
    waiting = [(start, number) for start, number in pages if start > 0]
    waiting.reverse()
    lines: list[Line] = []
    start = 0
    for printed in text.split("\n"):
        while waiting and waiting[-1][0] <= start:
            lines.append(Line(start, start, waiting.pop()[1]))
        if len(printed) <= width and printed.isascii():  # nearly all
            lines.append(Line(start, start + len(printed)))
        else:
            pieces = _wrap_ascii(printed, width) if printed.isascii() else wrap(printed, width)
            lines += [Line(start + first, start + end) for first, end in pieces]
        start += len(printed) + 1
    return lines


def line_at(lines: Sequence[Line], offset: int) -> int:
    """Return the number of the line that shows the character at `offset`."""
    return max(0, bisect_right(lines, offset, key=lambda line: line.start) - 1)


def _wrap_ascii(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Wrap text whose characters are a cell each: millions of them at once."""
    start, width = 0, max(1, width)
    while len(text) - start > width:
        space = text.rfind(" ", start + 1, start + width + 1)
        end = space if space > start else start + width
        yield start, end
        start = end + 1 if space > start else end
    yield start, len(text)
