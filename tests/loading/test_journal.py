"""The journal of a load: what a load that ended early leaves to the next, and what of it is not to be trusted."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from imr_tui.corpus.snapshot_file import beside
from imr_tui.loading.journal import Journal, write_batch
from imr_tui.loading.reading import ReadFile, read_member
from imr_tui.loading.sources import SourceFile
from tests.loading.loads import cold_tables, interrupt_load, leftovers, load, rows, tables

PURPOSE = {"corpus": "letters"}
ARCHIVE = SourceFile("b.zip", "b.zip", 1)


def flip(file: Path) -> None:
    """Change a file such that its size stays."""
    file.write_bytes(bytes(255 - byte for byte in file.read_bytes()))


def replace_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a file")


@pytest.fixture
def batches(tmp_path: Path) -> Path:
    """A journal of two batches, the second of an archive."""
    journal = Journal(tmp_path / "journal", PURPOSE, "0")
    for source, container in ((SourceFile("", "a.txt", 1), None), (SourceFile("", "b.zip/b.txt", 1), ARCHIVE)):
        write_batch(journal.folder, journal.next_number(), [read_member(source, b"no letter")], container)
    write_batch(journal.folder, journal.next_number(), [ReadFile(ARCHIVE)])
    return journal.folder


@pytest.mark.parametrize(
    ("damage", "left"),
    [
        (lambda folder: True, ["a.txt", "b.zip"]),
        (lambda folder: (folder / "000001.files.json").write_bytes(b""), ["b.zip"]),
        (lambda folder: flip(folder / "000001.files.json"), ["b.zip"]),
        (lambda folder: flip(folder / "000001.words"), ["b.zip"]),
        (lambda folder: (folder / "000003.letters.json").unlink(), ["a.txt"]),
        (lambda folder: (folder / "000001.done").write_text("[1, 2]"), ["b.zip"]),
        (lambda folder: (folder / "000001.done").write_text("null"), ["b.zip"]),
        (lambda folder: (folder / "1 note.txt").write_text("not ours"), ["a.txt", "b.zip"]),
        (lambda folder: (folder / "000009.done").mkdir(), ["a.txt", "b.zip"]),
        (lambda folder: (folder / "begun.json").write_text('{"purpose": {"corpus": "another"}}'), []),
        (lambda folder: (folder / "begun.json").write_bytes(b""), []),
        (lambda folder: (folder / "dropped.json").write_bytes(b"\0\0"), []),
        (replace_by_file, []),
    ],
)
def test_of_a_damaged_journal_what_is_whole_is_kept(
    batches: Path, damage: Callable[[Path], object], left: list[str]
) -> None:
    damage(batches)
    journal = Journal(batches, PURPOSE, "0")
    assert sorted(name for name, _ in journal.files()) == left
    assert not (batches / "1 note.txt").exists()


def test_what_is_read_anew_is_not_taken_for_what_was_dropped(tmp_path: Path) -> None:
    """A number is not given again, even if nothing is left of the batch that had it."""
    folder = tmp_path / "journal"
    journal = Journal(folder, PURPOSE, "0")
    reads = [ReadFile(SourceFile("", "a.txt", 1))]
    for number in (journal.next_number(), journal.next_number()):
        write_batch(folder, number, reads)
    (folder / "000002.done").unlink()
    journal.drop(["a.txt"])
    journal = Journal(folder, PURPOSE, "0")
    assert list(journal.files()) == []
    write_batch(folder, Journal(folder, PURPOSE, "0").next_number(), reads)
    assert [name for name, _ in journal.files()] == ["a.txt"]


def test_a_load_that_goes_on_may_doubt_what_the_one_before_it_read(many: Path, db: Path) -> None:
    """Files that changed since then may have changed after they were read, and bear the same time."""
    interrupt_load(many, db)
    before = time.time_ns()
    load(many, db)
    assert int(dict(rows(db, "FROM corpus.internal.state"))["scanned_ns"]) < before


def test_a_journal_whose_place_is_a_pattern_is_read_alone(many: Path, folder: Path, tmp_path: Path) -> None:
    interrupt_load(many, tmp_path / "1" / "snapshot.duckdb")
    db = tmp_path / "[1]" / "snapshot.duckdb"
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)


def test_a_damaged_journal_costs_the_next_load_no_letter(many: Path, db: Path) -> None:
    interrupt_load(many, db)
    flip(next(beside(db, "journal").glob("*.cases.json")))
    load(many, db)
    assert tables(db) == cold_tables(many, db)
    assert leftovers(db) == []
