"""What is sent to the terminal: fewer bytes than Textual would send, and the same picture."""

import ast
from collections.abc import Sequence
from io import StringIO

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from imr_tui.cli.terminal import PLAIN
from imr_tui.tui.painting import Painter
from tests.conftest import ROOT

SIZE = Size(16, 3)
CONSOLE = Console(file=StringIO(), force_terminal=True, color_system="truecolor")
STYLES = [
    None,
    Style(color="#d0d0d0", bgcolor="#101010"),
    Style(color="#d0d0d0", bgcolor="#101010", bold=True),
    Style(color="red", underline=True),
    Style(bgcolor="#303060", italic=True, reverse=True, strike=True),
    Style(dim=True, bold=True),
]
texts = st.lists(st.sampled_from(["a", "b", " ", "é", "漢", "e\u0301", "\u0301"]), max_size=6).map("".join)
lines = st.lists(st.tuples(texts, st.sampled_from(STYLES)), max_size=4)
frames = st.lists(st.lists(lines, min_size=SIZE.height, max_size=SIZE.height), min_size=1, max_size=5)
Line = Sequence[tuple[str, Style | None]]


def fitted(line: Line) -> Strip:
    # The emulator puts a mark that has no letter before it, or the last column, on another line.
    strip = Strip([Segment("|"), *(Segment(text, style) for text, style in line if text)])
    return strip.adjust_cell_length(SIZE.width - 1).adjust_cell_length(SIZE.width)


def whole(frame: Sequence[Line]) -> LayoutUpdate:
    return LayoutUpdate([[fitted(line)] for line in frame], Region(0, 0, *SIZE))


class Screen:
    """A terminal and what it was sent."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(*SIZE)
        self._stream = pyte.Stream(self._screen)

    def show(self, sequence: str) -> None:
        # Textual sends a line feed after the last column of a line; a real terminal has its wrapping off.
        self._stream.feed(sequence.replace("\n", ""))

    def picture(self) -> list[list[pyte.screens.Char]]:
        return [[self._screen.buffer[y][x] for x in range(SIZE.width)] for y in range(SIZE.height)]


@given(frames)
def test_the_picture_is_the_one_that_textual_would_draw(frames: list[list[Line]]) -> None:
    painter, ours, theirs = Painter(), Screen(), Screen()
    for frame in frames:
        update = whole(frame)
        ours.show(painter.paint(update, SIZE, CONSOLE))
        theirs.show(update.render_segments(CONSOLE))
        assert ours.picture() == theirs.picture()


@given(frames)
def test_a_picture_that_is_there_is_not_sent_again(frames: list[list[Line]]) -> None:
    painter = Painter()
    for frame in frames:
        painter.paint(whole(frame), SIZE, CONSOLE)
        assert painter.paint(whole(frame), SIZE, CONSOLE) == ""


def line(text: str) -> Line:
    return [(text, STYLES[1])]


def part(y: int, x: int, text: str) -> CompositorUpdate:
    strip = Strip([Segment(text, STYLES[1])])
    chops: list[dict[int, Strip | None]] = [{} for _ in range(SIZE.height)]
    chops[y] = {x: strip}
    ends = [[SIZE.width] for _ in range(SIZE.height)]
    return ChopsUpdate(chops, [(y, x, x + len(text))], ends)


def test_of_a_line_only_the_cells_that_change_are_sent() -> None:
    painter, screen = Painter(), Screen()
    screen.show(painter.paint(whole([line("1 of 225,427"), line("pain"), line("")]), SIZE, CONSOLE))
    sent = painter.paint(whole([line("2 of 225,427"), line("pain"), line("")]), SIZE, CONSOLE)
    assert "2" in sent
    assert "225" not in sent
    assert "pain" not in sent
    assert painter.paint(part(0, 3, "of 225,427"), SIZE, CONSOLE) == ""
    screen.show(painter.paint(part(1, 1, "gain"), SIZE, CONSOLE))
    assert [cell.data for cell in screen.picture()[1][1:5]] == list("gain")


def test_another_size_or_what_others_wrote_is_painted_whole() -> None:
    painter = Painter()
    frame = whole([line("pain"), line(""), line("")])
    first = painter.paint(frame, SIZE, CONSOLE)
    painter.forget()
    assert painter.paint(frame, SIZE, CONSOLE) == first
    assert "pain" in painter.paint(frame, Size(20, 3), CONSOLE)


def test_every_sign_of_the_screens_has_another_for_terminals_without_utf_8() -> None:
    """A string alone on its line is for whoever reads the source."""
    unknown = set()
    for file in (ROOT / "imr_tui" / "tui").rglob("*.py"):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        told = {node.value for node in nodes if isinstance(node, ast.Expr)}
        texts = {node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)} - told
        unknown |= {character for node in texts for character in str(node.value) if not character.isascii()}
    assert unknown - PLAIN.keys() == set()
    assert all(sign.isascii() for sign in PLAIN.values())
