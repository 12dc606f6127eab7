"""The snapshot file: built beside the old one, and renamed into its place when it is complete."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import duckdb

from imr_tui.corpus.schema import SCHEMA_VERSION, SNAPSHOT_TABLES, create_table
from imr_tui.corpus.session import connect, quote_path
from imr_tui.errors import WorkFailedError
from imr_tui.settings import printable

READ_ONLY = 0o444


@contextmanager
def new_snapshot(db: Path, corpus: Path, keep_old: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with an empty snapshot attached as `fresh`; when the block ends, it takes the place of `db`.

    With `keep_old` the file that stood there is set aside. When the block raises, `db` stays as it was. Raises
    WorkFailedError when the file cannot be written.
    """
    building = db.with_name(f".{db.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.building")
    try:
        db.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_leftovers(db)
        with connect(spill=Path(f"{building}.spill")) as connection:
            _create(connection, building, corpus)
            yield connection
            connection.execute("CHECKPOINT fresh")
            connection.execute("DETACH fresh")
        _put_in_place(building, db, keep_old)
    except (OSError, duckdb.Error) as error:
        raise WorkFailedError(
            "The snapshot could not be written",
            f"{db}: {str(error).splitlines()[0]}",
            "Is there room, and may you write there? --db names another place.",
        ) from error
    finally:
        for leftover in (building, Path(f"{building}.wal")):
            _remove(leftover)


def _create(connection: duckdb.DuckDBPyConnection, building: Path, corpus: Path) -> None:
    connection.execute(f"ATTACH {quote_path(building)} AS fresh")
    for name, columns in SNAPSHOT_TABLES.items():
        connection.execute(create_table(f"fresh.main.{name}", columns))
    connection.execute("CREATE SCHEMA fresh.internal")
    connection.execute("CREATE TABLE fresh.internal.state (key VARCHAR, value VARCHAR)")
    connection.execute("CREATE TABLE fresh.internal.fingerprints (case_id VARCHAR, fingerprint VARCHAR)")
    state = {"schema_version": str(SCHEMA_VERSION), "corpus": printable(corpus)}
    connection.executemany("INSERT INTO fresh.internal.state VALUES (?, ?)", list(state.items()))


def _put_in_place(building: Path, db: Path, keep_old: bool) -> None:
    building.chmod(READ_ONLY)
    with building.open("rb") as file:
        os.fsync(file.fileno())
    if keep_old:
        db.replace(_free_name(db))
    building.replace(db)


def _free_name(db: Path) -> Path:
    names = (db.with_name(f"{db.name}.damaged{f'-{number}' if number > 1 else ''}") for number in count(1))
    return next(name for name in names if not name.exists())


def _remove_leftovers(db: Path) -> None:
    """Remove what builds left that were killed; one whose process lives is still building."""
    for leftover in db.parent.glob(f".{db.name}.*.building*"):
        builder = leftover.name.removeprefix(f".{db.name}.").split("-", 1)[0]
        if builder.isdigit() and not _is_running(int(builder)):
            _remove(leftover)


def _remove(path: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
