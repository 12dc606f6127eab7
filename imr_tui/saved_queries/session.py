"""Run SQL that somebody wrote, in a process of its own that can read the corpus and nothing else."""

import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

from imr_tui.corpus.snapshot_file import refuse_log
from imr_tui.errors import ImrError, WorkFailedError
from imr_tui.preferences import Preferences
from imr_tui.saved_queries.errors import LimitError, stopped
from imr_tui.saved_queries.parameters import Value
from imr_tui.saved_queries.process import WorkerProcess
from imr_tui.saved_queries.provided import packed
from imr_tui.saved_queries.wire import Failed, More, Provide, Reply, Request, Rows, Run, Started, Stop

SECONDS = 60.0
GIGABYTE = 1_000_000_000
TICK = 0.02
"""Seconds after which a waiting session looks whether it should go on."""
GRACE = 0.1
"""Seconds that DuckDB has to hear an interrupt: long functions and its parser never do. Then its process is killed."""
START_SECONDS = 30.0
"""In which the process must have opened the snapshot."""


def default_memory() -> int:
    """Return the bytes that queries may take: half of what the machine has, 4 GB at most."""
    return min(4 * GIGABYTE, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    seconds: float = SECONDS
    """That DuckDB works; the time that somebody takes to read rows does not count."""
    memory: int = field(default_factory=default_memory)
    """Bytes."""

    @classmethod
    def of(cls, preferences: Preferences) -> "Limits":
        """Return the limits that a user set."""
        return cls(preferences.query_seconds, int(preferences.query_memory * 1_000_000) or default_memory())


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Column names and types as DuckDB names them, and rows that are fetched as they are taken."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class CsvResult:
    """Column names, and the rows as csv without a heading, in pieces that are made as they are taken."""

    columns: tuple[str, ...]
    data: Iterator[bytes]
    """UTF-8; a piece may end within a character."""


@dataclass(slots=True)
class _Asked:
    """A run that is not at its end."""

    number: int
    seconds: float = START_SECONDS
    """That it may still take."""
    stopped_at: float = 0.0
    end: ImrError | None = None
    """Why it was stopped."""


class QuerySession:
    """Runs queries, one at a time, in a worker process; when that has to be killed, the next query gets a new one.

    To be used by one thread at a time; only `interrupt` may be called by any.
    """

    def __init__(self, snapshot: Path, limits: Limits | None = None) -> None:
        """Start the process; it opens the snapshot meanwhile, and whether it could, the first query tells.

        Raises UnusableInputError when a write-ahead log lies beside the snapshot.
        """
        refuse_log(snapshot)
        self._snapshot = snapshot.absolute()
        self._limits = limits or Limits()
        self._asked = _Asked(0)
        self._is_closed = False
        self._tables: dict[str, list[bytes]] = {}
        self._start()

    def provide(self, table: str, rows: Iterable[Any]) -> None:
        """Replace the rows of a table for the next queries: `selection` by item ids in order, `marks` by rows."""
        self._tables[table] = packed(table, rows)
        self._unsent.add(table)

    def run(self, sql: str, parameters: Mapping[str, Value]) -> QueryResult:
        """Run one SELECT with its `$name` parameters bound, and return when its first rows are there.

        Raises, here or while rows are taken: QueryError (UnusableInputError) saying what is wrong and where,
        RefusedError, LimitError, QueryStoppedError. A result ends with the next query.
        """
        started, chunks = self._run(sql, parameters, as_csv=False)
        return QueryResult(started.columns, started.types, (row for data in chunks for row in pickle.loads(data)))

    def run_csv(self, sql: str, parameters: Mapping[str, Value]) -> CsvResult:
        """Run one SELECT as `run` does, its rows as csv that DuckDB writes: ten times faster for many rows."""
        started, chunks = self._run(sql, parameters, as_csv=True)
        return CsvResult(started.columns, chunks)

    def interrupt(self) -> None:
        """Stop the query that runs, from another thread: within 0.3 seconds it ends with QueryStoppedError."""
        self._stop(self._asked, stopped())

    def close(self) -> None:
        """End the process; from any thread. A query that runs ends with QueryStoppedError."""
        self._is_closed = True
        self._stop(self._asked, stopped())
        self._worker.kill()

    def __enter__(self) -> "QuerySession":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> None:
        """Start a process that knows nothing."""
        self._worker = WorkerProcess(self._snapshot, self._limits.memory, self._limits.seconds)
        self._owed = 1
        """Replies that are still to come; the first says that the snapshot is open."""
        self._is_open = False
        self._unsent = set(self._tables)

    def _restart(self) -> None:
        self._worker.kill()
        if not self._is_closed:
            self._start()
        if self._is_closed:  # or was meanwhile, by a thread that could not know of the new process
            self._worker.kill()
            raise stopped()

    def _run(self, sql: str, parameters: Mapping[str, Value], as_csv: bool) -> tuple[Started, Iterator[bytes]]:
        self._settle()
        asked = self._asked = _Asked(self._asked.number + 1)
        self._prepare(asked)
        asked.seconds = self._limits.seconds
        started = self._ask(asked, Run(asked.number, sql, parameters, as_csv))
        rows = self._ask(asked, More(asked.number))
        assert isinstance(started, Started)
        assert isinstance(rows, Rows)
        return started, self._chunks(asked, rows.data, is_ahead=as_csv)

    def _settle(self) -> None:
        """Wait for what the run before has not answered, or give up its process."""
        until = monotonic() + GRACE
        try:
            while self._is_open and self._owed:
                if self._worker.receive(max(0.0, until - monotonic())) is None:
                    self._restart()
                else:
                    self._owed -= 1
        except EOFError:
            self._restart()
        if not self._worker.is_alive:
            self._restart()

    def _prepare(self, asked: _Asked) -> None:
        """Wait until the snapshot is open, and fill the tables that queries find beside it."""
        if not self._is_open:
            try:
                self._await(asked)
            except ImrError:
                self._restart()
                raise
            self._is_open = True
        for table in sorted(self._unsent):
            self._ask(asked, Provide(table, self._tables[table]))
            self._unsent.discard(table)

    def _chunks(self, asked: _Asked, data: bytes, is_ahead: bool) -> Iterator[bytes]:
        """Yield chunks; where they are wanted `is_ahead`, the next one is made while this one is used."""
        try:
            while data:
                if is_ahead:
                    self._send(More(asked.number))
                yield data
                reply = self._await(asked) if is_ahead else self._ask(asked, More(asked.number))
                assert isinstance(reply, Rows)
                data = reply.data
        finally:
            if data and self._asked is asked:
                self._stop(asked, stopped())

    def _ask(self, asked: _Asked, request: Request) -> Reply:
        self._send(request)
        return self._await(asked)

    def _send(self, request: Request) -> None:
        self._owed += 1
        self._worker.send(request)

    def _await(self, asked: _Asked) -> Reply:
        """Return the next reply. Raises what the run ends with; then its process is ready for another, or a new one."""
        if self._asked is not asked:
            raise stopped()  # by the query after it
        began = monotonic()
        try:
            while (reply := self._worker.receive(TICK)) is None:
                if monotonic() - began > asked.seconds:
                    self._stop(asked, self._too_long())
                if asked.end is not None and monotonic() - asked.stopped_at > GRACE:
                    self._worker.kill()
        except EOFError:
            self._restart()
            raise asked.end or _died() from None
        self._owed -= 1
        asked.seconds -= max(monotonic() - began, reply.seconds if isinstance(reply, Rows) else 0)
        if asked.seconds < 0:
            self._stop(asked, self._too_long())
        if asked.end is not None:
            raise asked.end
        if isinstance(reply, Failed):
            raise reply.error
        return reply

    def _stop(self, asked: _Asked, reason: ImrError) -> None:
        if asked.end is None:
            asked.end = reason
            asked.stopped_at = monotonic()
            self._worker.send(Stop(asked.number))

    def _too_long(self) -> ImrError:
        if not self._is_open:
            return WorkFailedError("Queries cannot be run", "The process that runs them does not start.", "Try again.")
        seconds = f"{self._limits.seconds:g} seconds"
        return LimitError("Too much time", f"The query took more than {seconds}.", "Ask for less at once.")


def _died() -> LimitError:
    message = "The process that ran the query ended: most likely it took more memory than it may."
    return LimitError("The query broke off", message, "Ask for fewer rows or columns at once.")
