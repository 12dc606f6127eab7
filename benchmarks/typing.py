"""How soon a key is echoed while searches run: `python -m benchmarks.typing --corpus DIR --db FILE [--wait SECONDS]`.

Words are typed fast into the search line of the explorer, in a terminal of 80x24. The output is only noted with its
time while keys are pressed; a terminal emulator then tells which piece of it showed which key. Linux only.
"""

import argparse
import os
import select
import statistics
import time
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

import pyte

from benchmarks.figures import Figure, at_most, print_figure, print_heading
from benchmarks.running import HEIGHT, WIDTH, in_terminal

TYPED = "lumbar epidural steroid inject"
GAPS = (0.030, 0.010)
"""Seconds from key to key."""
ROUNDS = 3
ECHOED_IN = 20
"""Milliseconds."""
BYTES_A_KEY = 400
PROMPT = " / "
LEAST_SEEN = 8
"""Keys that are in sight of a query that is scrolled."""
AFTER = 2.0
"""Seconds after the last key in which what it brings about is still read."""


class Piece(NamedTuple):
    """What was written at once."""

    at: float
    data: bytes


class Typing(NamedTuple):
    """What came of typing the words once."""

    echoes: dict[int, float]
    """Key, by its number -> milliseconds until its echo, infinite without one; a space cannot be seen."""
    sizes: list[int]
    """Bytes written from each key to the next, and after the last."""


def type_words(gap: float, wait: float, options: Sequence[str]) -> Typing:
    """Open the explorer, type, and return what came of it."""
    with in_terminal("imr_tui", *options) as (terminal, _):
        screen = pyte.Screen(WIDTH, HEIGHT)
        stream = pyte.ByteStream(screen)
        for keys, seconds in ((b"", wait), (b"/", AFTER)):
            os.write(terminal, keys)
            for piece in read_pieces(terminal, seconds):
                draw(stream, piece)
        sent, pieces = _press(terminal, gap)
    return Typing(_echoes(sent, pieces, screen, stream), _sizes(sent, pieces))


def _press(terminal: int, gap: float) -> tuple[list[float], list[Piece]]:
    """Press the keys, and return when each was pressed and what was written."""
    sent: list[float] = []
    pieces: list[Piece] = []
    start = time.perf_counter()
    for number, key in enumerate(TYPED):
        pieces += read_pieces(terminal, start + number * gap - time.perf_counter())
        sent.append(time.perf_counter())
        os.write(terminal, key.encode())
    pieces += read_pieces(terminal, AFTER)
    return sent, pieces


def read_pieces(terminal: int, seconds: float) -> Iterator[Piece]:
    """Yield what is written in the next seconds, with the time."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        if select.select([terminal], [], [], left)[0]:
            data = os.read(terminal, 65_536)
            yield Piece(time.perf_counter(), data)


def _echoes(
    sent: Sequence[float], pieces: Sequence[Piece], screen: pyte.Screen, stream: pyte.ByteStream
) -> dict[int, float]:
    shown_at = [inf] * len(sent)
    for piece in pieces:
        draw(stream, piece)
        for key in range(keys_shown(screen.display)):
            shown_at[key] = min(shown_at[key], piece.at)
    return {key: (shown_at[key] - pressed) * 1e3 for key, pressed in enumerate(sent) if TYPED[key] != " "}


def keys_shown(lines: Sequence[str]) -> int:
    """Return how many of the keys the search line shows, with those that it has scrolled away."""
    line = next((line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT)), "")
    for count in range(len(TYPED), 0, -1):
        starts = (0, *range(1, count - LEAST_SEEN + 1))
        if TYPED[count - 1] != " " and any(line.startswith(TYPED[start:count]) for start in starts):
            return count
    return 0


def draw(stream: pyte.ByteStream, piece: Piece) -> None:
    """Let a terminal draw it."""
    # pyte takes the private form of some sequences for text; none of them draws anything.
    stream.feed(piece.data.replace(b"\x1b[>", b"\x1b[?").replace(b"\x1b[<", b"\x1b[?"))


def _sizes(sent: Sequence[float], pieces: Sequence[Piece]) -> list[int]:
    ends = [*sent[1:], float("inf")]
    return [
        sum(len(piece.data) for piece in pieces if start <= piece.at < end)
        for start, end in zip(sent, ends, strict=True)
    ]


def figures(gap: float, rounds: Sequence[Typing]) -> Iterator[Figure]:
    """Yield what a pace comes to."""
    echoes = sorted(echo for typing in rounds for echo in typing.echoes.values())
    sizes = [size for typing in rounds for size in typing.sizes]
    pace = f"a key every {gap * 1e3:.0f} ms"
    late = echoes[int(0.95 * len(echoes))]
    yield Figure(f"{pace}: echo, median", f"{statistics.median(echoes):.2f} ms")
    yield at_most(f"{pace}: echo, p95", late, " ms", late, ECHOED_IN, " ms")
    yield at_most(f"{pace}: echo, latest", echoes[-1], " ms", echoes[-1], ECHOED_IN, " ms")
    size = statistics.fmean(sizes)
    yield at_most(f"{pace}: bytes a key", size, " B", size, BYTES_A_KEY, " B")
    yield Figure(f"{pace}: most bytes between two keys", f"{max(sizes):,} B")


def main() -> None:
    """Type at each pace; print when each key was echoed, and the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.typing", description="Measure the echo of keys.")
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--db", required=True, help="its snapshot, up to date")
    parser.add_argument(
        "--wait", type=float, default=10, help="seconds until the letters were looked through; default: 10"
    )
    given = parser.parse_args()
    options = ("--corpus", given.corpus, "--db", given.db)
    paces = {gap: [type_words(gap, given.wait, options) for _ in range(ROUNDS)] for gap in GAPS}
    for gap, rounds in paces.items():
        print(f"milliseconds to the echo of each key, one every {gap * 1e3:.0f} ms, median of {ROUNDS} rounds")
        medians = {key: statistics.median(typing.echoes[key] for typing in rounds) for key in rounds[0].echoes}
        print(" ".join(f"{TYPED[key]} {median:.0f}" for key, median in medians.items()))
    print_heading()
    for gap, rounds in paces.items():
        for figure in figures(gap, rounds):
            print_figure(figure)


if __name__ == "__main__":
    main()
