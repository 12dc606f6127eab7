"""The real program in a pseudo-terminal: what is drawn, and how the terminal is left."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CASES, DECISIONS, ITEMS, SAMPLE
from tests.tui.terminal import DEADLINE, Terminal


@pytest.fixture(scope="module")
def loaded(snapshot: Path) -> list[str]:
    """Arguments that open the sample corpus without reading it again."""
    return ["--corpus", str(SAMPLE), "--db", str(snapshot)]


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
    assert terminal.last_words() == ""


def test_ctrl_c_ends_as_interrupted_and_leaves_the_terminal_clean(tmp_path: Path, loaded: list[str]) -> None:
    terminal = Terminal(loaded, tmp_path)
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("/knee\x03")
    assert terminal.ends() == 130
    assert terminal.modes_left_on() == []


def test_pasted_text_with_control_characters_is_searched_not_obeyed(tmp_path: Path, loaded: list[str]) -> None:
    terminal = Terminal(loaded, tmp_path)
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


def test_stopped_by_ctrl_z_and_back_by_fg_the_screen_is_whole(tmp_path: Path, loaded: list[str]) -> None:
    """The shell gets a clean terminal; the screen is painted anew, the keys work."""
    terminal = Terminal(loaded, tmp_path)
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("\x1a")
    assert terminal.is_stopped()
    assert terminal.modes_left_on() == []
    terminal.screen.reset()
    terminal.signal(signal.SIGCONT)
    terminal.sees(f"1 of {ITEMS}", "[ ] Overturned", "q Quit")
    terminal.send("j")
    terminal.sees(f"2 of {ITEMS}")
    terminal.send("q")
    assert terminal.ends() == 0
    assert terminal.modes_left_on() == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_to_end_restores_the_terminal_and_keeps_the_session(
    tmp_path: Path, loaded: list[str], number: signal.Signals, code: int
) -> None:
    terminal = Terminal(loaded, tmp_path)
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("/opioid\rj")
    terminal.sees("2 of 40", "/ opioid")
    terminal.signal(number)
    assert terminal.ends() == code
    assert terminal.modes_left_on() == []
    assert not terminal.is_cursor_hidden()
    terminal = Terminal(loaded, tmp_path)
    terminal.sees("/ opioid", "2 of 40")
    terminal.send("q")
    assert terminal.ends() == 0


def test_a_terminal_that_goes_without_a_signal_ends_the_program(tmp_path: Path, loaded: list[str]) -> None:
    """As under `nohup`, or in a session of its own: it reads nothing, for ever."""
    terminal, inner = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "imr_tui", *loaded]
    with subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True
    ) as process:
        os.close(inner)
        written = b""
        while b"1049h" not in written:
            written += os.read(terminal, 65536)
        os.close(terminal)
        assert process.wait(timeout=DEADLINE) in (129, -signal.SIGHUP)  # the latter where it had not begun to listen


def test_resized_to_the_least_and_back_every_screen_is_usable(tmp_path: Path, loaded: list[str]) -> None:
    """At 40x12 rows, panes, case, item and help are there; below it a word says what is missing."""
    terminal = Terminal([*loaded, "--search", "acupunture"], tmp_path)
    terminal.sees("1 of 15")
    terminal.resize(40, 12)
    terminal.sees("1 of 15", "▸ ")
    terminal.send("f")
    terminal.sees("[ ] Overturned", "space Tick")
    terminal.send("\x1b")
    terminal.sees("⏎ Open")
    terminal.send("\r")
    terminal.sees("Clinical case summary")
    terminal.send("\r")
    terminal.sees("match 1/2")
    terminal.resize(30, 6)
    terminal.sees("needs 40x12")
    terminal.resize(80, 24)
    terminal.sees("match 1 of 2", "x Similar")
    terminal.send("q")
    assert terminal.ends() == 0


@pytest.mark.parametrize(
    ("term", "environment", "allowed"),
    [
        ("xterm", {}, r"[349][0-7]"),
        ("xterm-256color", {}, r"[34]8;5|[349][0-7]"),
        ("tmux-256color", {"TMUX": "/nowhere"}, r"[34]8;5|[349][0-7]"),
        ("screen", {}, r"[349][0-7]"),
        ("xterm-256color", {"NO_COLOR": "1"}, r"never"),
    ],
)
def test_colours_are_those_that_the_terminal_knows(
    tmp_path: Path, loaded: list[str], term: str, environment: dict[str, str], allowed: str
) -> None:
    """The cursor is told by its mark, a tick by its box, whatever the colours."""
    terminal = Terminal(loaded, tmp_path, term=term, environment={"COLORTERM": "", **environment})
    terminal.sees(f"1 of {ITEMS}", "▸ Upheld", "[ ] Overturned")
    terminal.send("q")
    assert terminal.ends() == 0
    odd = {colour for colour in terminal.colours() if not re.fullmatch(allowed, colour)}
    assert not odd


def test_keys_come_from_the_terminal_if_input_does_not(tmp_path: Path, loaded: list[str]) -> None:
    terminal = Terminal(loaded, tmp_path, stdin="/dev/null")
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("j")
    terminal.sees(f"2 of {ITEMS}")
    terminal.send("q")
    assert terminal.ends() == 0


def test_a_locale_without_utf_8_gets_letters_it_knows(tmp_path: Path, loaded: list[str]) -> None:
    """Marks and rules in ASCII; a byte that is no UTF-8 from the keyboard ends nothing."""
    terminal = Terminal(loaded, tmp_path, environment={"PYTHONIOENCODING": "iso-8859-1", "PYTHONUTF8": "0"})
    terminal.sees(f"1 of {ITEMS}", "> Upheld")
    terminal.send_bytes(b"/\xe9knee")
    terminal.sees("knee")
    terminal.send("\rj")
    terminal.sees("2 of ")
    terminal.send("q")
    assert terminal.ends() == 0
    assert b"\xe2" not in terminal.written


def test_a_crash_restores_the_terminal_and_prints_no_letter_text(tmp_path: Path, loaded: list[str]) -> None:
    """An error that cannot be lived with: kind and place, exit code 1."""
    code = (
        "from imr_tui.tui.resilience import ResilientApp as A\n"
        "from imr_tui.tui.screens.explorer import ExplorerScreen as E\n"
        "import sys\n"
        "def fail(self):\n    words = 'words of a letter'\n    raise ValueError(words)\n"
        "A._tell_mishap = lambda self, told: fail(self)\n"
        "E.action_sort = fail\n"
        "from imr_tui.cli import main\nmain(sys.argv[1:])\n"
    )
    terminal = Terminal(loaded, tmp_path, code=code)
    terminal.sees(f"1 of {ITEMS}")
    terminal.send("s")
    assert terminal.ends() == 1
    assert terminal.modes_left_on() == []
    assert b"Unexpected error" in terminal.written
    assert b"words of a letter" not in terminal.written
