"""A background thread for work that a newer wish makes needless."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Interruptible(Protocol):
    """Something that works for a job and can be told to stop: a DuckDB cursor, a query session."""

    def interrupt(self) -> None:
        """Stop what runs, from another thread."""

    def close(self) -> None:
        """Free it."""


Resource = TypeVar("Resource", bound=Interruptible)
OnError = Callable[[Exception], object]


class Lane(Generic[Resource]):
    """Runs jobs on a resource of its own, one at a time, the newest first.

    A job replaces the one with the same key: it takes its place if that waits, and stops it if that runs. A stopped job
    may still end well, so jobs report by posting messages that say what they answer.
    """

    def __init__(self, name: str, open_resource: Callable[[], Resource], on_error: OnError) -> None:
        """Start the thread, which opens the resource. `on_error` is called in it with what a job raises."""
        self._open = open_resource
        self._on_error = on_error
        self._resource: Resource | None = None
        self._waiting: dict[Hashable, tuple[Callable[[Resource], object], OnError]] = {}
        self._running: Hashable | None = None
        self._is_stopped = False
        """Whether the running job was told to stop: then its error is no news."""
        self._jobs_run = 0
        self._is_closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Resource], object], key: Hashable = "job", on_error: OnError | None = None) -> None:
        """Run `job` as soon as the resource is free, instead of whatever has its key. Its errors may go elsewhere."""
        with self._changed:
            self._waiting.pop(key, None)
            self._waiting[key] = (job, on_error or self._on_error)
            if self._running == key:
                self._stop_running()
            self._changed.notify_all()

    def interrupt(self) -> None:
        """Stop the running job and forget the waiting ones."""
        with self._changed:
            self._waiting.clear()
            self._stop_running()

    def close(self) -> None:
        """Stop the running job, end the thread and free the resource."""
        with self._changed:
            self._is_closed = True
            self._stop_running()
            self._changed.notify_all()
        self._thread.join(timeout=5)

    def _stop_running(self) -> None:
        if self._running is None or self._is_stopped:
            return
        self._is_stopped = True
        if self._resource is not None:
            threading.Thread(target=self._interrupt_until_done, args=(self._jobs_run,), daemon=True).start()

    def _interrupt_until_done(self, job_number: int) -> None:
        # DuckDB forgets an interrupt that falls between two statements of a job.
        with self._changed:
            while self._running is not None and self._jobs_run == job_number and self._resource is not None:
                self._resource.interrupt()
                self._changed.wait(timeout=0.01)

    def _work(self) -> None:
        while (job := self._next_job()) is not None:
            self._run(*job)
            with self._changed:
                self._running = None
                self._changed.notify_all()
        if self._resource is not None:
            self._resource.close()

    def _next_job(self) -> tuple[Callable[[Resource], object], OnError] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._waiting)
            if self._is_closed:
                return None
            self._running, job = self._waiting.popitem()
            self._is_stopped = False
            self._jobs_run += 1
            return job

    def _run(self, job: Callable[[Resource], object], on_error: OnError) -> None:
        try:
            if self._resource is None:
                self._resource = self._open()
            if not self._is_stopped:
                job(self._resource)
        except Exception as error:
            if not self._is_stopped:
                on_error(error)
