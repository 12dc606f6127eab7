"""The snapshot of an earlier run: what can be taken from it, and whether it may be replaced."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from imr_tui.corpus.session import DAMAGED, SnapshotError, attach, connect, read_state
from imr_tui.errors import UnusableInputError
from imr_tui.loading.changes import KnownFile
from imr_tui.loading.state import State
from imr_tui.search.segments import index_folder, list_segments

SUFFIXES = (".duckdb", ".db")
LARGEST_CHECKED = 64_000_000
"""Bytes up to which a snapshot is read through before it is trusted; of a larger one DuckDB checks what it reads."""


@dataclass(frozen=True, slots=True)
class OldSnapshot:
    """The snapshot of an earlier run, as far as it can be used."""

    db: Path
    state: State | None = None
    """What its builder noted; None when nothing can be taken from it."""
    files: dict[str, KnownFile] = field(default_factory=dict)
    unusable: str | None = None
    """Why nothing can be taken from it; None when there is none, or it is good."""
    is_ours: bool = True
    """False for a file that may be anything: it is set aside, not overwritten."""

    def hashes(self, names: Iterable[str]) -> dict[str, str]:
        """Return the hashes of the bytes that these files had; those that have none are left out.

        Raises duckdb.Error when the snapshot is damaged.
        """
        wanted = list(names)
        if not wanted:
            return {}
        with connect() as connection:
            attach(connection, self.db, "old")
            rows = connection.execute(
                """
                SELECT DISTINCT source_path, content_hash FROM old.internal.letters
                WHERE file = source_path AND content_hash IS NOT NULL AND source_path IN (SELECT unnest(?::VARCHAR[]))
                """,
                [wanted],
            ).fetchall()
        return dict(rows)


def corpus_held_by(db: Path) -> tuple[Path, ...]:
    """Return the files and folders that a snapshot was made of; none when it is no snapshot, or cannot be read."""
    if not db.is_file():
        return ()
    with connect() as connection:
        try:
            attach(connection, db, "old")
            return tuple(map(Path, read_state(connection, "old")["corpus"].splitlines()))
        except (duckdb.Error, SnapshotError, KeyError):
            return ()


def read_old(db: Path, wanted: State) -> OldSnapshot:
    """Look at the snapshot at `db`, which should have been built as `wanted` says.

    Raises UnusableInputError when it is something else, or in use by a program that writes it.
    """
    if not db.exists():
        return OldSnapshot(db)
    if not db.is_file() or not _may_be_snapshot(db):
        raise _not_a_snapshot(f"{db} is something else; it stays as it is.")
    if db.stat().st_size == 0:
        return OldSnapshot(db)
    with connect() as connection:
        try:
            attach(connection, db, "old")
        except duckdb.Error as error:
            _refuse_locked(error, db)
            return OldSnapshot(db, unusable=DAMAGED, is_ours=False)
        return _read_attached(connection, db, wanted)


def _read_attached(connection: duckdb.DuckDBPyConnection, db: Path, wanted: State) -> OldSnapshot:
    try:
        state = State(**read_state(connection, "old"))
    except (SnapshotError, TypeError) as error:
        _refuse_foreign(connection, db)
        return OldSnapshot(db, unusable=str(error) if isinstance(error, SnapshotError) else DAMAGED)
    if reason := state.differs_from(wanted):
        return OldSnapshot(db, unusable=reason)
    try:
        if db.stat().st_size <= LARGEST_CHECKED:
            _read_through(connection)
        rows = connection.execute("FROM old.internal.files").fetchall()
        segments = list_segments(connection, "old", index_folder(db))
    except duckdb.Error:
        return OldSnapshot(db, unusable=DAMAGED)
    if not all(segment.is_complete for segment in segments):
        return OldSnapshot(db, unusable="its search index was damaged")
    return OldSnapshot(db, state, {row[0]: KnownFile._make(row[1:]) for row in rows})


def _read_through(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'old'")
    for schema, table in tables.fetchall():
        connection.execute(f"SELECT max(hash(t)) FROM old.{schema}.{table} AS t")


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
