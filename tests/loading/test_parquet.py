"""Tables that were parsed elsewhere: Parquet files as a corpus."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from imr_tui.corpus.session import Corpus, connect
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.export import case_objects, copy_table
from imr_tui.export.formats import to_json
from imr_tui.letters.decode import decode
from imr_tui.letters.parse import parse_letters
from imr_tui.loading import Progress, changes, load_corpus
from imr_tui.loading.rows import table_rows
from imr_tui.loading.sources import find_sources
from imr_tui.loading.table_cases import TableCases
from imr_tui.loading.tables import TableFile, open_table
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine
from tests.conftest import CASES, SAMPLE
from tests.letters.letters import item, letter
from tests.loading.loads import StoppedError, interrupt_load, load, rows

TABLES = ("cases", "items", "citations")
PART = {
    "cases": "hash(case_id) % 2",
    "items": "hash(case_id, item_no) % 2",
    "citations": "hash(item_id) % 2",
}
"""Which of two parts of a table a row is in."""


def public(db: Path) -> dict[str, list[Any]]:
    """Return all that is said of cases but where they were read."""
    return {
        "cases": rows(db, "SELECT * EXCLUDE (source_path) FROM corpus.main.cases ORDER BY case_id"),
        "items": rows(db, "FROM corpus.main.items ORDER BY case_id, item_no"),
        "citations": rows(db, "FROM corpus.main.citations ORDER BY item_id, rowid"),
    }


def told(db: Path) -> dict[str, tuple[str, list[str]]]:
    """Return status and problems of each Parquet file of which there is something to tell."""
    letters = "SELECT source_path, status, problems FROM corpus.main.letters WHERE source_path LIKE '%.parquet'"
    return {path: (status, problems) for path, status, problems in rows(db, letters)}


def export(db: Path, folder: Path) -> Path:
    folder.mkdir()
    with Corpus(db) as corpus:
        for name in TABLES:
            copy_table(corpus.cursor(), name, folder / f"{name}.parquet")
    return folder


def rewrite(path: Path, query: str, target: Path | None = None) -> None:
    """Replace a Parquet file by what a query gives, in which `{}` is the file."""
    new, rows = path.with_suffix(".new"), query.format(f"read_parquet('{path}')")
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO '{new}' (FORMAT parquet)")
    new.replace(target or path)


@pytest.fixture(scope="session")
def exported(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the sample corpus, never changed."""
    return export(snapshot, tmp_path_factory.mktemp("exported") / "tables")


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """The tables of the sample corpus, to be changed."""
    return shutil.copytree(exported, tmp_path / "tables")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The tables of three cases: A with two items, B, and C, of which the case number is known."""
    source = tmp_path / "three"
    source.mkdir()
    (source / "A.txt").write_text(letter(item("Norco"), item("Soma", "Overturned")))
    (source / "B.txt").write_text(letter(item("Acupuncture")))
    (source / "C.txt").write_text(letter(item("MRI of the neck"), header="Case Number: CM15-0012345\n\n"))
    load(source, tmp_path / "three.duckdb")
    return export(tmp_path / "three.duckdb", tmp_path / "small")


def test_what_is_exported_and_loaded_is_the_same_but_for_its_source(folder: Path, db: Path, snapshot: Path) -> None:
    report = load(folder, db)
    assert (report.read, public(db), told(db)) == (3, public(snapshot), {})
    sources = {path for (path,) in rows(db, "SELECT source_path FROM corpus.main.cases")}
    expected = {f"cases.parquet/{path}" for (path,) in rows(snapshot, "SELECT source_path FROM corpus.main.cases")}
    assert sources == expected


def test_the_export_of_loaded_tables_is_the_same_too(folder: Path, db: Path, snapshot: Path, tmp_path: Path) -> None:
    load(folder, db)
    again = export(db, tmp_path / "again")
    kept = "SELECT * {} FROM read_parquet('{}') ORDER BY ALL"
    with duckdb.connect() as connection:
        for name in TABLES:
            without = "EXCLUDE (source_path)" if name == "cases" else ""
            before, after = (
                connection.execute(kept.format(without, place / f"{name}.parquet")).fetchall()
                for place in (folder, again)
            )
            assert before == after
    assert objects(db) == objects(snapshot)


def objects(db: Path) -> list[str]:
    with Corpus(db) as corpus:
        return [
            to_json(case | {"source_path": None, "file": None})
            for case in case_objects(corpus.cursor(), corpus.cursor())
        ]


def test_a_case_is_a_row_of_letters(small: Path, db: Path) -> None:
    load(small, db)
    found = rows(db, "SELECT source_path, size, modified_at, content_hash, case_id, status FROM corpus.main.letters")
    assert sorted(found) == [
        (f"cases.parquet/{name}.txt", None, None, None, case_id, "parsed")
        for name, case_id in (("A", "A"), ("B", "B"), ("C", "CM15-0012345"))
    ]


def test_words_of_tables_are_found(small: Path, db: Path) -> None:
    load(small, db)
    with Corpus(db) as corpus:
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
def test_a_table_may_have_several_parts(folder: Path, db: Path, snapshot: Path, layout: str) -> None:
    for table in TABLES:
        path = folder / f"{table}.parquet"
        for part in (0, 1):
            target = folder / layout.format(table=table, part=part)
            target.parent.mkdir(parents=True, exist_ok=True)
            rewrite(path, f"SELECT * FROM {{}} WHERE {PART[table]} = {part}", target)
        path.unlink()
    load(folder, db)
    assert public(db)["cases"] == public(snapshot)["cases"]
    assert public(db)["items"] == public(snapshot)["items"]
    assert told(db) == {}


@pytest.mark.parametrize("name", ["*.parquet", "?.parquet", "[a].parquet"])
def test_a_name_that_is_a_pattern_is_that_of_one_file(small: Path, db: Path, tmp_path: Path, name: str) -> None:
    load(small, tmp_path / "plain.duckdb")
    (small / "cases.parquet").rename(small / "a.parquet")
    (small / "items.parquet").rename(small / name)
    load(small, db)
    assert told(db) == {}
    assert public(db) == public(tmp_path / "plain.duckdb")


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


def changed_citations(folder: Path) -> None:
    rewrite(folder / "citations.parquet", "SELECT * REPLACE ('Other' AS source) FROM {}")


def new_part(folder: Path) -> None:
    path = folder / "items.parquet"
    rewrite(path, "SELECT * REPLACE (item_no + 90 AS item_no, item_id || '-90' AS item_id) FROM {}", folder / "more")


def removed_items(folder: Path) -> None:
    (folder / "items.parquet").unlink()


def removed_cases(folder: Path) -> None:
    (folder / "cases.parquet").unlink()


def no_table_any_more(folder: Path) -> None:
    (folder / "citations.parquet").write_text("notes")


def all_removed(folder: Path) -> None:
    for table in TABLES:
        (folder / f"{table}.parquet").unlink()


@pytest.mark.parametrize(
    "change", [changed_citations, new_part, removed_items, removed_cases, no_table_any_more, all_removed]
)
def test_when_a_table_changes_the_load_equals_one_from_nothing(
    small: Path, db: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    (small / "letter.txt").write_text(letter(item("Norco and more")))
    load(small, db)
    change(small)
    load(small, db)
    cold = tmp_path / "cold.duckdb"
    load(small, cold)
    assert public(db) == public(cold)
    letters = "SELECT * FROM corpus.main.letters ORDER BY ALL"
    assert rows(db, letters) == rows(cold, letters)
    words = "SELECT count(*) FROM corpus.search.docs"
    assert rows(db, words) == rows(cold, words)


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
    (small / "again.txt").write_text(letter(item("MRI of the neck"), header="Case Number: CM15-0012345\n\n"))
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


@pytest.mark.parametrize(
    ("table", "query", "status", "problem"),
    [
        ("items", "SELECT 1 AS x, 'y' AS y", "not a letter", "a Parquet table of something else: "),
        ("items", "SELECT * EXCLUDE (rationale, title) FROM {}", "not a letter", "lacks the columns title, rationale"),
        (
            "cases",
            "SELECT * REPLACE (42 AS decision_date) FROM {}",
            "not a letter",
            "a Parquet table of cases whose column decision_date is of type INTEGER, not DATE",
        ),
        (
            "items",
            "SELECT * REPLACE ([title] AS title) FROM {}",
            "not a letter",
            "a Parquet table of items whose column title is of type VARCHAR[], not VARCHAR",
        ),
        ("items", "SELECT * FROM {} LIMIT 0", None, None),
    ],
    ids=["foreign", "columns lack", "wrong type", "list for text", "empty"],
)
def test_what_is_no_table_of_ours_is_told(
    small: Path, db: Path, table: str, query: str, status: str | None, problem: str | None
) -> None:
    (small / "letter.txt").write_text(letter(item("Soma")))
    rewrite(small / f"{table}.parquet", query)
    load(small, db)
    found = told(db).get(f"{table}.parquet")
    if status is None or problem is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == status
        assert problem in found[1][0]


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_end(data: bytes) -> bytes:
    return data[:-4] + b"XXXX"


def flipped(data: bytes) -> bytes:
    return data[:40] + bytes(255 - byte for byte in data[40 : len(data) // 2]) + data[len(data) // 2 :]


@pytest.mark.parametrize("damage", [truncated, without_end, flipped])
def test_a_damaged_file_costs_only_itself(small: Path, db: Path, damage: Callable[[bytes], bytes]) -> None:
    path = small / "items.parquet"
    path.write_bytes(damage(path.read_bytes()))
    load(small, db)
    status, problems = told(db)["items.parquet"]
    assert (status, problems[0].startswith("damaged: ")) == ("unreadable", True)
    assert rows(db, "SELECT case_id, item_count FROM corpus.main.cases ORDER BY ALL") == [
        ("A", 0),
        ("B", 0),
        ("CM15-0012345", 0),
    ]
    miscounted = "3 cases with other items than item_count says: A, B, CM15-0012345"
    assert told(db)["cases.parquet"] == ("parsed with problems", [miscounted])


def test_rows_without_their_counterpart_are_told(small: Path, db: Path) -> None:
    cases, items, citations = (small / f"{table}.parquet" for table in TABLES)
    rewrite(
        cases,
        "FROM {0} WHERE case_id <> 'B' UNION ALL FROM {0} WHERE case_id = 'A' UNION ALL "
        "SELECT * REPLACE (NULL AS case_id) FROM {0} WHERE case_id = 'B'",
    )
    rewrite(
        items,
        "FROM {0} UNION ALL SELECT * REPLACE ('other' AS item_id) FROM {0} WHERE item_id = 'A#1' UNION ALL "
        "SELECT * REPLACE ('third' AS item_id, NULL AS item_no) FROM {0} WHERE item_id = 'A#1'",
    )
    rewrite(citations, "FROM {0} UNION ALL SELECT 'Z#9', 'reviewer', 'MTUS', NULL, NULL")
    load(small, db)
    problems = {path: details for path, (_, details) in told(db).items()}
    assert problems["cases.parquet"] == [
        "1 case left out, since it has no case_id: row 3",
        "1 case left out, since another row has the same case_id: A",
    ]
    assert problems["items.parquet"] == [
        "1 item left out, since no case has its case_id: B#1",
        "1 item left out, since it has no item_no: third",
        "1 item left out, since another row has the same item_id or item_no: other",
    ]
    assert problems["citations.parquet"][0].endswith("Z#9")
    assert rows(db, "SELECT item_id, title FROM corpus.main.items ORDER BY ALL") == [
        ("A#1", "Norco"),
        ("A#2", "Soma"),
        ("CM15-0012345#1", "MRI of the neck"),
    ]


def test_other_types_are_cast_and_what_cannot_be_is_told(small: Path, db: Path) -> None:
    rewrite(
        small / "cases.parquet",
        """SELECT * EXCLUDE (problems, unread, item_count, outcome) REPLACE (
            patient_age::DOUBLE AS patient_age, case_id::BLOB AS case_id, [NULL, 'Surgery'] AS specialties,
            if(case_id = 'A', 'yesterday', '2015-03-04') AS decision_date,
            TIMESTAMP '2015-02-03 04:05' AS assigned_date,
            if(case_id = 'B', DATE '290000-01-01', DATE '2014-01-01') AS injury_date
        ) FROM {}""",
    )
    load(small, db)
    assert told(db)["cases.parquet"][1] == [
        "1 value of decision_date left out: no DATE",
        "1 value of injury_date left out: no DATE",
    ]
    values = "SELECT case_id, decision_date::VARCHAR, assigned_date::VARCHAR, injury_date::VARCHAR, specialties"
    assert rows(db, f"{values} FROM corpus.main.cases WHERE case_id IN ('A', 'B') ORDER BY ALL") == [
        ("A", None, "2015-02-03", "2014-01-01", ["Surgery"]),
        ("B", "2015-03-04", "2015-02-03", None, ["Surgery"]),
    ]


def test_counts_are_those_of_the_items(small: Path, db: Path) -> None:
    rewrite(small / "cases.parquet", "SELECT * REPLACE (99 AS upheld_count, 'Nonsense' AS outcome) FROM {}")
    load(small, db)
    counts = "SELECT case_id, item_count, upheld_count, overturned_count, outcome FROM corpus.main.cases ORDER BY ALL"
    assert rows(db, counts)[0] == ("A", 2, 1, 1, "Mixed")


def test_values_that_the_field_does_not_know_are_problems_of_the_case(small: Path, db: Path) -> None:
    rewrite(small / "items.parquet", "SELECT * REPLACE ('Perhaps' AS decision, 'Magic' AS item_type) FROM {}")
    rewrite(small / "cases.parquet", "SELECT * REPLACE ('E' AS generation) FROM {} WHERE case_id = 'B'")
    rewrite(small / "citations.parquet", "SELECT * REPLACE (NULL AS party) FROM {}")
    load(small, db)
    ((generation, problems, outcome),) = rows(db, "SELECT generation, problems, outcome FROM corpus.main.cases")
    assert (generation, outcome) == (None, "Unclear")
    assert problems[:3] == [
        "generation is 'E', none of A, B, C, D",
        "item 1: decision is 'Perhaps', none of Upheld, Overturned, Unclear",
        "item 1: item type is 'Magic', none of Pharmaceuticals, Rehabilitation Services, Diagnostic Testing, DMEPOS, "
        "Injections, Surgery, Evaluation & Management, Behavioral & Mental Health Services, Programs, Home Health, "
        "Dental & Vision, Transportation & Lodging, Other",
    ]
    assert rows(db, "SELECT decision, item_type FROM corpus.main.items") == [("Unclear", "Magic")]
    status = "SELECT status FROM corpus.main.letters WHERE case_id = 'B'"
    assert rows(db, status) == [("parsed with problems",)]


CASE_ID = """chr(27) || '[31m' || chr(0) || case_id || chr(10) || '"'';--' || chr(8232)"""
HOSTILE_CASES = f"""
SELECT * REPLACE (
    {CASE_ID} AS case_id, '' AS case_number, '../../etc/passwd' AS source_path, NULL AS generation,
    [NULL, '', chr(0)] AS licensure_states, -2147483648 AS patient_age, repeat('"\\ ', 1000000) AS clinical_summary,
    CASE case_id WHEN 'A' THEN repeat('pain ', 1200000) END AS documents_reviewed
) FROM {{}}
"""
HOSTILE_ITEMS = f"""
SELECT * REPLACE ({CASE_ID} AS case_id, NULL AS title, NULL AS item_type, -7 AS item_no) FROM {{}} WHERE item_no = 1
"""


def test_hostile_values(small: Path, db: Path) -> None:
    rewrite(small / "cases.parquet", HOSTILE_CASES)
    rewrite(small / "items.parquet", HOSTILE_ITEMS)
    load(small, db)
    letters = "SELECT status, source_path FROM corpus.main.letters WHERE source_path LIKE '%passwd' ORDER BY ALL"
    assert rows(db, letters) == [
        (status, "cases.parquet/../../etc/passwd")
        for status in ("not a letter", "parsed with problems", "parsed with problems")
    ]
    ids = rows(db, "SELECT case_id, case_number FROM corpus.main.cases ORDER BY ALL")
    assert ids == [("[31mB\n\"';--\u2028", None), ("[31mCM15-0012345\n\"';--\u2028", None)]
    assert rows(db, "SELECT item_no, title, decision FROM corpus.main.items") == [(-7, "", "Upheld")] * 2


def test_a_file_of_tables_is_a_corpus(exported: Path, db: Path) -> None:
    load_corpus([exported / f"{name}.parquet" for name in TABLES], db, lambda progress: None)
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(CASES,)]


def test_tables_without_a_case_are_no_corpus(small: Path, db: Path) -> None:
    (small / "cases.parquet").unlink()
    with pytest.raises(UnusableInputError, match="No letters found"):
        load(small, db)


def test_a_table_within_an_archive_is_told(exported: Path, db: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "corpus" / "tables"), "zip", exported)
    shutil.copy2(SAMPLE / "letter_001.txt", tmp_path / "corpus")
    load(tmp_path / "corpus", db)
    problems = "SELECT problems FROM corpus.main.letters WHERE source_path LIKE '%/items.parquet'"
    assert rows(db, problems) == [(["Parquet table within an archive: unpack it"],)]


def test_tables_that_change_while_they_are_read_are_told(small: Path) -> None:
    with connect() as connection:
        opened = [open_table(connection, source, number) for number, source in enumerate(find_sources([small]))]
        (small / "items.parquet").write_bytes(b"PAR1")
        with pytest.raises(WorkFailedError, match="could not be read"):
            list(TableCases(connection, [file for file in opened if isinstance(file, TableFile)]).by_file())


def test_an_export_to_a_path_that_is_no_utf8_is_refused(snapshot: Path, tmp_path: Path) -> None:
    with Corpus(snapshot) as corpus, pytest.raises(OSError, match=r"no UTF-8"):
        copy_table(corpus.cursor(), "cases", tmp_path / os.fsdecode(b"caf\xe9.parquet"))
