"""The snapshot file: built beside the old one, and renamed into its place when it is complete."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EDQUOT, EIO, ENOSPC, EROFS
from itertools import count
from pathlib import Path

import duckdb

from imr_tui.corpus.schema import INDEXES, SNAPSHOT_TABLES, VIEWS, create_table
from imr_tui.corpus.session import attach, connect, quote_path
from imr_tui.corpus.snapshot_file import beside
from imr_tui.errors import WorkFailedError, database_words
from imr_tui.loading.state import State
from imr_tui.search.segments import create_index

READ_ONLY = 0o400
REASONS = tuple(os.strerror(code) for code in (ENOSPC, EDQUOT, EROFS, EACCES, EIO))
"""What the system says; DuckDB says more around it."""
MOST_MEMORY = "500MB"
MOST_FREE = 0.4
"""Share of a snapshot's blocks that may be left over from what was replaced in it, before it is written anew."""
SMALL = 64
"""Blocks up to which it may be any share."""


@contextmanager
def workplace(db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an in-memory database to build in; what does not fit into memory goes to a folder beside `db`.

    DuckDB's errors and those of files become WorkFailedError: the snapshot could not be written.
    """
    spill = beside(db, "spill")
    try:
        with connect(spill=spill) as connection:
            connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
            yield connection
    except BrokenPipeError:  # of whoever is told how far the load has come
        raise
    except (OSError, duckdb.Error) as error:
        raise unwritable(db, error) from error
    finally:
        _remove(spill)


def unwritable(db: Path, error: Exception) -> WorkFailedError:
    """Return what to tell when the snapshot cannot be written."""
    told = error.strerror if isinstance(error, OSError) else None
    cause = told or next((reason for reason in REASONS if reason in str(error)), None) or database_words(error)
    return WorkFailedError(
        "The snapshot could not be written",
        f"{db}: {cause}",
        "Is there room, and may you write there? --db names another place.",
    )


@contextmanager
def new_snapshot(connection: duckdb.DuckDBPyConnection, db: Path, state: State, has_old: bool) -> Iterator[None]:
    """Attach the snapshot to be as `fresh`, a copy of `db` if `has_old`, else with empty tables.

    When the block ends, it is on disk beside `db`, complete and read-only; `put_in_place` publishes it.
    """
    building = beside(db, "building")
    try:
        if has_old:
            _copy(connection, db, building)
        connection.execute(f"ATTACH {quote_path(building)} AS fresh")
        if not has_old:
            _create_tables(connection)
        connection.execute("DELETE FROM fresh.internal.state")
        connection.executemany("INSERT INTO fresh.internal.state VALUES (?, ?)", state.rows())
        yield
        for name, columns in INDEXES.items():
            connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON fresh.{columns}")
        connection.execute("CHECKPOINT fresh")
        connection.execute("DETACH fresh")
        building.chmod(READ_ONLY)
        with building.open("rb") as file:
            os.fsync(file.fileno())
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("DETACH fresh")
        remove_leftovers(db)
        raise


def put_in_place(db: Path, keep_old: bool) -> None:
    """Let the new snapshot take the place of `db`; with `keep_old` the file that stood there is set aside."""
    if keep_old and db.exists():
        db.replace(_free_name(db))
    beside(db, "building").replace(db)
    folder = os.open(db.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_leftovers(db: Path, *more: str) -> None:
    """Remove what a build left that was killed; `more` are endings of files that usually stay."""
    for ending in ("building", "building.wal", "spill", *more):
        _remove(beside(db, ending))


def _copy(connection: duckdb.DuckDBPyConnection, db: Path, building: Path) -> None:
    attach(connection, db, "worn")
    size = "SELECT total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = 'worn'"
    total, free = connection.execute(size).fetchall()[0]
    if total > SMALL and free > MOST_FREE * total:
        connection.execute(f"ATTACH {quote_path(building)} AS compact")
        connection.execute("COPY FROM DATABASE worn TO compact")
        connection.execute("DETACH compact")
    connection.execute("DETACH worn")
    if not building.exists():
        shutil.copyfile(db, building)


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE SCHEMA fresh.internal")
    for name, columns in SNAPSHOT_TABLES.items():
        connection.execute(create_table(f"fresh.{name}", columns))
    for name, query in VIEWS.items():
        connection.execute(f"CREATE VIEW fresh.{name} AS {query}")
    create_index(connection, "fresh")


def _free_name(db: Path) -> Path:
    names = (db.with_name(f"{db.name}.damaged{f'-{number}' if number > 1 else ''}") for number in count(1))
    return next(name for name in names if not name.exists())


def _remove(path: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
