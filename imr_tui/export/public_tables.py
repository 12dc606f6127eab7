"""The public tables as rows to export."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import duckdb

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, ITEM_COLUMNS, MARK_COLUMNS
from imr_tui.export.formats import CHUNK, Table

SOURCES = {
    "cases": (CASE_COLUMNS, "corpus.main.cases", "case_id"),
    "items": (ITEM_COLUMNS, "corpus.main.items", "case_id, item_no"),
    "citations": (CITATION_COLUMNS, "corpus.main.citations", "item_id, rowid"),
    "marks": (MARK_COLUMNS, "memory.main.marks", "item_id"),
}


def read_table(cursor: duckdb.DuckDBPyConnection, name: str) -> Table:
    """Return a public table, rows in a stable order."""
    columns, source, order = SOURCES[name]
    cursor.execute(f"SELECT {', '.join(columns)} FROM {source} ORDER BY {order}")
    return Table(tuple(columns), tuple(columns.values()), _fetch(cursor))


def case_objects(
    cursor: duckdb.DuckDBPyConnection, items_cursor: duckdb.DuckDBPyConnection
) -> Iterator[dict[str, Any]]:
    """Yield each case as one object: its columns, `file` (the source's name) and `items`, a list of objects.

    Both queries run in case order side by side, so that memory does not grow with the corpus; they need a cursor each.
    """
    items = read_table(items_cursor, "items").objects()
    waiting = next(items, None)
    for case in read_table(cursor, "cases").objects():
        held = []
        while waiting is not None and waiting["case_id"] == case["case_id"]:
            held.append(waiting)
            waiting = next(items, None)
        yield _folded(case) | {
            "file": PurePosixPath(case["source_path"]).name,
            "items": [_folded(item) for item in held],
        }


def _folded(row: dict[str, Any]) -> dict[str, Any]:
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in row.items()}


def _fetch(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(CHUNK):
        yield from rows
