"""Run an admitted query: its columns at once, its rows in chunks of bytes as they are taken."""

import csv
import io
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import duckdb

from imr_tui.saved_queries.csv_text import LEAD, csv_query
from imr_tui.saved_queries.errors import query_error, too_large
from imr_tui.saved_queries.parameters import Value

ROWS = 1_000
"""In a chunk, at most."""
LINES = 4_000
"""Of csv in a chunk, at most."""
MOST_BYTES = 64_000_000
"""In a chunk: whoever takes it has memory of his own."""


class Chunks(NamedTuple):
    """A query that runs."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    chunks: Iterator[bytes]
    """Pickled lists of tuples, or csv in UTF-8; none is empty."""


def run_rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Value]) -> Chunks:
    """Start a query.

    Raises, here and while chunks are taken, QueryError, and duckdb.InterruptException when it is stopped.
    """
    with _telling(sql):
        connection.execute(sql, dict(parameters))
    return Chunks(*_header(connection), _pickled(connection, sql))


def run_csv(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Value]) -> Chunks:
    """Start a query whose rows are wanted as lines of csv. Raises what `run_rows` raises."""
    if sql.startswith("EXPLAIN"):  # which cannot stand within a query
        columns, types, _ = run_rows(connection, sql, parameters)
        return Chunks(columns, types, iter([_written(connection.fetchall())]))
    with _telling(sql, len(LEAD)):
        connection.execute(f"{LEAD}{sql}\n) LIMIT 0", dict(parameters))
        columns, types = _header(connection)
        connection.execute(csv_query(sql, types), dict(parameters))
    return Chunks(columns, types, _lines(connection, sql))


@contextmanager
def _telling(sql: str, lead: int = 0) -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise query_error(error, sql, lead) from error


def _header(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    described = connection.description or []
    return tuple(str(column[0]) for column in described), tuple(str(column[1]) for column in described)


def _pickled(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[bytes]:
    with _telling(sql):
        while rows := connection.fetchmany(ROWS):
            yield from _bounded(rows)


def _bounded(rows: list[tuple[Any, ...]]) -> Iterator[bytes]:
    data = pickle.dumps(rows)
    if len(data) <= MOST_BYTES:
        yield data
    elif len(rows) == 1:
        raise too_large(f"A row has {len(data):,} bytes.")
    else:
        half = len(rows) // 2
        yield from _bounded(rows[:half])
        yield from _bounded(rows[half:])


def _lines(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[bytes]:
    with _telling(sql, len(LEAD)):
        while rows := connection.fetchmany(LINES):
            data = b"".join([line for (line,) in rows])
            for start in range(0, len(data), MOST_BYTES):
                yield data[start : start + MOST_BYTES]


def _written(rows: list[tuple[Any, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()
