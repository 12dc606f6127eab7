"""The searches that a user made."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from imr_tui.search_history import MOST, ROOM, history_file, keep_search, read_history


def test_newest_first_each_once() -> None:
    for text in ("knee", "norco  10mg", "", "knee", "hip"):
        keep_search(text)
    assert read_history() == ["hip", "knee", "norco 10mg"]
    assert stat.S_IMODE(history_file().stat().st_mode) == 0o600


def test_the_oldest_are_forgotten() -> None:
    for number in range(MOST + ROOM + 3):
        keep_search(f"word {number}")
    assert read_history()[0] == f"word {MOST + ROOM + 2}"
    assert len(read_history()) == MOST
    assert len(history_file().read_text().splitlines()) < MOST + ROOM


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
