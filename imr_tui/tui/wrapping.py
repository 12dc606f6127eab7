"""Wrap text to a width and know where each character went."""

from bisect import bisect_right
from collections.abc import Sequence

from rich.cells import cell_len


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Return the start and end of each line, broken at spaces to at most `width` cells; longer words are cut."""
    lines: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = _line_end(text, start, max(1, width))
        lines.append((start, end))
        start = end + 1 if text[end : end + 1] == " " else end
    return lines or [(0, 0)]


def line_of(lines: Sequence[tuple[int, int]], offset: int) -> int:
    """Return the number of the line that holds the character at `offset`."""
    return max(0, bisect_right(lines, offset, key=lambda line: line[0]) - 1)


def _line_end(text: str, start: int, width: int) -> int:
    end = start
    used = 0
    while end < len(text) and used + cell_len(text[end]) <= width:
        used += cell_len(text[end])
        end += 1
    end = max(end, start + 1)
    if end == len(text) or text[end] == " ":
        return end
    space = text.rfind(" ", start + 1, end)
    return space if space > 0 else end
