"""The real program in a pseudo-terminal: what is drawn, and how the terminal is left."""

import signal
from pathlib import Path

import pytest

from tests.conftest import CASES, DECISIONS, ITEMS
from tests.tui.terminal import Terminal


def test_from_start_to_rationale_and_back_to_a_clean_terminal(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path)
    terminal.sees(f"1 of {ITEMS}", "/ words of a rationale", f"[ ] Overturned     {DECISIONS['Overturned']}")
    terminal.send("/acupunture")
    terminal.sees("/ acupunture", "1 of 15")
    terminal.send("\rf")
    terminal.sees("space Tick")
    terminal.send("j ")
    terminal.sees("[x] Overturned", "1 of 1")
    terminal.send("\x1b")
    terminal.sees("⏎ Open")
    terminal.send("\r")
    terminal.sees("Clinical case summary", "CM15-9000139")
    terminal.send("\r")
    terminal.sees("match 1 of 2", "says that acupuncture is an option")
    terminal.send("\x1b")
    terminal.sees("Clinical case summary")
    terminal.send("\x1b")
    terminal.sees("1 of 1", "[x] Overturned")
    terminal.send("q")
    assert terminal.ends() == 0
    assert terminal.modes_left_on() == []
    assert not terminal.is_cursor_hidden()


def test_ctrl_c_ends_as_interrupted_and_leaves_the_terminal_clean(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path)
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("/knee\x03")
    assert terminal.ends() == 130
    assert terminal.modes_left_on() == []


def test_pasted_text_with_control_characters_is_searched_not_obeyed(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path)
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("/\x1b[200~right\nknee \x07\x9b31m\x1b[201~")
    terminal.sees("/ right knee ··31m")
    terminal.send("\r")
    terminal.sees("⏎ Open")
    terminal.send("q")
    assert terminal.ends() == 0


@pytest.mark.parametrize(("corpus", "words"), [("missing", "No such corpus"), ("empty", "The corpus is empty")])
def test_a_corpus_that_cannot_be_used_is_told_on_the_restored_terminal(tmp_path: Path, corpus: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    terminal = Terminal([str(tmp_path / corpus)], tmp_path)
    assert terminal.ends() == 2
    assert terminal.modes_left_on() == []
    after = bytes(terminal.written).rsplit(b"\x1b[?1049l", 1)[-1].decode()
    told = after[after.index("Error:") :]
    assert told.startswith(f"Error: {words}")
    assert len(told.splitlines()) == 3
    assert "Warning" not in after


def test_a_dumb_terminal_is_refused(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path, term="dumb")
    assert terminal.ends() == 2
    assert b"The explorer needs a terminal" in terminal.written


def test_two_explorers_at_once(tmp_path: Path) -> None:
    terminals = [Terminal([], tmp_path) for _ in range(2)]
    for terminal in terminals:
        terminal.sees(f"1 of {ITEMS}", f"{CASES} cases")
    for terminal in terminals:
        terminal.send("q")
        assert terminal.ends() == 0


def test_killed_while_open_the_next_start_is_whole(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path)
    terminal.sees("imr-tui")
    terminal.signal(signal.SIGKILL)
    assert terminal.ends() == -signal.SIGKILL
    terminal = Terminal([], tmp_path)
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("q")
    assert terminal.ends() == 0
