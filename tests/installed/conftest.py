"""The wheel of this checkout, installed beside the libraries that the tests run with."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT, made_once


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The installed command; nothing of the checkout is in its reach."""
    return str(made_once(tmp_path_factory, "installed", install) / "venv" / "bin" / "imr-tui")


def install(folder: Path) -> None:
    """Build the wheel, and install it into a new environment below `folder`."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    own = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    # Of a folder that is named so, the notes of what is installed for editing are not read.
    (Path(own) / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    (wheel,) = folder.glob("*.whl")
    options = ("install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel))
    run(sys.executable, "-m", "pip", "--python", str(python), *options, cwd=folder)
    assert run(str(python), "-c", "import imr_tui; print(imr_tui.__file__)", cwd=folder).startswith(own)


def run(*command: str, cwd: Path) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the user is in."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
