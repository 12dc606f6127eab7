"""Tables with faults: each costs itself and nothing else, and is told. One load reads them all, a folder each."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.loading import loads
from tests.loading.loads import load
from tests.loading.parquet import rewrite, told

CASE_ID = """chr(27) || '[31m' || chr(0) || case_id || chr(10) || '"'';--' || chr(8232)"""
FAULTS = {
    "foreign": {"items": "SELECT 1 AS x, 'y' AS y"},
    "columns lack": {"items": "SELECT * EXCLUDE (rationale, title) FROM {}"},
    "wrong type": {"cases": "SELECT * REPLACE (42 AS decision_date) FROM {}"},
    "list for text": {"items": "SELECT * REPLACE ([title] AS title) FROM {}"},
    "empty": {"citations": "SELECT * FROM {} LIMIT 0"},
    "no counterpart": {
        "cases": "FROM {0} WHERE case_id <> 'B' UNION ALL FROM {0} WHERE case_id = 'A' UNION ALL "
        "SELECT * REPLACE (NULL AS case_id) FROM {0} WHERE case_id = 'B'",
        "items": "FROM {0} UNION ALL SELECT * REPLACE ('other' AS item_id) FROM {0} WHERE item_id = 'A#1' UNION ALL "
        "SELECT * REPLACE ('third' AS item_id, NULL AS item_no) FROM {0} WHERE item_id = 'A#1'",
        "citations": "FROM {0} UNION ALL SELECT 'Z#9', 'reviewer', 'MTUS', NULL, NULL",
    },
    "empty keys": {
        "cases": "FROM {0} UNION ALL SELECT * REPLACE ('' AS case_id) FROM {0} WHERE case_id = 'B'",
        "items": "SELECT * REPLACE ('' AS item_id) FROM {}",
        "citations": "SELECT * REPLACE ('' AS item_id) FROM {} LIMIT 1",
    },
    "other types": {
        "cases": """SELECT * EXCLUDE (problems, unread, item_count, outcome) REPLACE (
            patient_age::DOUBLE AS patient_age, case_id::BLOB AS case_id, [NULL, 'Surgery'] AS specialties,
            if(case_id = 'A', 'yesterday', '2015-03-04') AS decision_date,
            TIMESTAMP '2015-02-03 04:05' AS assigned_date,
            if(case_id = 'B', DATE '290000-01-01', DATE '2014-01-01') AS injury_date
        ) FROM {}"""
    },
    "counts": {"cases": "SELECT * REPLACE (99 AS upheld_count, 'Nonsense' AS outcome) FROM {}"},
    "unknown values": {
        "items": "SELECT * REPLACE ('Perhaps' AS decision, 'Magic' AS item_type) FROM {}",
        "cases": "SELECT * REPLACE ('E' AS generation) FROM {} WHERE case_id = 'B'",
        "citations": "SELECT * REPLACE (NULL AS party) FROM {}",
    },
    "hostile": {
        "cases": f"""SELECT * REPLACE (
            {CASE_ID} AS case_id, '' AS case_number, '../../etc/passwd' AS source_path, NULL AS generation,
            [NULL, '', chr(0)] AS licensure_states, -2147483648 AS patient_age,
            repeat('"\\ ', 1000000) AS clinical_summary,
            CASE case_id WHEN 'A' THEN repeat('pain ', 1200000) END AS documents_reviewed
        ) FROM {{}}""",
        "items": f"""
            SELECT * REPLACE ({CASE_ID} AS case_id, NULL AS title, NULL AS item_type, -7 AS item_no)
            FROM {{}} WHERE item_no = 1
        """,
    },
}
"""By folder: what stands in the place of its tables."""


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_end(data: bytes) -> bytes:
    return data[:-4] + b"XXXX"


def flipped(data: bytes) -> bytes:
    return data[:40] + bytes(255 - byte for byte in data[40 : len(data) // 2]) + data[len(data) // 2 :]


DAMAGES = (truncated, without_end, flipped)


@pytest.fixture(scope="module")
def faulty(three_cases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of all folders."""
    place = tmp_path_factory.mktemp("faulty")
    for fault, queries in FAULTS.items():
        folder = shutil.copytree(three_cases, place / "tables" / fault)
        for table, query in queries.items():
            rewrite(folder / f"{table}.parquet", query)
    for damage in DAMAGES:
        path = shutil.copytree(three_cases, place / "tables" / damage.__name__) / "items.parquet"
        path.write_bytes(damage(path.read_bytes()))
    load(place / "tables", place / "faulty.duckdb")
    return place / "faulty.duckdb"


def told_in(db: Path, fault: str) -> dict[str, tuple[str, list[str]]]:
    """Return what is told of each file of a folder."""
    return {Path(path).name: problems for path, problems in told(db).items() if Path(path).parent.name == fault}


def rows_in(db: Path, fault: str, columns: str, table: str = "cases") -> list[Any]:
    """Return rows of a folder's cases, or of their items. C, whose number is known, is one case of all folders."""
    joined = "cases" if table == "cases" else f"cases JOIN corpus.main.{table} USING (case_id)"
    return loads.rows(
        db,
        f"SELECT {columns} FROM corpus.main.{joined} "
        f"WHERE source_path LIKE '{fault}/%' AND source_path NOT LIKE '%/C.txt' ORDER BY ALL",
    )


@pytest.mark.parametrize(
    ("fault", "table", "problem"),
    [
        ("foreign", "items", "a Parquet table of something else: "),
        ("columns lack", "items", "lacks the columns title, rationale"),
        ("wrong type", "cases", "a Parquet table of cases whose column decision_date is of type INTEGER, not DATE"),
        ("list for text", "items", "a Parquet table of items whose column title is of type VARCHAR[], not VARCHAR"),
    ],
)
def test_what_is_no_table_of_ours_is_told(faulty: Path, fault: str, table: str, problem: str) -> None:
    status, problems = told_in(faulty, fault)[f"{table}.parquet"]
    assert (status, problem in problems[0]) == ("not a letter", True)


def test_an_empty_table_is_a_table(faulty: Path) -> None:
    assert told_in(faulty, "empty") == {}
    assert len(rows_in(faulty, "empty", "title", "items")) == 3


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_costs_only_itself(faulty: Path, damage: Callable[[bytes], bytes]) -> None:
    found = told_in(faulty, damage.__name__)
    status, problems = found["items.parquet"]
    assert (status, problems[0].startswith("damaged: ")) == ("unreadable", True)
    miscounted = "3 cases with other items than item_count says: A, B, CM15-0012345"
    assert found["cases.parquet"] == ("parsed with problems", [miscounted])
    assert rows_in(faulty, damage.__name__, "parse_filename(source_path), item_count") == [("A.txt", 0), ("B.txt", 0)]


def test_rows_without_their_counterpart_are_told(faulty: Path) -> None:
    problems = {path: details for path, (_, details) in told_in(faulty, "no counterpart").items()}
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
    found = rows_in(faulty, "no counterpart", "parse_filename(source_path), item_no, title", "items")
    assert found == [("A.txt", 1, "Norco"), ("A.txt", 2, "Soma")]


def test_an_empty_key_is_none(faulty: Path) -> None:
    problems = {path: details for path, (_, details) in told_in(faulty, "empty keys").items()}
    assert problems == {
        "cases.parquet": ["1 case left out, since it has no case_id: row 3"],
        "citations.parquet": ["1 citation left out, since no item has its item_id: row 0"],
    }
    found = rows_in(faulty, "empty keys", "parse_filename(source_path), item_no, title", "items")
    assert found == [("A.txt", 1, "Norco"), ("A.txt", 2, "Soma"), ("B.txt", 1, "Acupuncture")]


def test_other_types_are_cast_and_what_cannot_be_is_told(faulty: Path) -> None:
    assert told_in(faulty, "other types")["cases.parquet"][1] == [
        "1 value of decision_date left out: no DATE",
        "1 value of injury_date left out: no DATE",
    ]
    dates = "decision_date::VARCHAR, assigned_date::VARCHAR, injury_date::VARCHAR"
    assert rows_in(faulty, "other types", f"parse_filename(source_path), {dates}, specialties") == [
        ("A.txt", None, "2015-02-03", "2014-01-01", ["Surgery"]),
        ("B.txt", "2015-03-04", "2015-02-03", None, ["Surgery"]),
    ]


def test_counts_are_those_of_the_items(faulty: Path) -> None:
    counts = "parse_filename(source_path), item_count, upheld_count, overturned_count, outcome"
    assert rows_in(faulty, "counts", counts)[0] == ("A.txt", 2, 1, 1, "Mixed")


def test_values_that_the_field_does_not_know_are_problems_of_the_case(faulty: Path) -> None:
    ((generation, problems, outcome),) = rows_in(faulty, "unknown values", "generation, problems, outcome")
    assert (generation, outcome) == (None, "Unclear")
    assert problems[:3] == [
        "generation is 'E', none of A, B, C, D",
        "item 1: decision is 'Perhaps', none of Upheld, Overturned, Unclear",
        "item 1: item type is 'Magic', none of Pharmaceuticals, Rehabilitation Services, Diagnostic Testing, DMEPOS, "
        "Injections, Surgery, Evaluation & Management, Behavioral & Mental Health Services, Programs, Home Health, "
        "Dental & Vision, Transportation & Lodging, Other",
    ]
    assert rows_in(faulty, "unknown values", "decision, item_type", "items") == [("Unclear", "Magic")]
    status = "SELECT status FROM corpus.main.letters WHERE source_path = 'unknown values/cases.parquet/B.txt'"
    assert loads.rows(faulty, status) == [("parsed with problems",)]


def test_hostile_values(faulty: Path) -> None:
    letters = "SELECT status, source_path FROM corpus.main.letters WHERE source_path LIKE '%passwd' ORDER BY ALL"
    assert loads.rows(faulty, letters) == [
        (status, "hostile/cases.parquet/../../etc/passwd")
        for status in ("not a letter", "parsed with problems", "parsed with problems")
    ]
    ids = rows_in(faulty, "hostile", "case_id, case_number")
    assert ids == [("[31mB\n\"';--\u2028", None), ("[31mCM15-0012345\n\"';--\u2028", None)]
    assert rows_in(faulty, "hostile", "item_no, title, decision", "items") == [(-7, "", "Upheld")] * 2
