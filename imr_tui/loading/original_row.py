"""The rows of Parquet tables that a case was read from, as one text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from imr_tui.corpus.letters import LetterPlace
from imr_tui.corpus.session import connect
from imr_tui.letters.model import Span
from imr_tui.loading.original import Original, read_original, unreadable
from imr_tui.loading.sources import SourceFile, locate
from imr_tui.loading.table_cases import group
from imr_tui.loading.tables import COLUMNS, TableFile, describe_table

NOTE = "no letter: rows of Parquet tables, which another program made"


def read_letter(
    place: LetterPlace, roots: tuple[Path, ...], tables: list[str], may_go_on: Callable[[], bool]
) -> Original:
    """Read what a case was read from: its letter, or its rows of `tables`. Raises what the two raise."""
    if place.row_name is None:
        return read_original(place, roots, may_go_on)
    return read_rows(place, roots, tables)


def read_rows(place: LetterPlace, roots: tuple[Path, ...], tables: list[str]) -> Original:
    """Read the rows of a case; `tables` are the Parquet files of the corpus, by their paths within it.

    Raises UnusableInputError when they cannot be read.
    """
    name = place.row_name or place.case_id
    with connect() as connection:
        try:
            files = _files_with(connection, place, roots, tables)
            cases = _rows(connection, files, "cases", name)
            items = _rows(connection, files, "items", name)
        except duckdb.Error as error:
            raise unreadable(place, str(error).splitlines()[0]) from error
    if not cases:
        raise unreadable(place, f"{place.file} is gone, or no longer holds it")
    text = _Text()
    text.add(cases[0], 0)
    for item in sorted(items, key=lambda row: row["item_no"] or 0):
        text.add(item, item["item_no"] or 0)
    return Original("\n".join(text.lines), tuple(text.spans), note=NOTE)


def _files_with(
    connection: duckdb.DuckDBPyConnection, place: LetterPlace, roots: tuple[Path, ...], tables: list[str]
) -> list[TableFile]:
    paths = [(name, path) for name in tables if (path := locate(roots, name)) and path.is_file()]
    found = [describe_table(connection, SourceFile(str(path), name), n) for n, (name, path) in enumerate(paths)]
    for files in group(file for file in found if file):
        if any(file.source.name == place.file for file in files):
            return files
    return []


def _rows(
    connection: duckdb.DuckDBPyConnection, files: list[TableFile], table: str, case_id: str
) -> list[dict[str, Any]]:
    rows = []
    for file in files:
        if file.table == table:
            sql = f"SELECT {', '.join(COLUMNS[table])} FROM ({file.query}) WHERE case_id = ? ORDER BY row"
            rows += connection.execute(sql, [case_id]).fetchall()
    return [dict(zip(COLUMNS[table], row, strict=True)) for row in rows]


class _Text:
    """Rows as lines, a column each."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.spans: list[Span] = []
        self._length = 0

    def add(self, row: dict[str, Any], item_no: int) -> None:
        if self.lines:
            self._add_line("")
        for name, value in row.items():
            if value is not None and value != []:
                start = self._length
                for line in (", ".join(value) if isinstance(value, list) else str(value)).splitlines():
                    self._add_line(line)
                self.spans.append(Span(start, max(start, self._length - 1), name, item_no))

    def _add_line(self, line: str) -> None:
        self.lines.append(line)
        self._length += len(line) + 1
