"""Bring a corpus's snapshot up to date: read only what is new or changed, keep the rest."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from imr_tui.errors import UnusableInputError
from imr_tui.loading.old_snapshot import DAMAGED, KnownFile, OldSnapshot, read_old
from imr_tui.loading.publish import DamagedSnapshotError, carry_over, publish
from imr_tui.loading.reading import Reading, Status, read_source
from imr_tui.loading.rows import create_staging, stage
from imr_tui.loading.snapshot import new_snapshot
from imr_tui.loading.sources import SourceFile, find_sources

BATCH = 500
"""Letters held in memory before they go to the database."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load has come."""

    done: int
    total: int
    problems: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    files: int
    read: int
    removed: int
    seconds: float
    rebuilt_because: str | None
    """Why the old snapshot could not be used, if it could not."""

    @property
    def rebuilt(self) -> str:
        """Say that the old snapshot could not be used; empty if it could."""
        return f"All letters were read again, since {self.rebuilt_because}." if self.rebuilt_because else ""

    @property
    def is_unchanged(self) -> bool:
        """Tell whether the snapshot was up to date already."""
        return not self.read and not self.removed


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which files are read and which are taken from the old snapshot."""

    read: tuple[SourceFile, ...]
    keep: tuple[str, ...]
    removed: int

    @property
    def is_idle(self) -> bool:
        return not self.read and not self.removed


def load_corpus(corpus: Path, db: Path, on_progress: Callable[[Progress], None]) -> LoadReport:
    """Build the snapshot `db` of `corpus` unless it is up to date, and report.

    `on_progress` is called before each letter and at the end; what it raises ends the load, and the old snapshot
    stays. Raises UnusableInputError when the corpus holds no letter, WorkFailedError when the snapshot cannot be
    written.
    """
    start = time.perf_counter()
    sources = find_sources(corpus)
    old = read_old(db, corpus)
    try:
        plan = _build(corpus, db, sources, old, on_progress)
    except DamagedSnapshotError:
        old = OldSnapshot(unusable=DAMAGED)
        plan = _build(corpus, db, sources, old, on_progress)
    seconds = time.perf_counter() - start
    return LoadReport(len(sources), len(plan.read), plan.removed, seconds, old.unusable)


def _build(
    corpus: Path,
    db: Path,
    sources: Sequence[SourceFile],
    old: OldSnapshot,
    on_progress: Callable[[Progress], None],
) -> _Plan:
    plan = _plan(sources, old)
    if plan.is_idle:
        return plan
    with new_snapshot(db, corpus, keep_old=not old.is_ours) as connection:
        create_staging(connection)
        if plan.keep:
            carry_over(connection, db, plan.keep)
        for batch in _read_in_batches(plan.read, on_progress):
            stage(connection, batch)
        if publish(connection) == 0:
            raise _no_letters(corpus, len(sources))
    return plan


def _plan(sources: Sequence[SourceFile], old: OldSnapshot) -> _Plan:
    changed = {source.name for source in sources if not _is_known(source, old.files.get(source.name))}
    names = {source.name for source in sources}
    removed = sum(name not in names for name in old.files)
    if not changed and not removed:
        return _Plan((), tuple(old.files), 0)
    # A duplicate may become the only file of its case, so it is read with every build.
    held = {name for name, known in old.files.items() if not known.is_duplicate}
    keep = (names - changed) & held
    return _Plan(tuple(source for source in sources if source.name not in keep), tuple(sorted(keep)), removed)


def _is_known(source: SourceFile, known: KnownFile | None) -> bool:
    if known is None or (source.size, source.modified_us) != (known.size, known.modified_us):
        return False
    return known.was_read or not source.is_readable


def _read_in_batches(sources: Sequence[SourceFile], on_progress: Callable[[Progress], None]) -> Iterator[list[Reading]]:
    problems = 0
    for first in range(0, len(sources), BATCH):
        batch: list[Reading] = []
        for number, source in enumerate(sources[first : first + BATCH], first):
            on_progress(Progress(number, len(sources), problems))
            readings = read_source(source)
            problems += any(reading.status in (Status.WITH_PROBLEMS, Status.UNREADABLE) for reading in readings)
            batch += readings
        yield batch
    on_progress(Progress(len(sources), len(sources), problems))


def _no_letters(corpus: Path, files: int) -> UnusableInputError:
    looked_at = "the file is not" if files == 1 else f"none of its {files} files is"
    return UnusableInputError(
        "No letters found",
        f"{corpus}: {looked_at} an Independent Medical Review determination letter.",
        "Letters are read as PDF or as extracted text; see the README for what is recognised.",
    )
