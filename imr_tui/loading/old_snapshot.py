"""The snapshot of an earlier run: what can be taken from it, and whether it may be replaced."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from imr_tui.corpus.schema import SNAPSHOT_TABLES
from imr_tui.corpus.session import SnapshotError, attach, connect, read_state
from imr_tui.errors import UnusableInputError
from imr_tui.settings import printable

DAMAGED = "the snapshot was damaged"
SUFFIXES = (".duckdb", ".db")
LARGEST_CHECKED = 64_000_000
"""Bytes up to which a snapshot is read through before it is trusted; of a larger one DuckDB checks what it reads."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the old snapshot says of a file."""

    size: int
    modified_us: int
    is_duplicate: bool
    """Whether a letter in it is of a case that another file holds."""
    was_read: bool
    """False when the file could not be opened."""


@dataclass(frozen=True, slots=True)
class OldSnapshot:
    """The snapshot of an earlier run, as far as it can be used."""

    files: dict[str, KnownFile] = field(default_factory=dict)
    unusable: str | None = None
    """Why nothing can be taken from it; None when there is none, or it is good."""
    is_ours: bool = True
    """False for a file that may be anything: it is set aside, not overwritten."""


def read_old(db: Path, corpus: Path) -> OldSnapshot:
    """Look at the snapshot at `db`.

    Raises UnusableInputError when it is something else, or in use by a program that writes it.
    """
    if not db.exists():
        return OldSnapshot()
    if not db.is_file() or not _may_be_snapshot(db):
        raise _not_a_snapshot(f"{db} is something else; it stays as it is.")
    if db.stat().st_size == 0:
        return OldSnapshot()
    with connect() as connection:
        try:
            attach(connection, db, "old")
        except duckdb.Error as error:
            _refuse_locked(error, db)
            return OldSnapshot(unusable=DAMAGED, is_ours=False)
        return _read_attached(connection, db, corpus)


def _read_attached(connection: duckdb.DuckDBPyConnection, db: Path, corpus: Path) -> OldSnapshot:
    try:
        state = read_state(connection, "old")
    except SnapshotError as error:
        _refuse_foreign(connection, db)
        return OldSnapshot(unusable=str(error))
    if state.get("corpus") != printable(corpus):
        return OldSnapshot(unusable="it held another corpus")
    try:
        if db.stat().st_size <= LARGEST_CHECKED:
            _read_through(connection)
        return OldSnapshot(_known_files(connection))
    except duckdb.Error:
        return OldSnapshot(unusable=DAMAGED)


def _known_files(connection: duckdb.DuckDBPyConnection) -> dict[str, KnownFile]:
    rows = connection.execute(
        """
        SELECT source_path, any_value(size), epoch_us(any_value(modified_at)), bool_or(status = 'duplicate'),
               bool_and(content_hash IS NOT NULL OR status <> 'unreadable')
        FROM old.main.letters GROUP BY source_path
        """
    ).fetchall()
    return {path: KnownFile(*facts) for path, *facts in rows}


def _read_through(connection: duckdb.DuckDBPyConnection) -> None:
    tables = [f"main.{name}" for name in SNAPSHOT_TABLES] + ["search.terms", "search.postings", "internal.fingerprints"]
    for table in tables:
        connection.execute(f"SELECT max(hash(t)) FROM old.{table} AS t")


def _refuse_locked(error: duckdb.Error, db: Path) -> None:
    if "lock" in str(error).lower():
        raise UnusableInputError(
            "The snapshot is in use", f"{db}: another program has it open for writing.", "Name another --db."
        ) from error


def _refuse_foreign(connection: duckdb.DuckDBPyConnection, db: Path) -> None:
    tables = (
        "SELECT count(*), count(*) FILTER (schema_name = 'internal') FROM duckdb_tables() WHERE database_name = 'old'"
    )
    found, ours = connection.execute(tables).fetchall()[0]
    if found and not ours:
        raise _not_a_snapshot(f"{db} is a DuckDB database of something else; it stays as it is.")


def _may_be_snapshot(db: Path) -> bool:
    """Tell whether the file is a DuckDB database, or was one by its name: a damaged one may have lost its mark."""
    with db.open("rb") as file:
        return file.read(12)[8:] == b"DUCK" or db.suffix in SUFFIXES


def _not_a_snapshot(message: str) -> UnusableInputError:
    return UnusableInputError("Not a snapshot", message, "--db names a file that may be replaced: name another.")
