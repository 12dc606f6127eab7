"""A user who presses anything, for a short while; `python -m benchmarks.soak` is the same for long."""

import asyncio
import tempfile
from pathlib import Path

import pytest

from benchmarks.soak import held, soak
from imr_tui.preferences import Preferences
from imr_tui.settings import Settings
from tests.conftest import ROOT, SAMPLE

ACTIONS = 100
SEED = 2


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where exports go, and beside it where temporary files do."""
    for name in ("out", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "out")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("PAGER", "true")
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("TMUX", raising=False)
    return tmp_path


def test_random_actions_raise_nothing_and_leave_nothing(folder: Path, snapshot: Path) -> None:
    """All commands, words, clicks, sizes: no error, and no thread, process, open or temporary file is left."""
    settings = Settings((SAMPLE,), snapshot, (ROOT / "queries",), Preferences(theme="dark", restore=False))
    before = held()
    soaked = asyncio.run(soak(settings, ACTIONS, SEED))
    assert soaked.error == ""
    assert soaked.done == ACTIONS
    assert len(soaked.commands) > 25
    assert len(soaked.screens) > 5
    assert held() == before
    assert list((folder / "tmp").iterdir()) == []
