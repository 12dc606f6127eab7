"""Tables that were parsed elsewhere, as a corpus: their cases are those that were parsed, however they are laid out."""

import os
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from imr_tui.corpus.cases import read_case
from imr_tui.corpus.session import Corpus
from imr_tui.export import case_objects, copy_table
from imr_tui.export.formats import to_json
from imr_tui.letters.decode import decode
from imr_tui.letters.parse import parse_letters
from imr_tui.loading import table_cases
from imr_tui.loading.load import load_corpus
from imr_tui.loading.rows import table_rows
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine
from tests.conftest import SAMPLE
from tests.loading.loads import load, rows
from tests.loading.parquet import TABLES, export, public, rewrite, told

PART = {"cases": "case_id = 'A'", "items": "item_no = 2", "citations": "party = 'reviewer'"}
"""What is in the second part of a table: no row stands in the part in which all stand that it belongs to."""


@pytest.fixture(scope="module")
def loaded(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of the tables of the sample corpus, put in order 25 cases at a time."""
    db = tmp_path_factory.mktemp("loaded") / "snapshot.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_cases, "PORTION", 25)
        assert load(exported, db).read == len(TABLES)
    return db


def test_what_is_exported_and_loaded_is_the_same_but_for_its_source(loaded: Path, snapshot: Path) -> None:
    assert (public(loaded), told(loaded)) == (public(snapshot), {})
    sources = {path for (path,) in rows(loaded, "SELECT source_path FROM corpus.main.cases")}
    expected = {f"cases.parquet/{path}" for (path,) in rows(snapshot, "SELECT source_path FROM corpus.main.cases")}
    assert sources == expected


def test_the_export_of_loaded_tables_is_the_same_too(
    exported: Path, loaded: Path, snapshot: Path, tmp_path: Path
) -> None:
    again = export(loaded, tmp_path / "again")
    kept = "SELECT * {} FROM read_parquet('{}') ORDER BY ALL"
    with duckdb.connect() as connection:
        for name in TABLES:
            without = "EXCLUDE (source_path)" if name == "cases" else ""
            before, after = (
                connection.execute(kept.format(without, place / f"{name}.parquet")).fetchall()
                for place in (exported, again)
            )
            assert before == after
    assert objects(loaded) == objects(snapshot)


def objects(db: Path) -> list[str]:
    with Corpus(db) as corpus:
        return [
            to_json(case | {"source_path": None, "file": None})
            for case in case_objects(corpus.cursor(), corpus.cursor())
        ]


def test_a_case_is_a_row_of_letters(loaded_three: Path) -> None:
    columns = "source_path, size, modified_at, content_hash, case_id, status"
    assert sorted(rows(loaded_three, f"SELECT {columns} FROM corpus.main.letters")) == [
        (f"cases.parquet/{name}.txt", None, None, None, case_id, "parsed")
        for name, case_id in (("A", "A"), ("B", "B"), ("C", "CM15-0012345"))
    ]


def test_words_of_tables_are_found(loaded_three: Path) -> None:
    with Corpus(loaded_three) as corpus:
        answer = SearchEngine(corpus).search(SearchRequest("acupuncture"), corpus.cursor())
    assert answer.results.total == 1


def test_letters_that_another_program_parsed_are_those_that_a_load_reads(
    db: Path, tmp_path: Path, snapshot: Path
) -> None:
    """As `docs/loading.md` shows it."""
    parsed: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    paths = sorted(SAMPLE.glob("CM15-*.txt"))
    for path in paths:
        (one,) = parse_letters(decode(path.read_bytes()) or "")
        for name, found in table_rows(one, one.header.case_number or path.stem, path.name).items():
            parsed[name] += found
    (tmp_path / "tables").mkdir()
    for name, found in parsed.items():
        (tmp_path / name).write_text("\n".join(map(to_json, found)))
        with duckdb.connect() as connection:
            read = f"read_json('{tmp_path / name}', format = 'newline_delimited')"
            connection.execute(f"COPY (FROM {read}) TO '{tmp_path / 'tables' / name}.parquet' (FORMAT parquet)")
    load(tmp_path / "tables", db)
    cases = public(db)["cases"]
    assert len(cases) == len(paths)
    assert set(map(repr, cases)) <= set(map(repr, public(snapshot)["cases"]))


@pytest.mark.parametrize("layout", ["{table}-{part}.parquet", "{table}/part-{part}.parquet", "x/y/{table}/{part}"])
def test_a_table_may_have_several_parts(small: Path, db: Path, loaded_three: Path, layout: str) -> None:
    for table in TABLES:
        path = small / f"{table}.parquet"
        for part in (False, True):
            target = small / layout.format(table=table, part=int(part))
            target.parent.mkdir(parents=True, exist_ok=True)
            rewrite(path, f"SELECT * FROM {{}} WHERE ({PART[table]}) = {part}", target)
        path.unlink()
    load(small, db)
    assert (public(db), told(db)) == (public(loaded_three), {})


def test_a_name_that_is_a_pattern_is_that_of_one_file(small: Path, db: Path, loaded_three: Path) -> None:
    rewrite(small / "cases.parquet", f"FROM {{}} WHERE {PART['cases']}", small / "[a].parquet")
    rewrite(small / "cases.parquet", f"FROM {{}} WHERE NOT ({PART['cases']})", small / "a.parquet")
    (small / "cases.parquet").unlink()
    (small / "citations.parquet").rename(small / "?.parquet")
    (small / "items.parquet").rename(small / "*.parquet")
    load(small, db)
    assert (public(db), told(db)) == (public(loaded_three), {})


def test_exports_in_folders_of_their_own_are_kept_apart(small: Path, db: Path, tmp_path: Path) -> None:
    both = tmp_path / "both"
    for year in ("2014", "2015"):
        shutil.copytree(small, both / year)
    rewrite(both / "2015" / "items.parquet", "SELECT * REPLACE (title || ' of 2015' AS title) FROM {}")
    load(both, db)
    assert told(db) == {}
    assert rows(db, "SELECT item_id, title FROM corpus.main.items WHERE case_id LIKE 'B%' ORDER BY ALL") == [
        ("B#1", "Acupuncture"),
        ("B-2#1", "Acupuncture of 2015"),
    ]
    statuses = rows(db, "SELECT source_path, status FROM corpus.main.letters WHERE case_id = 'CM15-0012345'")
    assert sorted(statuses) == [("2014/cases.parquet/C.txt", "parsed"), ("2015/cases.parquet/C.txt", "duplicate")]


def test_of_cases_that_differ_in_small_letters_only_the_one_named_is_shown(small: Path, db: Path) -> None:
    number = "if(case_id = 'B', 'cm15-0012345', case_number)"
    rewrite(small / "cases.parquet", f"SELECT * REPLACE ({number} AS case_number) FROM {{}}")
    load(small, db)
    with Corpus(db) as corpus:
        for case_id in ("CM15-0012345", "cm15-0012345"):
            assert read_case(corpus.cursor(), case_id).facts["case_id"] == case_id


def test_files_of_tables_are_a_corpus(three_cases: Path, db: Path, loaded_three: Path) -> None:
    load_corpus([three_cases / f"{name}.parquet" for name in TABLES], db, lambda progress: None)
    assert public(db) == public(loaded_three)


def test_a_table_within_an_archive_is_told(three_cases: Path, db: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "corpus" / "tables"), "zip", three_cases)
    shutil.copy2(SAMPLE / "letter_001.txt", tmp_path / "corpus")
    load(tmp_path / "corpus", db)
    problems = "SELECT problems FROM corpus.main.letters WHERE source_path LIKE '%/items.parquet'"
    assert rows(db, problems) == [(["Parquet table within an archive: unpack it"],)]


def test_an_export_to_a_path_that_is_no_utf8_is_refused(snapshot: Path, tmp_path: Path) -> None:
    with Corpus(snapshot) as corpus, pytest.raises(OSError, match=r"no UTF-8"):
        copy_table(corpus.cursor(), "cases", tmp_path / os.fsdecode(b"caf\xe9.parquet"))
