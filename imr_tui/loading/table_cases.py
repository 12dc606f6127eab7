"""The cases of tables that belong together, each with its items and citations; what of them had to be left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any

import duckdb

from imr_tui.errors import WorkFailedError
from imr_tui.loading.parsed import ParsedCase
from imr_tui.loading.reading import ReadFile
from imr_tui.loading.sources import SourceFile
from imr_tui.loading.tables import COLUMNS, TableFile
from imr_tui.terminal_text import counted

CHUNK = 500
"""Rows that are fetched at a time."""
PORTION = 100_000
"""Cases that are put in order at a time: whole rows of three million items would not fit."""
MOST_MEMORY = "2GB"
"""To find out which rows belong together; three million items want 1.5."""
EXAMPLES = 3

KEPT_CASES = """
CREATE OR REPLACE TABLE parsed.kept_cases AS
SELECT file, row, case_id, name, item_count, row_number() OVER (PARTITION BY file, name ORDER BY row) AS part,
       row_number() OVER (ORDER BY file, row) AS number
FROM (
    SELECT file, row, case_id, coalesce(nullif(source_path, ''), case_id) AS name, item_count
    FROM parsed.cases WHERE case_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY file, row) = 1
)
"""
KEPT_ITEMS = """
CREATE OR REPLACE TABLE parsed.kept_items AS
SELECT i.file, i.row, i.item_id, i.item_no, c.number
FROM parsed.items AS i JOIN parsed.kept_cases AS c USING (case_id) WHERE i.item_no IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY i.case_id, i.item_no ORDER BY i.file, i.row) = 1
    AND (i.item_id IS NULL OR row_number() OVER (PARTITION BY i.item_id ORDER BY i.file, i.row) = 1)
"""
ITEM_KEY = "i.file, coalesce(i.item_id, 'row ' || i.row) AS key"
LEFT_OUT = {
    ("case", "it has no case_id"): """
        SELECT file, 'row ' || row AS key FROM parsed.cases WHERE case_id IS NULL
    """,
    ("case", "another row has the same case_id"): """
        SELECT file, case_id AS key FROM parsed.cases ANTI JOIN parsed.kept_cases USING (file, row)
        WHERE case_id IS NOT NULL
    """,
    ("item", "no case has its case_id"): f"""
        SELECT {ITEM_KEY} FROM parsed.items AS i ANTI JOIN parsed.kept_cases USING (case_id)
    """,
    ("item", "it has no item_no"): f"""
        SELECT {ITEM_KEY} FROM parsed.items AS i SEMI JOIN parsed.kept_cases USING (case_id) WHERE i.item_no IS NULL
    """,
    ("item", "another row has the same item_id or item_no"): f"""
        SELECT {ITEM_KEY} FROM parsed.items AS i SEMI JOIN parsed.kept_cases USING (case_id)
        ANTI JOIN parsed.kept_items AS k ON k.file = i.file AND k.row = i.row WHERE i.item_no IS NOT NULL
    """,
    ("citation", "no item has its item_id"): f"""
        SELECT {ITEM_KEY} FROM parsed.citations AS i ANTI JOIN parsed.kept_items USING (item_id)
    """,
}
"""What is left out, and why; file and key of the rows."""
MISCOUNTED = """
SELECT file, case_id AS key FROM parsed.kept_cases
LEFT JOIN (SELECT number, count(*) AS items FROM parsed.kept_items GROUP BY number) USING (number)
WHERE item_count <> coalesce(items, 0)
"""
ITEM, CITATION = tuple(COLUMNS["items"]), ("item_no", *COLUMNS["citations"])
BY_FILE = "SELECT file, count(*), min(key, {examples}) FROM ({rows}) GROUP BY file ORDER BY file"
ROWS = {
    "cases": "SELECT k.number, k.file, k.name, k.part, {columns} FROM parsed.cases AS t "
    "JOIN parsed.kept_cases AS k USING (file, row) WHERE k.number BETWEEN ? AND ? ORDER BY k.number",
    "items": "SELECT k.number, {columns} FROM parsed.items AS t "
    "JOIN parsed.kept_items AS k USING (file, row) WHERE k.number BETWEEN ? AND ? ORDER BY k.number, k.item_no",
    "citations": "SELECT k.number, k.item_no, {columns} FROM parsed.citations AS t "
    "JOIN parsed.kept_items AS k USING (item_id) WHERE k.number BETWEEN ? AND ? "
    "ORDER BY k.number, k.item_no, t.file, t.row",
}


def group(files: Iterable[TableFile]) -> list[list[TableFile]]:
    """Return the files that belong together: their rows refer to each other.

    They are all below the nearest folder that holds more than one table. So a folder may hold an export, or folders
    that hold the parts of a table each, as batch engines write them.
    """
    files = list(files)
    below: dict[PurePosixPath, set[str]] = defaultdict(set)
    for file in files:
        for folder in PurePosixPath(file.source.name).parents:
            below[folder].add(file.table)
    groups: dict[PurePosixPath, list[TableFile]] = defaultdict(list)
    for file in files:
        *folders, top = PurePosixPath(file.source.name).parents
        groups[next((folder for folder in folders if len(below[folder]) > 1), top)].append(file)
    return list(groups.values())


class TableCases:
    """The cases of tables that belong together."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, files: Sequence[TableFile]) -> None:
        """Find out which rows belong together; `connection` serves one group at a time.

        Raises WorkFailedError, here and later, when a file is not as it was when it was opened.
        """
        self._connection = connection
        self._files = {file.number: file for file in files}
        with _unchanged():
            self._join()
        self.count = sum(count for _, count, _ in self._found("SELECT file, case_id AS key FROM parsed.kept_cases"))
        """Cases that are not left out."""

    def __enter__(self) -> "TableCases":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.execute("DROP SCHEMA parsed CASCADE")

    def by_file(self) -> Iterator[tuple[SourceFile, Iterator[ParsedCase]]]:
        """Yield each file of cases with these, which are to be taken before the next."""
        for number, cases in groupby(self._cases(), key=itemgetter(0)):
            yield self._files[number].source, (case for _, case in cases)

    def told(self) -> list[ReadFile]:
        """Return what there is to tell of each file."""
        problems: dict[int, list[str]] = defaultdict(list)
        for (what, reason), rows in LEFT_OUT.items():
            for file, count, keys in self._found(rows):
                problems[file].append(f"{counted(count, what)} left out, since {reason}: {_listed(keys, count)}")
        for file, count, keys in self._found(MISCOUNTED):
            problems[file].append(
                f"{counted(count, 'case')} with other items than item_count says: {_listed(keys, count)}"
            )
        return [file.told(problems[file.number]) for file in self._files.values()]

    def _join(self) -> None:
        self._connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
        self._connection.execute("CREATE SCHEMA IF NOT EXISTS parsed")
        for table, columns in COLUMNS.items():
            nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items())
            queries = [f"(SELECT NULL::BIGINT AS file, NULL::BIGINT AS row, {nothing} LIMIT 0)"]
            queries += [f"({file.query})" for file in self._files.values() if file.table == table]
            self._connection.execute(f"CREATE OR REPLACE VIEW parsed.{table} AS {' UNION ALL '.join(queries)}")
        self._connection.execute(KEPT_CASES)
        self._connection.execute(KEPT_ITEMS)

    def _cases(self) -> Iterator[tuple[int, ParsedCase]]:
        items, citations = _Following(self._rows("items")), _Following(self._rows("citations"))
        for number, file, name, part, *values in self._rows("cases"):
            table = self._files[file].source
            source = SourceFile(table.path, f"{table.name}/{name}")
            case = dict(zip(COLUMNS["cases"], values, strict=True))
            yield file, ParsedCase(source, part, case, items.of(number, ITEM), citations.of(number, CITATION))

    def _rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        query = ROWS[table].format(columns=", ".join(f"t.{name}" for name in COLUMNS[table]))
        with _unchanged():
            for first in range(1, self.count + 1, PORTION):
                cursor.execute(query, [first, first + PORTION - 1])
                while rows := cursor.fetchmany(CHUNK):
                    yield from rows

    def _found(self, rows: str) -> list[tuple[int, int, list[str]]]:
        with _unchanged():
            return self._connection.execute(BY_FILE.format(examples=EXAMPLES, rows=rows)).fetchall()


class _Following:
    """Rows in the order of the number that each begins with, taken by it."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, number: int, columns: Iterable[str]) -> list[dict[str, Any]]:
        if self._next is None or self._next[0] != number:
            return []
        found = [dict(zip(columns, values, strict=True)) for _, *values in self._next[1]]
        self._next = next(self._groups, None)
        return found


@contextmanager
def _unchanged() -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        reason = f"To join them takes more than {MOST_MEMORY} of memory, or more than there is."
        raise WorkFailedError("The Parquet files could not be read to their end", reason, "Load fewer.") from error
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        hint = "Did they change meanwhile? Try again."
        raise WorkFailedError("The Parquet files could not be read to their end", reason, hint) from error


def _listed(keys: Sequence[str], count: int) -> str:
    return ", ".join(keys) + (", ..." if count > len(keys) else "")
