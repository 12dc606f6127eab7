"""Ranked items: materialised once as row numbers, read in pages at any depth."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_names = count(1)


@dataclass(frozen=True, slots=True)
class Results:
    """A ranked list of items, kept in the session as a table `(position, item_row, score)`, positions from 0."""

    table: str
    total: int

    def drop(self, cursor: "duckdb.DuckDBPyConnection") -> None:
        """Free the table."""
        cursor.execute(f"DROP TABLE IF EXISTS {self.table}")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One item of the results, with what a table and a preview show of it."""

    item_id: str
    case_id: str
    item_no: int
    title: str
    decision: str
    item_type: str
    item_subtype: str
    decision_date: date | None
    score: float
    rationale: str


def scratch_table(kind: str) -> str:
    """Return a name for a new table in the session's memory."""
    return f"memory.main.{kind}_{next(_names)}"


def drop_scratch_tables(cursor: "duckdb.DuckDBPyConnection", keep: Collection[str]) -> None:
    """Drop every table that `scratch_table` named but those to keep: a stopped search leaves its own behind."""
    ours = "database_name = 'memory' AND regexp_matches(table_name, '_\\d+$')"
    for (name,) in cursor.execute(f"SELECT table_name FROM duckdb_tables() WHERE {ours}").fetchall():
        if f"memory.main.{name}" not in keep:
            cursor.execute(f"DROP TABLE IF EXISTS memory.main.{name}")


def read_page(cursor: "duckdb.DuckDBPyConnection", results: Results, first: int, size: int) -> list[ResultRow]:
    """Return the rows at positions `first` up to, without, `first + size`."""
    rows = cursor.execute(
        f"""
        SELECT i.item_id, i.case_id, i.item_no, i.title, i.decision, i.item_type, i.item_subtype, c.decision_date,
               r.score, coalesce(i.rationale, '')
        FROM (SELECT * FROM {results.table} WHERE position BETWEEN ? AND ?) AS r
        JOIN corpus.main.items AS i ON i.rowid = r.item_row
        JOIN corpus.main.cases AS c ON c.case_id = i.case_id
        ORDER BY r.position
        """,
        [first, first + size - 1],
    ).fetchall()
    return [ResultRow(*row) for row in rows]


def position_of(cursor: "duckdb.DuckDBPyConnection", results: Results, item_id: str) -> int | None:
    """Return the position of an item in the results, None if it is not among them."""
    found = cursor.execute(
        f"""
        SELECT r.position FROM {results.table} AS r JOIN corpus.main.items AS i ON i.rowid = r.item_row
        WHERE i.item_id = ?
        """,
        [item_id],
    ).fetchone()
    return int(found[0]) if found else None


def read_all(cursor: "duckdb.DuckDBPyConnection", results: Results, limit: int, page: int = 500) -> Iterator[ResultRow]:
    """Yield the first `limit` rows, a page at a time."""
    for first in range(0, min(limit, results.total), page):
        yield from read_page(cursor, results, first, min(page, limit - first))
