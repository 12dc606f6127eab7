"""Corpora to be changed, and a place for their snapshot."""

from pathlib import Path

import pytest

from tests.conftest import copy_few
from tests.letters.letters import item, letter
from tests.loading.loads import FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of a few letters, to be changed."""
    return copy_few(tmp_path / "letters")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A corpus of several batches."""
    corpus = tmp_path / "many"
    corpus.mkdir()
    for number in range(FILES):
        (corpus / f"{number:02}.txt").write_text(letter(item(f"Norco {number}")))
    return corpus


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "snapshot.duckdb"
