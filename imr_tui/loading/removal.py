"""A snapshot and what belongs to it, taken away for good: but no file that is something else."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from imr_tui.corpus.session import attach, connect
from imr_tui.corpus.snapshot_file import beside
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.loading.lock import BusyError, lock


def refuse_other_file(db: Path) -> None:
    """Raise UnusableInputError when `db` is there, and is no snapshot that some version of the program built."""
    if (db.exists() or db.is_symlink()) and not (db.is_file() and not db.is_symlink() and _is_snapshot(db)):
        message = f"{db} is something else, or too damaged to tell; it stays as it is, and so does all else."
        raise UnusableInputError("Not a snapshot", message, "Remove it yourself if it should go.")


def remove_snapshot(db: Path, files: Sequence[Path]) -> None:
    """Remove the files of a snapshot while nobody builds it; who has them open reads on.

    Raises UnusableInputError while somebody builds it, WorkFailedError when one cannot be removed.
    """
    if not db.parent.is_dir():
        return
    guard = beside(db, "lock")
    try:
        with lock(guard):
            remove_files([path for path in files if path != guard])
    except BusyError as error:
        raise UnusableInputError(
            "The corpus is being loaded", f"Another session builds {db} at this moment.", "Try again when it is done."
        ) from error
    except OSError as error:
        raise _not_removed(guard, error, "Nothing was removed: may you write there?") from error


def remove_files(files: Sequence[Path]) -> None:
    """Remove files and folders. Raises WorkFailedError when one cannot be removed."""
    for path in files:
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        except OSError as error:
            raise _not_removed(path, error, "What stands before it in the list is gone.") from error


def _not_removed(path: Path, error: OSError, hint: str) -> WorkFailedError:
    return WorkFailedError("Not all was removed", f"{path}: {error.strerror}.", hint)


def _is_snapshot(db: Path) -> bool:
    with connect() as connection:
        try:
            attach(connection, db, "old")
            state = connection.execute("SELECT key FROM old.internal.state WHERE key = 'schema_version'").fetchall()
        except duckdb.Error:
            return False
    return bool(state)
