"""What an analyst takes away from the explorer; each docstring says what one should see."""

import base64
from pathlib import Path

import pytest

from imr_tui.tui import clipboard
from tests.conftest import ITEMS
from tests.tui.conftest import Explore, Session

ALL = f"1 of {ITEMS}"
CASE = "CM15-9000139"
CITATION = f"IMR {CASE}, item 1, Overturned, 2015-09-15"


@pytest.fixture(autouse=True)
def no_multiplexer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Wherever the tests run, the explorer runs in a plain terminal and an empty folder."""
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


async def find_acupuncture(session: Session) -> None:
    """The first of 15 items is item 1 of `CASE`."""
    await session.sees(ALL)
    await session.seek("acupuncture")
    await session.sees("1 of 15")


def fake(program: str, script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of this name before all others."""
    path = folder / "bin" / program
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent), prepend=":")


async def test_a_citation_line_goes_to_the_clipboard_from_every_screen(explore: Explore) -> None:
    """`y c` on the explorer, the case and the item copies the same line, and tells what and where to."""
    async with explore() as session:
        await find_acupuncture(session)
        for _ in range(3):
            await session.press("y")
            await session.sees(f"Copy of {CASE}, item 1", f"c  citation line  {CITATION}", "w  write a file instead")
            await session.press("c")
            await session.sees(
                f"Copied the citation line ({len(CITATION)} characters)", "terminal takes it: y w writes a file"
            )
            assert session.app.clipboard == CITATION
            session.app.copy_to_clipboard("")
            session.app.clear_notifications()
            await session.press("enter")
            await session.misses("Copied")
    assert session.app.failure is None


async def test_rationale_and_whole_item_are_copied_or_written_to_a_file(explore: Explore, tmp_path: Path) -> None:
    """`y r` the rationale, `y i` all of the item; `y w i` writes it, the second time beside the first."""
    async with explore() as session:
        await find_acupuncture(session)
        await session.press("y")
        await session.sees("Copy of")
        await session.press("r")
        await session.sees("Copied the rationale")
        assert session.app.clipboard.endswith("Acupuncture 2 x 3 is medically necessary.")
        await session.press("y")
        await session.sees("Copy of")
        await session.press("i")
        await session.sees("Copied the whole item")
        copied = session.app.clipboard
        assert CITATION in copied
        assert "Claims administrator" in copied
        for name in (f"{CASE}-item-1-item.txt", f"{CASE}-item-1-item-2.txt"):
            await session.press("y")
            await session.sees("Copy of")
            await session.press("w")
            await session.sees(f"Write of {CASE}, item 1", "w  copy it instead")
            await session.press("i")
            await session.sees(name)
            assert (tmp_path / name).read_text() == copied


async def test_inside_tmux_its_own_command_takes_the_text(
    explore: Explore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """tmux gets the text and passes it on; if it fails, the terminal gets it as ever."""
    fake("tmux", f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/buffer', tmp_path, monkeypatch)
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    async with explore() as session:
        await find_acupuncture(session)
        await session.press("y")
        await session.sees("Copy of")
        await session.press("c")
        await session.sees("to tmux and its")
        assert (tmp_path / "arguments").read_text() == "load-buffer -w -\n"
        assert (tmp_path / "buffer").read_text() == CITATION
        assert session.app.clipboard == ""
        fake("tmux", "cat > /dev/null; echo unknown flag -w >&2; exit 1", tmp_path, monkeypatch)
        await session.press("y")
        await session.sees("Copy of")
        await session.press("c")
        await session.sees("terminal takes it: y w writes a file")
        assert session.app.clipboard == CITATION


def test_gnu_screen_gets_a_long_text_in_pieces_that_it_passes_on() -> None:
    text = "Acupuncture · " * 200
    sequence = clipboard.for_gnu_screen(text)
    pieces = sequence.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert max(map(len, pieces)) <= 256
    passed_on = "".join(pieces)
    assert passed_on.startswith("\x1b]52;c;")
    assert passed_on.endswith("\a")
    assert base64.b64decode(passed_on[7:-1]).decode() == text


async def test_where_no_file_can_be_written_that_is_told(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window with the reason; Escape leads back."""
    async with explore() as session:
        await find_acupuncture(session)
        monkeypatch.chdir("/proc")
        await session.press("y")
        await session.sees("Copy of")
        await session.press("w", "c")
        await session.sees("The file could not be written", "Start imr-tui in a folder that you may write to")
        await session.press("escape")
        await session.sees("1 of 15")


async def test_keys_of_a_burst_wait_for_the_rows_and_the_screen_they_are_meant_for(explore: Explore) -> None:
    """A word, Enter, `y`, `c` in one go, as a slow line delivers them: the line is that of the item found."""
    async with explore() as session:
        await session.sees(ALL)
        session.burst("slash", *"acupuncture", "enter", "y", "c", "j", "y", "c")
        await session.sees("2 of 15", "Copied")
        await session.until(lambda: session.app.clipboard not in ("", CITATION), "the line of the second item")


async def test_with_nothing_found_there_is_nothing_to_copy(explore: Explore) -> None:
    """A word of it, no window."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("year:1990")
        await session.press("y")
        await session.sees("There is no item here.")
