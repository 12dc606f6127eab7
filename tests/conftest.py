"""Fixtures that many tests share. No test reads the user's own cache or environment."""

import fcntl
import gc
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.loading.load import load_corpus

ROOT = Path(__file__).parent.parent
# The programs that tests start are compiled once, not each time, also where the environment forbids to keep that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".pytest_cache" / "bytecode")
SAMPLE = ROOT / "sample_corpus"
REAL_LETTERS = ROOT.parent / "shared" / "letters"
GOLD = ROOT / "tests" / "gold" / "sample_corpus.jsonl"

hypothesis.settings.register_profile("here", deadline=None)  # a busy machine is no fault of an example
hypothesis.settings.load_profile("here")


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not among what stays: it took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Return what the authors of letters say that each holds, with its number among those of its file."""
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    files: Counter[str] = Counter()
    for case in cases:
        files[case["file"]] += 1
        case["part"] = files[case["file"]]
    return cases


CASES = len(read_gold(GOLD))
"""Cases of the sample corpus."""
DECISIONS = Counter(item["decision"] for case in read_gold(GOLD) for item in case["items"])
ITEMS = DECISIONS.total()
"""Disputed items of the sample corpus."""

needs_real_letters = pytest.mark.skipif(
    not REAL_LETTERS.is_dir(), reason="the three real letters are not beside this checkout"
)


def copy_few(folder: Path) -> Path:
    """Make a corpus of a few letters, to be changed."""
    folder.mkdir()
    for file in sorted(SAMPLE.glob("letter_00*.txt")):
        shutil.copy2(file, folder)
    return folder


@pytest.fixture(autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for kind in ("cache", "config", "data", "state"):
        (home / kind).mkdir()
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", str(home / kind))
    for name in [name for name in os.environ if name.startswith("IMR_")]:
        monkeypatch.delenv(name)


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that is made once for all the processes in which the tests run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            folder.mkdir()
            make(folder)
    return folder


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, loaded once."""

    def load(folder: Path) -> None:
        load_corpus([SAMPLE], folder / "sample.duckdb", lambda progress: None)

    return made_once(tmp_path_factory, "snapshot", load) / "sample.duckdb"


@pytest.fixture
def corpus(snapshot: Path) -> Iterator[Corpus]:
    with Corpus(snapshot) as opened:
        yield opened
