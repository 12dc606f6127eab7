"""Corpora to be changed, and a place for their snapshot."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import copy_few
from tests.letters.letters import item, letter
from tests.loading.loads import FILES, HEADER, load
from tests.loading.parquet import export


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


@pytest.fixture(scope="session")
def exported(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the sample corpus, never changed."""
    return export(snapshot, tmp_path_factory.mktemp("exported") / "tables")


@pytest.fixture(scope="session")
def three_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of three cases, never changed: A with two items, B, and C, of which the case number is known."""
    place = tmp_path_factory.mktemp("three")
    (place / "letters").mkdir()
    (place / "letters" / "A.txt").write_text(letter(item("Norco"), item("Soma", "Overturned")))
    (place / "letters" / "B.txt").write_text(letter(item("Acupuncture")))
    (place / "letters" / "C.txt").write_text(letter(item("MRI of the neck"), header=HEADER))
    load(place / "letters", place / "three.duckdb")
    return export(place / "three.duckdb", place / "tables")


@pytest.fixture(scope="session")
def loaded_three(three_cases: Path) -> Path:
    """The snapshot of `three_cases`."""
    db = three_cases.with_name("tables.duckdb")
    load(three_cases, db)
    return db


@pytest.fixture
def small(three_cases: Path, tmp_path: Path) -> Path:
    """The tables of `three_cases`, to be changed."""
    return shutil.copytree(three_cases, tmp_path / "small")
