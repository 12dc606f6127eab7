"""Worker processes read files into the journal; one that dies or hangs costs the file it read, not the load."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import duckdb
from pebble import ProcessExpired, ProcessPool

from imr_tui.loading.archives import DamagedArchiveError, members
from imr_tui.loading.journal import Batch, Journal, write_batch
from imr_tui.loading.kinds import Kind
from imr_tui.loading.parsed import ParsedCase
from imr_tui.loading.progress import Progress, Tell
from imr_tui.loading.reading import ReadFile, Reading, Status
from imr_tui.loading.sources import SourceFile
from imr_tui.loading.table_cases import TableCases, group
from imr_tui.loading.tables import TableFile, open_table
from imr_tui.loading.worker import prepare, read_files, read_members, read_rows
from imr_tui.settings import printable

MOST_FILES, FEWEST_FILES = 500, 20
"""In a batch."""
MOST_BYTES = 4_000_000
SECONDS = 60
"""After so long a worker hangs. A batch of PDFs takes a few."""
TICK = 0.2
"""Seconds between two calls of `Tell`, at most."""
HUNG = f"reading it took more than {SECONDS} seconds"
DIED = "the program that read it died of it"

Loaded = tuple[SourceFile, bytes]
Result = tuple[Batch, list[tuple[SourceFile, Kind]]]


@dataclass(frozen=True)
class _Task:
    """A batch to read: files on disk, members of an archive with their bytes, or cases of a table."""

    read: Callable[..., Result]
    sources: Sequence[SourceFile] | Sequence[Loaded] | Sequence[ParsedCase]
    container: SourceFile | None = None

    def parts(self) -> "list[_Task]":
        return [replace(self, sources=self.sources[n : n + 1]) for n in range(len(self.sources))]

    def failed(self, reason: str) -> list[ReadFile]:
        return [_without_letter(source, Reading(Status.UNREADABLE, (reason,))) for source in self.sources]


class Readers:
    """The worker processes of one load."""

    def __init__(self, journal: Journal, total: int, tell: Tell) -> None:
        """Read into `journal`, telling how far it has come of `total` files."""
        self._journal = journal
        self._progress = Progress("reading", 0, total)
        self._tell = tell
        self._pending: dict[Future[Result], _Task] = {}
        self._containers: deque[tuple[SourceFile, Kind]] = deque()
        self._workers = min(_cores(), max(1, total // FEWEST_FILES))
        self._most_files = min(MOST_FILES, max(FEWEST_FILES, total // (2 * self._workers)))
        self._pool = _new_pool(self._workers)

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def read(self, sources: Sequence[SourceFile]) -> list[SourceFile]:
        """Read files on disk, and what is inside the archives among them; return the Parquet files, for `read_tables`.

        Raises OSError when the journal cannot be written, and whatever `tell` raises.
        """
        self._tell(self._progress)
        batches = _batches(sources, self._most_files, lambda source: source.size)
        self._run(_Task(read_files, batch) for batch in batches)
        for container, kind in self._containers:
            if kind is Kind.ARCHIVE:
                self._read_archive(container)
        return [container for container, kind in self._containers if kind is Kind.PARQUET]

    def read_tables(self, connection: duckdb.DuckDBPyConnection, sources: Sequence[SourceFile]) -> None:
        """Read the cases of Parquet files; those that belong together must all be among `sources`.

        Raises WorkFailedError when they change meanwhile, and what `read` raises.
        """
        opened = [open_table(connection, source, number) for number, source in enumerate(sources)]
        told = [file for file in opened if isinstance(file, ReadFile)]
        for files in group(file for file in opened if isinstance(file, TableFile)):
            with TableCases(connection, files) as cases:
                self._progress = replace(self._progress, total=self._progress.total + cases.count)
                if cases.count > MOST_FILES:
                    self._use_all_cores()
                self._run(
                    _Task(read_rows, batch, table)
                    for table, rows in cases.by_file()
                    for batch in _batches(rows, MOST_FILES, lambda case: case.length)
                )
                told += cases.told()
        self._write(told)

    def _read_archive(self, container: SourceFile) -> None:
        if container.size > MOST_BYTES:
            self._use_all_cores()
        told = ReadFile(container, container=Kind.ARCHIVE)

        def inside() -> Iterator[Loaded]:
            nonlocal told
            try:
                yield from _members(container)
            except DamagedArchiveError as error:
                reading = Reading(Status.UNREADABLE, (f"the archive cannot be read to its end: {error}",))
                told = replace(told, readings=[reading], was_read=not error.may_pass)

        batches = _batches(inside(), MOST_FILES, lambda loaded: len(loaded[1]))
        read = self._run(_Task(read_members, batch, container) for batch in batches)
        if not read and not told.readings:
            told = replace(told, readings=[Reading(Status.NOT_A_LETTER, ("an archive without letters",))])
        self._write([told])

    def _use_all_cores(self) -> None:
        """Start more workers than the number of files asked for: one may hold many letters."""
        if self._workers < _cores():
            self._pool.close()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._workers = _cores()
            self._pool = _new_pool(self._workers)

    def _run(self, tasks: Iterator[_Task]) -> int:
        """Run tasks until none is left, and return how many there were. Few are begun at a time: memory is bounded."""
        waiting: deque[_Task] = deque()
        count = 0
        while True:
            while len(self._pending) <= 2 * self._workers and (
                task := waiting.popleft() if waiting else next(tasks, None)
            ):
                self._begin(task)
                count += 1
            if not self._pending:
                return count
            for future in wait(self._pending, TICK, FIRST_COMPLETED).done:
                waiting += self._end(future, self._pending.pop(future))
            self._tell(self._progress)

    def _begin(self, task: _Task) -> None:
        place = (task.container,) if task.container else ()
        args = (self._journal.folder, self._journal.next_number(), *place, task.sources)
        self._pending[self._pool.schedule(task.read, args=args, timeout=SECONDS)] = task

    def _end(self, future: "Future[Result]", task: _Task) -> list[_Task]:
        """Take in what a task read; return the tasks to be done in its place if it failed."""
        try:
            batch, containers = future.result()
        except (TimeoutError, ProcessExpired, MemoryError) as error:
            if len(task.sources) > 1:
                return task.parts()
            self._write(task.failed(HUNG if isinstance(error, TimeoutError) else DIED), task.container)
        else:
            self._containers += containers
            self._count(batch, len(task.sources))
        return []

    def _write(self, reads: list[ReadFile], container: SourceFile | None = None) -> None:
        self._count(write_batch(self._journal.folder, self._journal.next_number(), reads, container), len(reads))

    def _count(self, batch: Batch, files: int) -> None:
        self._progress = self._progress.further(files, batch.problems)


Source = TypeVar("Source", SourceFile, Loaded, ParsedCase)


def _batches(sources: Iterable[Source], most: int, size_of: Callable[[Source], int]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += size_of(source)
        if len(batch) >= most or size >= MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _members(container: SourceFile) -> Iterator[Loaded]:
    for member in members(container.path):
        name = f"{container.name}/{printable(member.name)}"
        size = len(member.data)
        yield SourceFile(container.path, name, size, member.modified_ns, error=member.error), member.data


def _without_letter(source: SourceFile | Loaded | ParsedCase, reading: Reading) -> ReadFile:
    if isinstance(source, ParsedCase):
        return source.without_letter(reading)
    return ReadFile(source if isinstance(source, SourceFile) else source[0], [reading])


def _new_pool(workers: int) -> ProcessPool:
    return ProcessPool(workers, initializer=prepare, context=_context())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> Any:
    # A forked copy of a process with threads may hang; a server that made the parser ready once forks quickly.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["imr_tui.loading.preloaded"])
    return context
