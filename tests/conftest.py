"""Fixtures that many tests share. No test reads the user's own cache or environment."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.loading import load_corpus

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_corpus"
REAL_LETTERS = ROOT.parent / "shared" / "letters"
GOLD = ROOT / "tests" / "gold" / "sample_corpus.jsonl"

needs_real_letters = pytest.mark.skipif(
    not REAL_LETTERS.is_dir(), reason="the three real letters are not beside this checkout"
)


@pytest.fixture(autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    for name in [name for name in os.environ if name.startswith("IMR_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, loaded once."""
    db = tmp_path_factory.mktemp("snapshot") / "sample.duckdb"
    load_corpus(SAMPLE, db, lambda progress: None)
    return db


@pytest.fixture
def corpus(snapshot: Path) -> Iterator[Corpus]:
    with Corpus(snapshot) as opened:
        yield opened


@pytest.fixture(scope="session")
def gold() -> list[dict[str, Any]]:
    """What the authors of the sample letters say that each letter holds."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
