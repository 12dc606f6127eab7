"""What the terminal shows, kept cell by cell, so that only cells that change are sent over a slow line.

Textual sends every cell of a widget that was refreshed, each run of one style with all its colours.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size

ATTRIBUTES = {"bold": 1, "dim": 2, "italic": 3, "underline": 4, "blink": 5, "reverse": 7, "conceal": 8, "strike": 9}
"""Attributes of a style -> the code that switches each on."""
WEIGHTS = frozenset((1, 2))
"""Codes that 22 switches off, both at once; any other by its own number and 20."""
RESET = "\x1b[0m"
SHORT_GAP = 5
"""Cells: to send so few again is shorter than to move the cursor over them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks, as the codes of a terminal."""

    attributes: frozenset[int] = frozenset()
    foreground: tuple[str, ...] = ("39",)
    background: tuple[str, ...] = ("49",)


Cell = tuple[str, Look]
"""What a cell shows. The text of a wide character stands in its first cell, the others have none."""
PLAIN = Look()


class Painter:
    """Turns Textual's updates into the fewest bytes that make the terminal show them."""

    def __init__(self) -> None:
        """Know nothing of the terminal yet."""
        self._size = Size(0, 0)
        self._lines: list[list[Cell | None]] = []

    def forget(self) -> None:
        """Know nothing of the terminal any more: something else may have written to it."""
        self._size = Size(0, 0)

    def paint(self, update: CompositorUpdate, size: Size, console: Console) -> str:
        """Return what makes a terminal of `size`, as `console` describes it, show an update."""
        if size != self._size:
            self._size = size
            self._lines = [[None] * size.width for _ in range(size.height)]
        colors = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        parts = [part for y, x, segments in _pieces(update) for part in self._draw(y, x, _cells(segments, colors))]
        return "".join(_sent(parts))

    def _draw(self, y: int, x: int, cells: list[Cell]) -> Iterator[tuple[int, int, list[Cell]]]:
        """Note that a line shows other cells from `x` on, and yield the runs of those that changed."""
        if not 0 <= y < len(self._lines) or not 0 <= x < self._size.width:
            return
        line = self._lines[y]
        del cells[self._size.width - x :]
        shown = line[x : x + len(cells)]
        if shown == cells:
            return
        line[x : x + len(cells)] = cells
        for start, end in _runs([n for n, (old, new) in enumerate(zip(shown, cells, strict=True)) if old != new]):
            while start and not cells[start][0]:
                start -= 1
            yield y, x + start, cells[start : end + 1]


class Difference(CompositorUpdate):
    """An update as a painter sends it, if it is sent: Textual drops some."""

    def __init__(self, update: CompositorUpdate, painter: Painter, size: Size) -> None:
        """Take an update for a terminal of `size`."""
        self._update, self._painter, self._size = update, painter, size

    def render_segments(self, console: Console) -> str:
        """Return what is sent."""
        return self._painter.paint(self._update, self._size, console)


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Iterable[Segment]]]:
    """Yield line, column and content of each part of an update."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, (segment for strip in strips if strip for segment in strip)
    elif isinstance(update, ChopsUpdate):
        for y, left, right in update.spans:
            for (x, strip), end in zip(update.chops[y].items(), update.chop_ends[y], strict=False):
                if strip is not None and x < right and end > left:
                    yield y, x, strip


def _cells(segments: Iterable[Segment], colors: ColorSystem) -> list[Cell]:
    cells: list[Cell] = []
    for text, style, _ in segments:
        look = _look(style, colors) if style else PLAIN
        if text.isascii():
            cells += [(character, look) for character in text]
        else:
            _add(cells, text, look)
    return cells


def _add(cells: list[Cell], text: str, look: Look) -> None:
    """Add a text with characters of any width; one of none belongs to the character before it."""
    start = len(cells)
    for character in text:
        if width := cell_len(character):
            cells += [(character, look), *[("", look)] * (width - 1)]
        elif cells:
            base = max(n for n, (shown, _) in enumerate(cells) if shown)
            cells[base] = (cells[base][0] + character, cells[base][1])
    if (length := cell_len(text)) != len(cells) - start:  # Textual takes some characters together
        cells[start:] = [(text, look), *[("", look)] * (length - 1)] if length else []


def _runs(changed: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of cells that are sent together."""
    start = changed[0]
    for before, after in pairwise(changed):
        if after - before > SHORT_GAP:
            yield start, before
            start = after
    yield start, changed[-1]


def _sent(runs: Iterable[tuple[int, int, list[Cell]]]) -> Iterator[str]:
    look = PLAIN
    for y, x, cells in runs:
        yield f"\x1b[{y + 1};{x + 1}H"
        for text, wanted in cells:
            if wanted is not look:
                yield _change(look, wanted)
                look = wanted
            yield text
    if look != PLAIN:
        yield RESET


@lru_cache(maxsize=4_096)
def _change(before: Look, after: Look) -> str:
    """Return what makes the terminal write in another look."""
    gone = before.attributes - after.attributes
    codes = [str(20 + max(2, code)) for code in sorted(gone)]
    kept = before.attributes - WEIGHTS if gone & WEIGHTS else before.attributes
    codes += map(str, sorted(after.attributes - kept))
    if before.foreground != after.foreground:
        codes += after.foreground
    if before.background != after.background:
        codes += after.background
    return f"\x1b[{';'.join(codes)}m" if codes else ""


@cache
def _same(look: Look) -> Look:
    """Return the one object for all equal looks, which so are told apart at once."""
    return look


@lru_cache(maxsize=4_096)
def _look(style: Style, colors: ColorSystem) -> Look:
    def codes(is_foreground: bool, default: str) -> tuple[str, ...]:
        color = style.color if is_foreground else style.bgcolor
        return color.downgrade(colors).get_ansi_codes(is_foreground) if color else (default,)

    attributes = frozenset(code for name, code in ATTRIBUTES.items() if getattr(style, name))
    return _same(Look(attributes, codes(True, "39"), codes(False, "49")))
