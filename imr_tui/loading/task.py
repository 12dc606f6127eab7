"""What there is to do: a corpus on disk, compared with its snapshot."""

import gc
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from imr_tui.corpus.session import DAMAGED
from imr_tui.errors import UnusableInputError
from imr_tui.loading.changes import Changes, compare
from imr_tui.loading.kinds import Kind
from imr_tui.loading.old_snapshot import OldSnapshot, read_old
from imr_tui.loading.sources import find_sources
from imr_tui.loading.state import State, new_state
from imr_tui.settings import printable


@dataclass(frozen=True, slots=True)
class Task:
    """A snapshot to be brought up to date."""

    roots: Sequence[Path]
    db: Path
    state: State
    """Of the new snapshot."""
    old: OldSnapshot
    changes: Changes

    @property
    def has_old(self) -> bool:
        """Tell whether the new snapshot is built on the old one."""
        return self.old.state is not None

    @property
    def places(self) -> str:
        """The corpus as a message names it."""
        return ", ".join(printable(root) for root in self.roots)

    @property
    def old_tables(self) -> set[str]:
        """Names of the Parquet files that the old snapshot was built from."""
        return {name for name, file in self.old.files.items() if file.kind == Kind.PARQUET.value}

    def with_read(self, names: Iterable[str]) -> "Task":
        """Return the task of reading these files too, whether they changed or not; they may have vanished."""
        more = set(names) - {source.name for source in self.changes.read}
        if not more:
            return self
        sources = [source for source in find_sources(self.roots) if source.name in more]
        return replace(self, changes=self.changes.with_read(sources, more))

    def with_tables(self, names: Iterable[str]) -> "Task":
        """Return the task of reading all Parquet files if any of `names` is one: their rows belong together."""
        return self if self.old_tables.isdisjoint(names) else self.with_read(self.old_tables)

    def from_nothing(self, reason: str) -> "Task":
        """Return the task of building the snapshot without the old one."""
        return _compared(replace(self, old=OldSnapshot(self.db, unusable=reason)))


def look(roots: Sequence[Path], db: Path) -> Task:
    """Return what there is to do for the snapshot `db` of what is below `roots`.

    Raises UnusableInputError when there is no file, or `db` is something else.
    """
    state = new_state(roots, time.time_ns())
    gc.disable()  # a million files are millions of objects, none of them garbage
    try:
        return _compared(Task(roots, db, state, read_old(db, state), Changes()))
    finally:
        gc.enable()


def _compared(task: Task) -> Task:
    old = task.old
    scanned_ns = int(old.state.scanned_ns) if old.state else 0
    itself = str(task.db.resolve())  # it may stand among the letters, and changes with every load
    sources = (source for source in find_sources(task.roots) if source.path != itself)
    try:
        changes = compare(sources, dict(old.files), scanned_ns, old.hashes)
    except duckdb.Error:
        return task.from_nothing(DAMAGED)
    if not changes.total:
        hint = "Name a folder of letters; hidden files are not read."
        raise UnusableInputError("The corpus is empty", f"{task.places} holds no file.", hint)
    return replace(task, changes=changes)
