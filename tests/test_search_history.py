"""The searches that a user made."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from imr_tui import search_history
from imr_tui.search_history import history_file, keep_search, read_history


def test_newest_first_each_once() -> None:
    for text in ("knee", "norco  10mg", "", "knee", "hip"):
        keep_search(text)
    assert read_history() == ["hip", "knee", "norco 10mg"]
    assert stat.S_IMODE(history_file().stat().st_mode) == 0o600


def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_history, "MOST", 20)
    monkeypatch.setattr(search_history, "ROOM", 5)
    for number in range(28):
        keep_search(f"word {number}")
    assert read_history() == [f"word {number}" for number in range(27, 7, -1)]
    assert len(history_file().read_text().splitlines()) < 25


def test_sessions_that_write_at_once_lose_nothing() -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: keep_search(f"word {number}"), range(200)))
    assert sorted(read_history()) == sorted(f"word {number}" for number in range(200))


def test_a_damaged_file_loses_its_damaged_lines_only() -> None:
    keep_search("knee")
    with history_file().open("ab") as file:
        file.write(b'\xff\xfe\n{"a": 1}\n3\n"cut')
    keep_search("hip")
    assert read_history() == ["hip", "knee"]


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    keep_search("knee")
    assert read_history() == []
