"""A session: an in-memory DuckDB with the snapshot attached read-only as `corpus`.

Every session so has scratch space of its own, and nobody waits for a lock.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from imr_tui.corpus.schema import MARK_COLUMNS, SCHEMA_VERSION, create_table
from imr_tui.errors import UnusableInputError

DAMAGED = "the snapshot was damaged"
WILD = re.compile(r"[*?[]")
NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "python_enable_replacements": False,
}


class SnapshotError(Exception):
    """The file is no snapshot that this version can read; the message says why."""


def connect(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a new in-memory database that loads no extensions and sees no Python variables.

    What does not fit into memory goes to the folder `spill`, nowhere without one: letter text must not be left about.
    """
    return duckdb.connect(":memory:", config={**NO_EXTENSIONS, "temp_directory": str(spill or "")})


def quote_path(path: Path | str) -> str:
    """Return `path` as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def quote_pattern(path: Path | str) -> str:
    """Return `path` as an SQL string for functions that read all files of a pattern: this one has it and no other."""
    return quote_path(WILD.sub(r"[\g<0>]", str(path)))


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, types: Iterable[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert a batch of rows, whole columns at a time: twenty times faster than row by row."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        values = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        connection.execute(f"INSERT INTO {table} SELECT {values}", columns)


def attach(connection: duckdb.DuckDBPyConnection, snapshot: Path, alias: str) -> None:
    """Attach `snapshot` read-only. Raises duckdb.Error when it cannot be opened."""
    connection.execute(f"ATTACH {quote_path(snapshot)} AS {alias} (READ_ONLY)")


def read_state(connection: duckdb.DuckDBPyConnection, alias: str) -> dict[str, str]:
    """Return what the builder noted in the snapshot attached as `alias`.

    Raises SnapshotError when it is of another version, or no snapshot at all.
    """
    try:
        rows = connection.execute(f"SELECT key, value FROM {alias}.internal.state").fetchall()
    except duckdb.CatalogException as error:
        raise SnapshotError(f"it is no snapshot of imr-tui ({_first_line(error)})") from error
    except duckdb.Error as error:
        raise SnapshotError(DAMAGED) from error
    state = dict(rows)
    if state.get("schema_version") != str(SCHEMA_VERSION):
        raise SnapshotError("it was built by another version of imr-tui")
    return state


class Corpus:
    """A snapshot, open for reading."""

    def __init__(self, snapshot: Path) -> None:
        """Open `snapshot`. Raises UnusableInputError when it cannot be read."""
        self.snapshot = snapshot
        self._connection = connect()
        try:
            attach(self._connection, snapshot, "corpus")
            self.state = read_state(self._connection, "corpus")
            """What the builder noted: names and values."""
        except (duckdb.Error, SnapshotError) as error:
            self._connection.close()
            raise UnusableInputError(
                "The snapshot cannot be read",
                f"{snapshot}: {_first_line(error)}",
                "`imr-tui load` builds it anew.",
            ) from error
        self._connection.execute(create_table("marks", MARK_COLUMNS))

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor for one thread; `corpus.main` holds the tables, `memory.main` is scratch space."""
        return self._connection.cursor()

    def close(self) -> None:
        """Let go of the snapshot."""
        self._connection.close()

    def __enter__(self) -> "Corpus":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
