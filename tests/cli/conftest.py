"""The program as a shell sees it."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from imr_tui.cli import main


@dataclass
class Done:
    code: int
    out: str
    err: str


@dataclass
class Program:
    capture: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = self.capture.readouterr()
        return Done(ended.value.code if isinstance(ended.value.code, int) else 0, out, err)


@pytest.fixture
def imr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, snapshot: Path) -> Program:
    monkeypatch.setenv("IMR_DB", str(snapshot))
    return Program(capsys, monkeypatch)


@pytest.fixture
def imr_elsewhere(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program with a corpus that the test names."""
    return Program(capsys, monkeypatch)
