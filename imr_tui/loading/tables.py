"""Parquet files of cases, items and citations that another program parsed: which table each is, and whether it is one.

What a file is, its columns tell, and not its name. They may have other types than ours: each value is cast by itself,
so that one that is no date costs that date and not the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import duckdb

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, ITEM_COLUMNS
from imr_tui.corpus.session import quote_pattern
from imr_tui.loading.kinds import Kind
from imr_tui.loading.reading import ReadFile, Reading, Status
from imr_tui.loading.sources import SourceFile
from imr_tui.settings import printable
from imr_tui.terminal_text import counted

COMPUTED = {"upheld_count", "overturned_count", "outcome"}
"""Columns of cases that are not read: they follow from the items."""
MAY_LACK = {"item_count", "problems", "unread"}
COLUMNS: dict[str, dict[str, str]] = {
    "cases": {name: kind for name, kind in CASE_COLUMNS.items() if name not in COMPUTED},
    "items": ITEM_COLUMNS,
    "citations": CITATION_COLUMNS,
}
"""What is read of each table. `item_count` serves to find out whether items are missing."""
KEYS = {"case_id", "item_id"}
"""Columns that name a row; an empty text names none."""
READ_PARQUET = "read_parquet({path}, binary_as_string = true, hive_partitioning = false)"
"""Some programs do not mark text as text. Folders named `year=2015` are no columns."""
CASTS = {
    "DATE": "if(TRY_CAST({column} AS DATE) BETWEEN DATE '0001-01-01' AND DATE '9999-12-31',"
    " TRY_CAST({column} AS DATE), NULL)"
}
CAST = "TRY_CAST({column} AS {kind})"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A Parquet file that holds one of our tables, or a part of one."""

    source: SourceFile
    number: int
    """Tells it from the other files that are read with it."""
    table: str
    """`cases`, `items` or `citations`."""
    query: str
    """Gives its rows as (file, row, *COLUMNS[table]): `file` is its number, `row` counts from 0."""
    problems: tuple[str, ...] = ()

    def told(self, problems: Iterable[str] = ()) -> ReadFile:
        """Return what there is to tell of it; nothing if it was read without a problem."""
        found = (*self.problems, *problems)
        return ReadFile(self.source, [Reading(Status.WITH_PROBLEMS, found)] if found else [], Kind.PARQUET)


class _RefusedError(Exception):
    """The file is none of our tables."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


def open_table(connection: duckdb.DuckDBPyConnection, source: SourceFile, number: int) -> TableFile | ReadFile:
    """Read a Parquet file through; return the table that it holds, else what to tell of it."""
    try:
        return _open(connection, source, number)
    except _RefusedError as refused:
        status, reason = refused.status, refused.reason
    except duckdb.Error as error:
        status, reason = Status.UNREADABLE, f"damaged: {str(error).splitlines()[0].replace(source.path, source.name)}"
    return ReadFile(source, [Reading(status, (reason,))], Kind.PARQUET)


def describe_table(connection: duckdb.DuckDBPyConnection, source: SourceFile, number: int) -> TableFile | None:
    """Return the table that a Parquet file holds by what its columns are called, without reading it."""
    try:
        return _described(connection, source, number)[0]
    except (_RefusedError, duckdb.Error):
        return None


def _open(connection: duckdb.DuckDBPyConnection, source: SourceFile, number: int) -> TableFile:
    table, read, types = _described(connection, source, number)
    problems = tuple(_uncast(connection, read, types, table.table))
    connection.execute(f"SELECT max(hash(t)) FROM ({table.query}) AS t")
    return replace(table, problems=problems)


def _described(
    connection: duckdb.DuckDBPyConnection, source: SourceFile, number: int
) -> tuple[TableFile, str, dict[str, str]]:
    """Return the table, what reads all of its columns, and their types."""
    if printable(source.path) != source.path:
        raise _RefusedError(Status.UNREADABLE, "DuckDB opens no Parquet file whose path is no UTF-8")
    read = READ_PARQUET.format(path=quote_pattern(source.path))
    types = {name.lower(): kind for name, kind, *_ in connection.execute(f"DESCRIBE FROM {read}").fetchall()}
    table = _table_of(types)
    columns = COLUMNS[table]
    casts = {name: _cast(name, kind) if name in types else f"NULL::{kind}" for name, kind in columns.items()}
    casts |= {name: f"nullif({cast}, '')" for name, cast in casts.items() if name in KEYS}
    selected = ", ".join(f"{cast} AS {name}" for name, cast in casts.items())
    query = f"SELECT {number} AS file, file_row_number AS row, {selected} FROM {read}"
    return TableFile(source, number, table, query), read, types


def _table_of(types: Mapping[str, str]) -> str:
    lacking = {
        table: [name for name in columns if name not in types and name not in MAY_LACK]
        for table, columns in COLUMNS.items()
    }
    table = min(lacking, key=lambda name: len(lacking[name]) / len(COLUMNS[name]))
    if 2 * len(lacking[table]) > len(COLUMNS[table]):
        reason = "a Parquet table of something else: its columns are not those of cases, items or citations"
        raise _RefusedError(Status.NOT_A_LETTER, reason)
    if lacking[table]:
        reason = f"a Parquet table of {table} that lacks the columns {', '.join(lacking[table])}"
        raise _RefusedError(Status.NOT_A_LETTER, reason)
    return table


def _cast(name: str, kind: str) -> str:
    return CASTS.get(kind, CAST).format(column=name, kind=kind)


def _uncast(connection: duckdb.DuckDBPyConnection, read: str, types: Mapping[str, str], table: str) -> list[str]:
    """Say which values cannot be cast. Raises _RefusedError when a column holds something else altogether."""
    doubtful = {name: kind for name, kind in COLUMNS[table].items() if types.get(name, kind) != kind or kind == "DATE"}
    if not doubtful:
        return []
    counts = ", ".join(
        f"count({name}), count(*) FILTER ({name} IS NOT NULL AND {_cast(name, kind)} IS NULL)"
        for name, kind in doubtful.items()
    )
    found = iter(connection.execute(f"SELECT {counts} FROM {read}").fetchall()[0])
    told = []
    for (name, kind), given, lost in zip(doubtful.items(), found, found, strict=False):
        if (given and given == lost) or (kind == "VARCHAR" and types[name].endswith((")", "]"))):
            reason = f"a Parquet table of {table} whose column {name} is of type {types[name]}, not {kind}"
            raise _RefusedError(Status.NOT_A_LETTER, reason)
        if lost:
            told.append(f"{counted(lost, 'value')} of {name} left out: no {kind}")
    return told
