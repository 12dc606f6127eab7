"""The user's pager and editor on the explorer's terminal, and the explorer again when they end."""

from pathlib import Path

import pytest

from tests.conftest import ITEMS
from tests.letters.letters import item, letter
from tests.tui.conftest import Explore
from tests.tui.terminal import Terminal


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A letter with control characters."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "CM15-0000001.txt").write_text(letter(item("Norco", rationale="Plain \x9b31m and \x0e red.")))
    return folder


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_pager_and_editor_take_the_terminal_and_give_it_back(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pager with its arguments and clean text, ctrl+c within it; a failing one; the editor with the file itself."""
    pager = script(tmp_path / "pager", f'cat > {tmp_path}/paged; echo "paged $1"; read line < /dev/tty; exit $2')
    editor = script(tmp_path / "editor", f'echo "$1" > {tmp_path}/edited; echo editing; read line < /dev/tty')
    monkeypatch.setenv("PAGER", f"{pager} 'two words' 0")
    monkeypatch.setenv("EDITOR", str(editor))
    terminal = Terminal([str(letters)], tmp_path)
    terminal.sees("1 of 1", "Norco")
    terminal.send("|")
    terminal.sees("paged two words")
    terminal.send("\n")
    terminal.sees("1 of 1", "Norco")
    paged = (tmp_path / "paged").read_text()
    assert "IMR CM15-0000001, item 1, Upheld" in paged
    assert not {char for char in paged if char < " " and char != "\n"} | ({"\x9b"} & set(paged))
    terminal.send("E")
    terminal.sees("editing")
    terminal.send("\n")
    terminal.sees("1 of 1", "Norco")
    assert (tmp_path / "edited").read_text().strip() == str(letters / "CM15-0000001.txt")
    terminal.send("|")
    terminal.sees("paged two words")
    terminal.send("\x03")
    terminal.sees("$PAGER failed", "was ended by signal 2")
    terminal.send("\r")
    terminal.sees("ITEM TYPE")
    terminal.send("q")
    assert terminal.ends() == 0
    assert terminal.modes_left_on() == []


async def test_a_program_that_is_not_there_and_a_terminal_that_cannot_be_lent_are_told(
    explore: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window with the reason each; Escape leads back."""
    async with explore() as session:
        await session.sees(f"1 of {ITEMS}")
        for variable, key in {"PAGER": "vertical_line", "EDITOR": "E"}.items():
            for value, reason in {
                "no-such-program -x": "There is no program no-such-program here.",
                "less 'x": "No closing quotation",
                "true": "This terminal cannot be lent to another program.",
            }.items():
                monkeypatch.setenv(variable, value)
                await session.press(key)
                await session.sees(f"${variable} ", reason)
                await session.press("escape")
                await session.sees(f"1 of {ITEMS}")


async def test_what_is_no_text_file_is_edited_as_a_private_copy(
    explore: Explore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of a PDF, readable by its owner alone, gone when the editor ends."""
    seen: list[tuple[int, str, Path]] = []

    def note(_app: object, path: Path) -> None:
        seen.append((path.stat().st_mode & 0o777, path.read_text(), path))

    monkeypatch.setattr("imr_tui.tui.outside.open_in_editor", note)
    async with explore() as session:
        await session.sees(f"1 of {ITEMS}")
        await session.seek("case:CM13-9100045")
        await session.sees("1 of 3")
        await session.press("E")
        await session.until(lambda: bool(seen), "the editor")
    ((mode, text, path),) = seen
    assert (mode, path.name) == (0o400, "CM13-9100045.txt")
    assert "Anticoagulation alone sets this fall apart." in text
    assert not path.parent.exists()
