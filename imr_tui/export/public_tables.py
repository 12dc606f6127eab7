"""The public tables as rows to export."""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, ITEM_COLUMNS, MARK_COLUMNS
from imr_tui.export.formats import CHUNK, Table, copy_parquet
from imr_tui.settings import printable

SOURCES = {
    "cases": (CASE_COLUMNS, "corpus.main.cases", "case_id"),
    "items": (ITEM_COLUMNS, "corpus.main.items", "case_id, item_no"),
    "citations": (CITATION_COLUMNS, "corpus.main.citations", "item_id, rowid"),
    "marks": (MARK_COLUMNS, "memory.main.marks", "item_id"),
}
MOST_MEMORY = "2GB"
"""A million cases want one."""


def read_table(cursor: duckdb.DuckDBPyConnection, name: str) -> Table:
    """Return a public table, rows in a stable order."""
    columns = SOURCES[name][0]
    cursor.execute(_query(name))
    return Table(tuple(columns), tuple(columns.values()), _fetch(cursor))


def copy_table(cursor: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Write a public table as one Parquet file, rows in a stable order, without a way through Python.

    Memory does not grow with the corpus: what does not fit goes to a folder beside `path`, which is removed. A database
    that has used the folder can use no other: a second table wants the corpus opened anew. Raises OSError when it
    cannot be written.
    """
    spill = path.with_name(f"{path.name}.spill")
    cursor.execute(f"SET memory_limit = '{MOST_MEMORY}'")
    cursor.execute("SET temp_directory = ?", [printable(spill)])
    try:
        copy_parquet(cursor, _query(name), path)
    finally:
        cursor.execute("RESET memory_limit")
        shutil.rmtree(spill, ignore_errors=True)


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


def _query(name: str) -> str:
    columns, source, order = SOURCES[name]
    return f"SELECT {', '.join(columns)} FROM {source} ORDER BY {order}"


def _fetch(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(CHUNK):
        yield from rows
