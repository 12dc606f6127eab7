"""The snapshot file: read what the old one knows, build a new one beside it, rename it into place."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from imr_tui.corpus.schema import SCHEMA_VERSION, SNAPSHOT_TABLES, create_table
from imr_tui.corpus.session import NO_EXTENSIONS, SnapshotError, attach, read_state
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.search.index import build_index

READ_ONLY = 0o444
DUCKDB_MAGIC = b"DUCK"
LARGEST_CHECKED = 64_000_000
"""Bytes up to which a snapshot is read through before it is trusted; of a larger one DuckDB checks what it reads."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the old snapshot says of a file."""

    size: int
    modified_us: int
    status: str
    was_read: bool
    """False when the file could not be opened."""


@dataclass(frozen=True, slots=True)
class OldSnapshot:
    """The snapshot of an earlier run, as far as it can be used."""

    files: dict[str, KnownFile] = field(default_factory=dict)
    unusable: str | None = None
    """Why nothing can be taken from it; None when there is none, or it is good."""


def read_old(db: Path, corpus: Path) -> OldSnapshot:
    """Look at the snapshot at `db`. Raises UnusableInputError when it is a database of something else."""
    if not db.exists():
        return OldSnapshot()
    with duckdb.connect(":memory:", config=NO_EXTENSIONS) as connection:
        try:
            attach(connection, db, "old")
        except duckdb.Error:
            return OldSnapshot(unusable="the snapshot was damaged")
        try:
            state = read_state(connection, "old")
        except SnapshotError as error:
            _refuse_foreign(connection, db)
            return OldSnapshot(unusable=str(error))
        if state.get("corpus") != str(corpus):
            return OldSnapshot(unusable="it held another corpus")
        try:
            if db.stat().st_size <= LARGEST_CHECKED:
                _read_through(connection)
            rows = connection.execute(
                "SELECT source_path, size, epoch_us(modified_at), status, "
                "content_hash IS NOT NULL OR status <> 'unreadable' FROM old.main.letters"
            ).fetchall()
        except duckdb.Error:
            return OldSnapshot(unusable="the snapshot was damaged")
    return OldSnapshot({path: KnownFile(*facts) for path, *facts in rows})


def _read_through(connection: duckdb.DuckDBPyConnection) -> None:
    tables = [f"main.{name}" for name in SNAPSHOT_TABLES] + ["search.terms", "search.postings"]
    for table in tables:
        connection.execute(f"SELECT max(hash(t)) FROM old.{table} AS t")


def _refuse_foreign(connection: duckdb.DuckDBPyConnection, db: Path) -> None:
    ours = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'old' AND schema_name = 'internal'"
    tables = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'old'"
    if connection.execute(tables).fetchall() != [(0,)] and connection.execute(ours).fetchall() == [(0,)]:
        raise UnusableInputError(
            "Not a snapshot",
            f"{db} is a DuckDB database of something else; it stays as it is.",
            "Name another --db.",
        )


@contextmanager
def new_snapshot(db: Path, corpus: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with an empty snapshot attached as `fresh`; when the block ends, it takes the place of `db`.

    When the block raises, `db` stays as it was. Raises WorkFailedError when the file cannot be written.
    """
    building = db.with_name(f".{db.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.building")
    try:
        db.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_leftovers(db)
        with duckdb.connect(":memory:", config=NO_EXTENSIONS) as connection:
            _create(connection, building, corpus)
            yield connection
            build_index(connection, "fresh")
            connection.execute("CHECKPOINT fresh")
            connection.execute("DETACH fresh")
        _put_in_place(building, db)
    except (OSError, duckdb.Error) as error:
        raise WorkFailedError(
            "The snapshot could not be written",
            f"{db}: {str(error).splitlines()[0]}",
            "Is there room, and may you write there? --db names another place.",
        ) from error
    finally:
        for leftover in (building, Path(f"{building}.wal")):
            with suppress(OSError):
                leftover.unlink()


def _create(connection: duckdb.DuckDBPyConnection, building: Path, corpus: Path) -> None:
    quoted = str(building).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS fresh")
    for name, columns in SNAPSHOT_TABLES.items():
        connection.execute(create_table(f"fresh.main.{name}", columns))
    connection.execute("CREATE SCHEMA fresh.internal")
    connection.execute("CREATE TABLE fresh.internal.state (key VARCHAR, value VARCHAR)")
    state = {"schema_version": str(SCHEMA_VERSION), "corpus": str(corpus)}
    connection.executemany("INSERT INTO fresh.internal.state VALUES (?, ?)", list(state.items()))


def _put_in_place(building: Path, db: Path) -> None:
    building.chmod(READ_ONLY)
    with building.open("rb") as file:
        os.fsync(file.fileno())
    if db.exists() and not _is_duckdb(db):
        db.replace(db.with_name(f"{db.name}.damaged"))
    building.replace(db)


def _is_duckdb(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == DUCKDB_MAGIC


def _remove_leftovers(db: Path) -> None:
    """Remove what builds left that were killed; one whose process lives is still building."""
    for leftover in db.parent.glob(f".{db.name}.*.building*"):
        builder = leftover.name.removeprefix(f".{db.name}.").split("-", 1)[0]
        if builder.isdigit() and not _is_running(int(builder)):
            with suppress(FileNotFoundError):
                leftover.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
