"""Bring a corpus's snapshot up to date: read only what is new or changed, keep the rest."""

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from imr_tui.corpus.snapshot_file import Identity, beside, identity_of
from imr_tui.loading.lock import BusyError, lock
from imr_tui.loading.progress import LoadReport, Progress, Tell
from imr_tui.loading.snapshot import remove_leftovers, unwritable
from imr_tui.loading.task import Task, look
from imr_tui.private_file import private_files

SECONDS_BETWEEN_TRIES = 0.5


def load_corpus(roots: Sequence[Path], db: Path, tell: Tell) -> LoadReport:
    """Build the snapshot `db` of what is below `roots` unless it is up to date, and report.

    `tell` is called several times a second; what it raises ends the load. However that ends, the old snapshot stays
    until the new one is complete, and what was read is not read again by the next load. Raises BusyError when another
    process builds this snapshot, UnusableInputError when the corpus holds no letter, WorkFailedError when the snapshot
    cannot be written.
    """
    start = time.perf_counter()
    tell(Progress("looking"))
    before = identity_of(db)
    task = look(roots, db)
    if not task.changes.is_idle:
        task = _build(task, before, tell)
    elif any(beside(db, ending).exists() for ending in ("journal", "building", "lock")):
        _tidy(db)
    changes = task.changes
    seconds = time.perf_counter() - start
    return LoadReport(
        changes.total, len(changes.read), len(changes.renamed), changes.removed, seconds, task.old.unusable
    )


def load_when_free(roots: Sequence[Path], db: Path, tell: Tell) -> LoadReport:
    """Load as `load_corpus` does, after any other process that builds this snapshot."""
    while True:
        try:
            return load_corpus(roots, db, tell)
        except BusyError:
            tell(Progress("waiting"))
            time.sleep(SECONDS_BETWEEN_TRIES)


def _build(task: Task, before: Identity | None, tell: Tell) -> Task:
    # A start with nothing to do, the usual one, does without the parser and the worker processes.
    from imr_tui.loading.build import build

    db = task.db
    try:
        with private_files():
            db.parent.mkdir(parents=True, exist_ok=True)
            with lock(beside(db, "lock")):
                if identity_of(db) != before:  # another process built it meanwhile
                    task = look(task.roots, db)
                return task if task.changes.is_idle else build(task, tell)
    except BrokenPipeError:  # of whoever is told how far the load has come
        raise
    except OSError as error:
        raise unwritable(db, error) from error


def _tidy(db: Path) -> None:
    """Remove what a killed load left that nobody goes on with: its snapshot was complete, or its files are gone."""
    with suppress(BusyError, OSError), lock(beside(db, "lock")):
        remove_leftovers(db, "journal")
