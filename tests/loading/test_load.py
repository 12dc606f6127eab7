"""Loading: what becomes of each file, what is read again, and what survives."""

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from imr_tui.corpus.session import Corpus, attach, connect
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.loading import old_snapshot
from imr_tui.loading.load import load_corpus
from imr_tui.loading.progress import Progress
from tests.conftest import SAMPLE
from tests.letters.letters import item, letter
from tests.letters.pdf_writer import pdf_of
from tests.loading.loads import FILES, HEADER, cold_tables, interrupt_load, leftovers, load, rows, statuses, tables

PHASES = ["looking", "waiting", "reading", "writing"]


def test_every_file_is_recorded_with_what_became_of_it(folder: Path, db: Path) -> None:
    (folder / "notes.md").write_text("Call the office.")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 ...")
    (folder / "photo.jpg").write_bytes(bytes(range(256)) * 8)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "unclear.txt").write_text(letter(item("Norco").replace(": Upheld", "")))
    (folder / ".hidden.txt").write_text(letter(item("Norco")))
    load(folder, db)
    found = statuses(db)
    names = ("notes.md", "scan.pdf", "photo.jpg", "empty.txt", "unclear.txt", ".hidden.txt")
    assert {name: found.get(name) for name in names} == {
        "notes.md": "not a letter",
        "scan.pdf": "unreadable",
        "photo.jpg": "not a letter",
        "empty.txt": "not a letter",
        "unclear.txt": "parsed with problems",
        ".hidden.txt": None,
    }
    assert all(status == "parsed" for name, status in found.items() if name.startswith("letter_"))


def test_a_second_load_reads_nothing(folder: Path, db: Path) -> None:
    first = load(folder, db)
    built_at = db.stat().st_mtime_ns
    second = load(folder, db)
    assert (first.read, second.read, second.is_unchanged) == (9, 0, True)
    assert db.stat().st_mtime_ns == built_at
    assert db.stat().st_mode & 0o777 == 0o400


def test_only_what_changed_is_read_and_the_tables_equal_a_cold_load(folder: Path, db: Path, tmp_path: Path) -> None:
    load(folder, db)
    (folder / "letter_001.txt").unlink()
    (folder / "letter_002.txt").write_text(letter(item("Norco"), header=HEADER))
    (folder / "CM15-9000101.txt").write_bytes((SAMPLE / "CM15-9000101.txt").read_bytes())
    report = load(folder, db)
    assert (report.read, report.removed) == (2, 1)
    cold = tmp_path / "cold.duckdb"
    load(folder, cold)
    assert tables(db) == tables(cold)
    assert rows(db, "SELECT title FROM corpus.main.items WHERE case_id = 'CM15-0012345'") == [("Norco",)]


def test_one_case_in_two_files_is_one_case(folder: Path, db: Path) -> None:
    text = letter(item("Norco"), header=HEADER)
    (folder / "a.txt").write_text(text)
    (folder / "b.txt").write_text(text.replace("\n", "\r\n"))
    load(folder, db)
    assert rows(db, "SELECT source_path FROM corpus.main.cases WHERE case_id = 'CM15-0012345'") == [("a.txt",)]
    assert rows(db, "SELECT case_id, status, problems FROM corpus.main.letters WHERE source_path = 'b.txt'") == [
        ("CM15-0012345", "duplicate", ["the case is read from a.txt"])
    ]
    (folder / "a.txt").unlink()
    load(folder, db)
    assert rows(db, "SELECT source_path FROM corpus.main.cases WHERE case_id = 'CM15-0012345'") == [("b.txt",)]


def test_letters_without_a_number_are_named_by_their_file_and_kept_apart(folder: Path, db: Path) -> None:
    for year in ("2014", "2015"):
        (folder / year).mkdir()
        (folder / year / "one.txt").write_text(letter(item(f"Norco {year}")))
    (folder / "CM14-0000007.txt").write_text(letter(item("Soma")))
    load(folder, db)
    found = rows(
        db, "SELECT case_id, case_number, source_path FROM corpus.main.cases WHERE source_path NOT LIKE 'letter%'"
    )
    assert sorted(found) == [
        ("CM14-0000007", "CM14-0000007", "CM14-0000007.txt"),
        ("one", None, "2014/one.txt"),
        ("one-2", None, "2015/one.txt"),
    ]


def test_an_outcome_sums_up_its_decisions(folder: Path, db: Path) -> None:
    (folder / "mixed.txt").write_text(letter(item("Norco"), item("Soma", "Overturned")))
    (folder / "none.txt").write_text(letter())
    (folder / "won.txt").write_text(letter(item("Norco", "Overturned")))
    load(folder, db)
    found = dict(rows(db, "SELECT case_id, outcome FROM corpus.main.cases"))
    outcomes = [found[name] for name in ("mixed", "none", "won", "letter_001")]
    assert outcomes == ["Mixed", "Unclear", "All overturned", "All upheld"]


def test_a_single_letter_is_a_corpus(db: Path) -> None:
    load(SAMPLE / "letter_001.txt", db)
    assert rows(db, "SELECT case_id FROM corpus.main.cases") == [("letter_001",)]


def test_progress_is_told_to_the_last_letter(folder: Path, db: Path) -> None:
    told: list[Progress] = []
    load_corpus([folder], db, told.append)
    assert [progress.phase for progress in told] == sorted((p.phase for p in told), key=PHASES.index)
    reading = [progress for progress in told if progress.phase == "reading"]
    assert (reading[0], reading[-1]) == (Progress("reading", 0, 9), Progress("reading", 9, 9))


@pytest.mark.parametrize(
    ("prepare", "title"),
    [
        (lambda folder: folder / "nowhere", "No such corpus"),
        (
            lambda folder: next(folder / name for name in ["void"] if not (folder / name).mkdir()),
            "The corpus is empty",
        ),
    ],
    ids=["missing", "empty"],
)
def test_a_corpus_that_cannot_be_used(folder: Path, db: Path, prepare: Any, title: str) -> None:
    with pytest.raises(UnusableInputError) as told:
        load(prepare(folder), db)
    assert told.value.title == title
    assert told.value.hint
    assert not db.exists()


def test_no_letter_at_all_leaves_the_old_snapshot(folder: Path, db: Path) -> None:
    load(folder, db)
    before = db.read_bytes()
    for file in folder.iterdir():
        file.unlink()
    (folder / "notes.txt").write_text("no letter")
    with pytest.raises(UnusableInputError, match="No letters found"):
        load(folder, db)
    assert db.read_bytes() == before


@pytest.mark.parametrize("damage", ["garbage", "truncated", "flipped"])
def test_a_damaged_snapshot_is_rebuilt_and_told(folder: Path, db: Path, damage: str) -> None:
    load(folder, db)
    good = tables(db)
    data = bytearray(db.read_bytes())
    db.chmod(0o644)
    if damage == "garbage":
        data = bytearray(b"not a database at all")
    elif damage == "truncated":
        data = data[: len(data) // 2]
    else:
        inner = slice(len(data) // 4, len(data) * 3 // 4)
        data[inner] = bytes(255 - byte for byte in data[inner])
    db.write_bytes(data)
    report = load(folder, db)
    assert report.rebuilt_because == "the snapshot was damaged"
    assert tables(db) == good


@pytest.mark.parametrize("table", ["internal.letters", "internal.items"])
def test_damage_that_is_found_late_leads_to_a_rebuild_too(
    folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """Of a large snapshot only what is needed is read: letters where files were touched, the rest where one changed."""
    load(folder, db)
    monkeypatch.setattr(old_snapshot, "LARGEST_CHECKED", 0)
    damage_block(db, table)
    for file in folder.iterdir():
        os.utime(file, (0, 0))
    (folder / "letter_001.txt").write_bytes((folder / "letter_001.txt").read_bytes() + b"\n")
    assert load(folder, db).rebuilt_because == "the snapshot was damaged"
    assert tables(db) == cold_tables(folder, db)


def damage_block(db: Path, table: str) -> None:
    """Overwrite the block of a snapshot that holds a small table."""
    with connect() as connection:
        attach(connection, db, "old")
        sizes = "SELECT block_size FROM pragma_database_size() WHERE database_name = 'old'"
        ((size,),) = connection.execute(sizes).fetchall()
        ((block,),) = connection.execute(f"SELECT max(block_id) FROM pragma_storage_info('old.{table}')").fetchall()
    db.chmod(0o644)
    with db.open("r+b") as file:
        file.seek(3 * 4096 + block * size + size // 2)  # three headers come first
        file.write(b"damaged")


def test_what_is_no_database_is_set_aside_not_overwritten(folder: Path, db: Path) -> None:
    db.parent.mkdir()
    db.write_text("my notes")
    load(folder, db)
    assert db.with_name("snapshot.duckdb.damaged").read_text() == "my notes"


def test_a_word_beyond_counting_costs_no_load(folder: Path, db: Path) -> None:
    (folder / "flood.txt").write_text(letter(item("Norco", rationale="pain " * 70_000 + "ends.")))
    load(folder, db)
    assert statuses(db)["flood.txt"] == "parsed"


def test_what_is_no_regular_file_is_told(folder: Path, db: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "lost.txt").symlink_to(folder / "nowhere")
    load(folder, db)
    assert [statuses(db)[name] for name in ("pipe", "lost.txt")] == ["unreadable", "unreadable"]
    assert load(folder, db).is_unchanged


def test_names_that_differ_by_case_alone_are_cases_of_their_own(folder: Path, db: Path) -> None:
    for name in ("one", "One"):
        (folder / f"{name}.txt").write_text(letter(item(f"Norco of {name}")))
    load(folder, db)
    found = rows(
        db, "SELECT case_id, source_path FROM corpus.main.cases WHERE source_path ILIKE 'one.txt' ORDER BY ALL"
    )
    assert found == [("One", "One.txt"), ("one-2", "one.txt")]


def test_a_database_of_something_else_is_refused(folder: Path, db: Path) -> None:
    db.parent.mkdir()
    with duckdb.connect(str(db)) as connection:
        connection.execute("CREATE TABLE savings (amount INTEGER)")
    before = db.read_bytes()
    with pytest.raises(UnusableInputError, match="Not a snapshot"):
        load(folder, db)
    assert db.read_bytes() == before


def test_a_snapshot_of_another_corpus_is_not_taken_over(folder: Path, db: Path) -> None:
    load(SAMPLE, db)
    report = load(folder, db)
    assert (report.read, report.rebuilt_because) == (9, "it held another corpus")


def test_a_load_that_is_interrupted_leaves_the_old_snapshot_and_the_next_goes_on(many: Path, db: Path) -> None:
    load(many, db)
    before = tables(db)
    for file in many.iterdir():
        file.write_text(file.read_text() + "\n")
    read = interrupt_load(many, db)
    assert 0 < read < FILES
    assert tables(db) == before
    told: list[Progress] = []
    assert load_corpus([many], db, told.append).read == FILES
    assert max((progress.total for progress in told if progress.phase == "reading"), default=0) <= FILES - read
    assert leftovers(db) == []


def test_what_changed_after_an_interrupted_load_read_it_is_read_again(many: Path, db: Path, tmp_path: Path) -> None:
    interrupt_load(many, db)
    files = sorted(many.iterdir())
    files[0].unlink()
    files[1].write_text(letter(item("Soma"), header=HEADER))
    load(many, db)
    load(many, tmp_path / "cold.duckdb")
    assert tables(db) == tables(tmp_path / "cold.duckdb")
    assert rows(db, "SELECT title FROM corpus.main.items WHERE case_id = 'CM15-0012345'") == [("Soma",)]


def test_a_cache_folder_that_cannot_be_made_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkFailedError) as told:
        load(folder, tmp_path / "file" / "snapshot.duckdb")
    assert "could not be written" in told.value.title


def test_a_reader_keeps_its_snapshot_while_another_takes_its_place(folder: Path, db: Path) -> None:
    load(folder, db)
    with Corpus(db) as reading:
        cursor = reading.cursor()
        (folder / "new.txt").write_text(letter(item("Norco")))
        load(folder, db)
        assert cursor.execute("SELECT count(*) FROM corpus.main.cases").fetchall() == [(9,)]
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(10,)]


def test_a_file_that_was_only_touched_is_not_read_again(folder: Path, db: Path) -> None:
    load(folder, db)
    os.utime(folder / "letter_001.txt", ns=(0, 1_000_000_000))
    report = load(folder, db)
    assert (report.read, report.moved) == (0, 1)
    times = "SELECT modified_at FROM corpus.main.letters WHERE source_path = 'letter_001.txt'"
    assert rows(db, times) == [(datetime(1970, 1, 1, 0, 0, 1),)]
    assert load(folder, db).is_unchanged


def test_a_file_that_changed_but_kept_its_size_and_time_is_read_again(folder: Path, db: Path) -> None:
    path = folder / "letter_001.txt"
    was = path.stat()
    load(folder, db)
    path.write_text(path.read_text().replace("Upheld", "Uphled"))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert load(folder, db).read == 1


def test_several_letters_in_one_file_are_several_cases(folder: Path, db: Path, tmp_path: Path) -> None:
    shutil.copy2(SAMPLE / "bundle.txt", folder)
    load(folder, db)
    case_ids = [("CM14-9200901",), ("CM14-9200903",), ("bundle",)]
    found = "SELECT case_id FROM corpus.main.{} WHERE source_path = 'bundle.txt' ORDER BY ALL"
    assert rows(db, found.format("cases")) == rows(db, found.format("letters")) == case_ids
    (folder / "letter_001.txt").unlink()
    assert load(folder, db).read == 0
    cold = tmp_path / "cold.duckdb"
    load(folder, cold)
    assert tables(db) == tables(cold)


def test_the_same_case_as_pdf_and_as_text_is_one_case(folder: Path, db: Path) -> None:
    text = (SAMPLE / "CM15-9000101.txt").read_text()
    (folder / "CM15-9000101.pdf").write_bytes((SAMPLE / "CM15-9000101.pdf").read_bytes())
    (folder / "with header.txt").write_text(text)
    (folder / "without header.txt").write_text(text[text.index("HOW THE IMR") :])
    load(folder, db)
    found = statuses(db)
    assert found["CM15-9000101.pdf"] == "parsed"
    assert (found["with header.txt"], found["without header.txt"]) == ("duplicate", "duplicate")
    ids = rows(db, "SELECT DISTINCT case_id FROM corpus.main.letters WHERE source_path NOT LIKE 'letter%'")
    assert ids == [("CM15-9000101",)]


def test_pages_of_a_pdf_without_text_are_told(folder: Path, db: Path) -> None:
    shutil.copy2(SAMPLE / "CM14-9200199.pdf", folder / "scan.pdf")
    lines = (SAMPLE / "letter_001.txt").read_text().splitlines()
    (folder / "part.pdf").write_bytes(pdf_of(lines[:40], [], lines[40:]))
    (folder / "letter_001.txt").unlink()
    load(folder, db)
    found = "SELECT status, problems FROM corpus.main.letters WHERE source_path LIKE '%.pdf' ORDER BY source_path"
    assert rows(db, found) == [
        ("parsed with problems", ["page 2: no text on it"]),
        ("unreadable", ["no text: its pages are images only"]),
    ]


def test_what_no_field_holds_is_a_column_of_its_case_and_letter(folder: Path, db: Path) -> None:
    garbled = "lnvoice 0O4471 rem1t to Suite 3lO"
    text = letter(item("Norco"), header=HEADER).replace("Certification(s)", f"{garbled}\nCertification(s)")
    (folder / "garbled.txt").write_text(text)
    load(folder, db)
    found = "SELECT unread, problems FROM corpus.main.{} WHERE case_id = 'CM15-0012345'"
    told = [([garbled], [f"not read, it belongs to no part of the letter: {garbled}"])]
    assert rows(db, found.format("cases")) == rows(db, found.format("letters")) == told
