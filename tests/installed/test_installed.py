"""From the first start to a restart, as a user of the wheel meets it; each docstring says what one should see."""

import csv
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ITEMS, copy_few
from tests.letters.letters import item, letter
from tests.tui.terminal import DEADLINE, Terminal

FOUND = "CM15-9000139"


@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 50)])
def test_from_the_first_start_to_the_next(program: str, empty: Path, tmp_path: Path, width: int, height: int) -> None:
    """Search, tick, read, mark, export, query, quit; the next start shows the query, the place and the mark."""
    terminal = Terminal([], tmp_path, width, height, command=(program,))
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("/acupunture\r")
    terminal.sees("1 of 15")
    terminal.send("fj ")
    terminal.sees("[x] Overturned", "1 of 1")
    press_escape(terminal, "⏎ Open")
    terminal.send("\r\r")
    terminal.sees("item 1 of 1", "OVERTURNED", "Section 9792.24.1 says")
    press_escape(terminal, "Clinical case summary")
    press_escape(terminal, "[x] Overturned", "1 of 1")
    terminal.send("m")
    terminal.sees("★ relevant")
    terminal.send("e\r")
    terminal.sees("Wrote 1 item to")
    (exported,) = empty.glob("*.csv")
    with exported.open(encoding="utf-8", newline="") as file:
        assert [row["item_id"] for row in csv.DictReader(file)] == [f"{FOUND}#1"]
    terminal.send("Q")
    terminal.sees("saved queries", "▸ ")
    terminal.send("/mixed\r\r")
    terminal.sees("Cases with mixed outcomes: 29 rows")
    press_escape(terminal, "▸ Cases with mixed outcomes")
    press_escape(terminal, "29 queries")
    press_escape(terminal, "1 of 1")
    quit_cleanly(terminal)
    terminal = Terminal([], tmp_path, width, height, command=(program,))
    terminal.sees("acupunture", "[x] Overturned", "1 of 1", FOUND, "★ relevant")
    quit_cleanly(terminal)


def test_two_sessions_and_letters_that_come_meanwhile(program: str, empty: Path, tmp_path: Path) -> None:
    """A mark of one is seen by the other; a new letter comes in by `r`, and the place is kept."""
    folder = copy_few(tmp_path / "letters")
    one, other = (Terminal(["--corpus", str(folder)], tmp_path, command=(program,)) for _ in range(2))
    for terminal in (one, other):
        terminal.sees("1 of ", "▸ ")
    one.send("jm")
    one.sees("2 of ", "★ relevant")
    other.send("/is:marked\r")
    other.sees("1 of 1", "★ relevant")
    cases = len(list(folder.iterdir()))
    (folder / "new.txt").write_text(letter(item("Zolpidem 10mg")))
    one.send("r")
    one.sees(f"{cases + 1} cases", "2 of ", "★ relevant")
    one.send("/zolpidem\r")
    one.sees("1 of 1", "Zolpidem 10mg")
    quit_cleanly(one)
    quit_cleanly(other)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """Commands of a tmux server of one's own."""
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
    command = ["tmux", "-L", f"imr-tui-{os.getpid()}", "-f", os.devnull]
    yield command
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)


def test_in_tmux(program: str, empty: Path, tmux: list[str]) -> None:
    """With TERM=screen-256color: a search, a case and back; the shell's screen stands as it was, with the exit code."""
    start = f"TERM=screen-256color {shlex.quote(program)}; echo ended $?; read wait"
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", start], check=True)

    def sees(*texts: str) -> None:
        deadline, shown = time.monotonic() + DEADLINE, ""
        while not all(text in shown for text in texts):
            assert time.monotonic() < deadline, f"never saw {texts} on\n{shown}"
            shown = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout

    def send(*keys: str) -> None:
        subprocess.run([*tmux, "send-keys", *keys], check=True)

    sees(f"1 of {ITEMS}")
    send("/", "acupunture", "Enter")
    sees("1 of 15", "▸ ")
    send("Enter")
    sees("Clinical case summary", FOUND)
    send("Escape")
    sees("1 of 15")
    send("q")
    sees("ended 0")


def press_escape(terminal: Terminal, *texts: str) -> None:
    """Go back, and wait for it: two of them in a row are another key to a terminal."""
    terminal.send("\x1b")
    terminal.sees(*texts)


def quit_cleanly(terminal: Terminal) -> None:
    terminal.send("q")
    assert terminal.ends() == 0
    assert terminal.modes_left_on() == []
    assert not terminal.is_cursor_hidden()
