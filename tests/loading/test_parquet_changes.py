"""Tables that change, or that a load was reading when it ended: what is loaded is what a load from nothing holds."""

from pathlib import Path

import pytest

from imr_tui.corpus.session import connect
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.loading import changes
from imr_tui.loading.load import load_corpus
from imr_tui.loading.progress import Progress
from imr_tui.loading.sources import find_sources
from imr_tui.loading.table_cases import TableCases
from imr_tui.loading.tables import TableFile, open_table
from tests.letters.letters import item, letter
from tests.loading.loads import HEADER, StoppedError, interrupt_load, load, rows
from tests.loading.parquet import TABLES, new_part, no_table_any_more, public, rewrite, told


def changed_citations(folder: Path) -> None:
    rewrite(folder / "citations.parquet", "SELECT * REPLACE ('Other' AS source) FROM {}")


def removed_items(folder: Path) -> None:
    (folder / "items.parquet").unlink()


def removed_cases(folder: Path) -> None:
    (folder / "cases.parquet").unlink()


def all_removed(folder: Path) -> None:
    for name in ("citations.parquet", "more"):
        (folder / name).unlink()


CHANGES = (changed_citations, new_part, no_table_any_more, removed_items, removed_cases, all_removed)


def test_whatever_happens_to_tables_the_load_equals_one_from_nothing(small: Path, db: Path, tmp_path: Path) -> None:
    (small / "letter.txt").write_text(letter(item("Norco and more")))
    load(small, db)
    for number, change in enumerate(CHANGES):
        change(small)
        load(small, db)
        cold = tmp_path / f"cold-{number}.duckdb"
        load(small, cold)
        assert public(db) == public(cold), change
        for sql in ("SELECT * FROM corpus.main.letters ORDER BY ALL", "SELECT count(*) FROM corpus.search.docs"):
            assert rows(db, sql) == rows(cold, sql), change


def test_tables_that_are_as_they_were_are_not_read_again(
    small: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "CLOCK_TICK", 0)
    load(small, db)
    assert load(small, db).is_unchanged
    (small / "letter.txt").write_text(letter(item("Soma")))
    assert load(small, db).read == 1
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(4,)]


def test_tables_that_a_load_was_reading_when_it_ended_are_read_whole(small: Path, db: Path, tmp_path: Path) -> None:
    for ending in ("reading", "writing"):

        def stop(progress: Progress, ending: str = ending) -> None:
            if progress.phase == ending and progress.done > (len(TABLES) if ending == "reading" else -1):
                raise StoppedError

        with pytest.raises(StoppedError):
            load_corpus([small], db, stop)
        new_part(small)
    load(small, db)
    load(small, tmp_path / "cold.duckdb")
    assert public(db) == public(tmp_path / "cold.duckdb")


def test_a_file_that_was_a_table_is_none_for_a_load_that_goes_on(small: Path, db: Path, tmp_path: Path) -> None:
    load(small, db)
    no_table_any_more(small)
    interrupt_load(small, db)
    new_part(small)
    load(small, db)
    load(small, tmp_path / "cold.duckdb")
    assert told(db)["citations.parquet"] == told(tmp_path / "cold.duckdb")["citations.parquet"]
    assert public(db) == public(tmp_path / "cold.duckdb")


def test_letters_beside_tables_are_told_by_the_same_rules(small: Path, db: Path) -> None:
    (small / "B.txt").write_text(letter(item("Another")))
    (small / "again.txt").write_text(letter(item("MRI of the neck"), header=HEADER))
    load(small, db)
    found = rows(db, "SELECT source_path, case_id, status FROM corpus.main.letters ORDER BY ALL")
    assert found == [
        ("B.txt", "B", "parsed"),
        ("again.txt", "CM15-0012345", "parsed"),
        ("cases.parquet/A.txt", "A", "parsed"),
        ("cases.parquet/B.txt", "B-2", "parsed"),
        ("cases.parquet/C.txt", "CM15-0012345", "duplicate"),
    ]
    (small / "again.txt").unlink()
    load(small, db)
    source = "SELECT source_path FROM corpus.main.cases WHERE case_id = 'CM15-0012345'"
    assert rows(db, source) == [("cases.parquet/C.txt",)]
    assert len(rows(db, "SELECT * FROM corpus.main.citations")) > 0


def test_tables_without_a_case_are_no_corpus(small: Path, db: Path) -> None:
    removed_cases(small)
    with pytest.raises(UnusableInputError, match="No letters found"):
        load(small, db)


def test_tables_that_change_while_they_are_read_are_told(small: Path) -> None:
    with connect() as connection:
        opened = [open_table(connection, source, number) for number, source in enumerate(find_sources([small]))]
        (small / "items.parquet").write_bytes(b"PAR1")
        with pytest.raises(WorkFailedError, match="could not be read"):
            list(TableCases(connection, [file for file in opened if isinstance(file, TableFile)]).by_file())
