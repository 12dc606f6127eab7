"""What keys cost: `python -m benchmarks.explorer --corpus DIR --db FILE [--small DIR FILE]`.

The explorer runs in a terminal of 80x24. Times are those from a key to what it shows, bytes what goes over the line;
each is the median of several keys. `--small` is a corpus of about a thousand items that opening is compared with.
Linux only.
"""

import argparse
import os
import re
import select
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import NamedTuple

import pyte

from benchmarks.figures import Figure, at_most, print_figure, print_heading
from benchmarks.running import HEIGHT, WIDTH, Program, high_water, in_terminal, seconds_until
from benchmarks.typing import Piece, draw, read_pieces

ROUNDS = 7
SETTLED = 0.7
"""Seconds after a key in which all that it brings about is written."""
ROWS = slice(4, 17)
"""Lines of the results."""
LINE_SPEED = 16_000
"""Bytes a second of a slow line."""
AT_ONCE = 64
"""Bytes that it takes together."""
PAGE_DOWNS, GAP = 15, 0.05
AFTER = 3.0
"""Seconds after the last of them in which what comes late is still read."""
SCREENS = {
    "case": "\r",
    "item": "\r",
    "case again": "\x1b",
    "explorer": "\x1b",
    "queries": "Q",
    "back": "\x1b",
    "help": "?",
}
FIRST_QUERY = "▸ Boilerplate"
"""The first of the shipped queries, under the cursor."""
MEGA = 1_000_000


class Reaction(NamedTuple):
    """What a key brought about."""

    size: int
    """Bytes."""
    shown: float
    """Milliseconds until other rows were on the screen; 0 if they stayed."""


class Explorer:
    """The explorer in a terminal."""

    def __init__(self, program: Program) -> None:
        """Draw what it writes."""
        self.program = program
        self._screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.ByteStream(self._screen)

    def wait(self, seconds: float) -> int:
        """Read for some time, and return how many bytes came."""
        return sum(map(self._draw, read_pieces(self.program.terminal, seconds)))

    def press(self, keys: str, seconds: float = SETTLED) -> Reaction:
        """Press keys and return what that brought about."""
        start, size, shown = time.perf_counter(), 0, 0.0
        os.write(self.program.terminal, keys.encode())
        for piece in read_pieces(self.program.terminal, seconds):
            before = self._screen.display[ROWS]
            size += self._draw(piece)
            if self._screen.display[ROWS] != before:
                shown = (piece.at - start) * 1e3
        return Reaction(size, shown)

    def milliseconds_to(self, keys: str, text: str) -> float:
        """Press keys and return how long it took until `text` was on the screen, after which it settles."""
        start, shown = time.perf_counter(), inf
        os.write(self.program.terminal, keys.encode())
        for piece in read_pieces(self.program.terminal, SETTLED):
            self._draw(piece)
            if shown == inf and any(text in line for line in self._screen.display):
                shown = (piece.at - start) * 1e3
        return shown

    def _draw(self, piece: Piece) -> int:
        draw(self._stream, piece)
        return len(piece.data)


def start_figures(options: Sequence[str]) -> Iterator[Figure]:
    """Yield how soon something is on the screen, beside an empty app."""
    empty = _median(lambda: seconds_until(re.compile(b"waiting"), b"", "benchmarks.empty_app"))
    paint = _median(lambda: seconds_until(re.compile(b"imr-tui"), b"", "imr_tui", *options))
    yield Figure("empty app painted", f"{empty:.2f} s")
    yield at_most("first paint", paint, " s", paint / empty, 1.15, " x")
    reacts = _median(lambda: seconds_until(re.compile(b"reacted"), b"a", "benchmarks.empty_app"))
    yield at_most("data on screen", opening := _opening(options), " s", opening / reacts, 1.8, " x")


def key_figures(options: Sequence[str], wait: float) -> Iterator[Figure]:
    """Yield what keys cost."""
    with in_terminal("imr_tui", *options) as program:
        explorer = Explorer(program)
        yield _bytes("start", explorer.wait(wait), 16_000)
        yield _bytes("idle for three seconds", explorer.wait(3), 0)
        moved = [explorer.press("j") for _ in range(ROUNDS)]
        yield _bytes("next row, with its passage", statistics.median(key.size for key in moved), 400)
        held = [explorer.press("j" * ROUNDS).size / ROUNDS for _ in range(ROUNDS)]
        yield _bytes("next row, key held", statistics.median(held), 400)
        paged = [explorer.press(" ") for _ in range(ROUNDS)]
        yield _bytes("page down", statistics.median(key.size for key in paged), 4_000)
        yield _milliseconds("page down", [key.shown for key in paged], 15)
        explorer.press("/")
        typed = [explorer.press(key) for key in "lumbar"]
        yield _bytes("typed key, with its answer", statistics.median(key.size for key in typed), 400)
        yield _milliseconds("results after the last key", [key.shown for key in typed], 60)
        explorer.press("\x1b")
        for screen, key in SCREENS.items():
            yield _bytes(f"switch to {screen}", explorer.press(key, 1.5).size, 10_000)
        memory = high_water(program.process)
        yield at_most("resident", memory / MEGA, " MB", memory / MEGA, 400, " MB")


def workbench_figures(options: Sequence[str], wait: float) -> Iterator[Figure]:
    """Yield how soon the list of queries is there: at the first visit of a program, and at the next."""
    first, later = [], []
    for _ in range(ROUNDS):
        with in_terminal("imr_tui", *options) as program:
            explorer = Explorer(program)
            explorer.wait(wait)
            first.append(explorer.milliseconds_to("Q", FIRST_QUERY))
            explorer.press("\x1b")
            later.append(explorer.milliseconds_to("Q", FIRST_QUERY))
    yield _milliseconds("workbench, first visit", first, 100)
    yield _milliseconds("workbench, next visit", later, 100)


def slow_line_lag(options: Sequence[str], wait: float) -> Figure:
    """Return how long a slow line goes on after fast page downs."""
    with in_terminal("imr_tui", *options) as (terminal, _):
        for _ in read_pieces(terminal, wait):
            pass
        start = last = pressed = time.perf_counter()
        keys = deque(start + number * GAP for number in range(PAGE_DOWNS))
        while keys or time.perf_counter() < pressed + AFTER:
            if keys and time.perf_counter() >= keys[0]:
                os.write(terminal, b" ")
                pressed = keys.popleft()
            if select.select([terminal], [], [], 0.001)[0]:
                time.sleep(len(os.read(terminal, AT_ONCE)) / LINE_SPEED)
                last = time.perf_counter()
    return at_most("slow line behind 15 page downs", last - pressed, " s", last - pressed, 1, " s")


def _opening(options: Sequence[str]) -> float:
    return _median(lambda: seconds_until(re.compile(rb"\d items"), b"", "imr_tui", *options))


def _median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(ROUNDS))


def _bytes(what: str, size: float, budget: int) -> Figure:
    return Figure(what, f"{size:,.0f} B", "", f"{budget:,} B", size <= budget)


def _milliseconds(what: str, times: Sequence[float], budget: int) -> Figure:
    middle = statistics.median(times)
    return Figure(what, f"{middle:.1f} ms", f"{max(times):.1f} at most", f"{budget} ms", middle <= budget)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explorer", description="Measure what keys cost.")
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--db", required=True, help="its snapshot, up to date")
    parser.add_argument("--small", nargs=2, metavar=("DIR", "FILE"), help="a small corpus and its snapshot")
    parser.add_argument("--wait", type=float, default=10, help="seconds until the letters were looked through")
    given = parser.parse_args()
    options = ("--corpus", given.corpus, "--db", given.db)
    print_heading()
    for figure in start_figures(options):
        print_figure(figure)
    if given.small:
        small, large = _opening(("--corpus", given.small[0], "--db", given.small[1])), _opening(options)
        print_figure(at_most("opening, beside the small corpus", large, " s", large / small, 1.2, " x"))
    for figure in key_figures(options, given.wait):
        print_figure(figure)
    for figure in workbench_figures(options, given.wait):
        print_figure(figure)
    print_figure(slow_line_lag(options, given.wait))


if __name__ == "__main__":
    main()
