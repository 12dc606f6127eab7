"""The process in which queries are parsed, checked and run. It can be killed at any time, and ends with its session."""

import os
import shutil
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

import duckdb

from imr_tui.errors import ImrError, unexpected
from imr_tui.saved_queries.errors import stopped, too_large
from imr_tui.saved_queries.gate import Gate
from imr_tui.saved_queries.lifeline import end_with
from imr_tui.saved_queries.lockdown import limit_process, open_locked
from imr_tui.saved_queries.provided import fill
from imr_tui.saved_queries.running import run_csv, run_rows
from imr_tui.saved_queries.wire import Done, Failed, More, Open, Provide, Reply, Rows, Run, Started, Stop

SLACK = 2.0
"""Seconds that the session has to end what takes too long, before the kernel does."""


class Worker:
    """Answers the requests of one session."""

    def __init__(self, pipe: "Connection[Reply, Any]") -> None:
        self._pipe = pipe
        self._requests: SimpleQueue[Open | Provide | Run | More] = SimpleQueue()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._number = 0
        """Of the run that is worked on."""
        self._stopped = 0
        """The latest run that was told to stop."""
        self._chunks: Iterator[bytes] = iter(())
        self._seconds = 0.0
        """That a reply may take; 0 while there is no limit."""

    def listen(self) -> None:
        """Take in requests until the session is gone; then end this process, whatever it does."""
        while True:
            try:
                request = self._pipe.recv()
            except (EOFError, OSError):
                os._exit(0)
            if not isinstance(request, Stop):
                self._requests.put(request)
                continue
            self._stopped = request.number
            if self._number == request.number and self._connection is not None:
                self._connection.interrupt()

    def work(self) -> None:
        """Answer requests, one after the other."""
        while True:
            request = self._requests.get()
            self._number = request.number if isinstance(request, Run | More) else 0
            if self._seconds:
                signal.setitimer(signal.ITIMER_REAL, self._seconds + SLACK)  # nobody handles it: it kills
            reply = self._answered(request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._pipe.send(reply)

    def _answered(self, request: Open | Provide | Run | More) -> Reply:
        try:
            if self._stopped and self._stopped == self._number:
                return Failed(stopped())
            return self._answer(request)
        except duckdb.InterruptException:
            return Failed(stopped())
        except MemoryError:
            return Failed(too_large("The query needs more memory than it may take."))
        except ImrError as error:
            return Failed(error)
        except Exception as error:
            return Failed(unexpected(error))

    def _answer(self, request: Open | Provide | Run | More) -> Reply:
        if isinstance(request, Open):
            limit_process(request.memory)
            try:
                self._connection = open_locked(request.snapshot, request.memory, request.scratch)
            finally:
                shutil.rmtree(request.scratch, ignore_errors=True)
            self._seconds = request.seconds
            return Done()
        assert self._connection is not None
        if isinstance(request, Provide):
            fill(self._connection, request.table, request.columns)
            return Done()
        if isinstance(request, More):
            began = monotonic()
            return Rows(next(self._chunks, b""), monotonic() - began)
        admitted = Gate(self._connection).admit(request.sql, request.parameters)
        run = run_csv if request.as_csv else run_rows
        columns, types, self._chunks = run(self._connection, admitted, request.parameters)
        return Started(columns, types)


def main(pipe: int, lifeline: int) -> None:
    """Serve the session at the other end of `pipe`, a socket, and end with it: it holds the other end of `lifeline`."""
    end_with(lifeline)
    worker = Worker(Connection(pipe))
    Thread(target=worker.listen, daemon=True).start()
    worker.work()
