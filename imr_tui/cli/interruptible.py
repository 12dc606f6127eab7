"""Let ctrl+c stop a query: Python hears no signal while DuckDB works in the main thread."""

import os
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread

import click

from imr_tui.errors import EXIT_INTERRUPTED

MOST_TRIES = 200
TRY_SECONDS = 0.01


def run_interruptibly(work: Callable[[], None], interrupt: Callable[[], None]) -> None:
    """Run `work` in a thread and wait for it; on KeyboardInterrupt call `interrupt` until it ends.

    What does not end within two seconds (DuckDB's longest functions hear no interrupt) ends with the program.
    """
    done: Future[None] = Future()

    def run() -> None:
        try:
            work()
        except BaseException as error:
            done.set_exception(error)
        else:
            done.set_result(None)

    Thread(target=run, daemon=True).start()
    try:
        done.result()
    except KeyboardInterrupt:
        _stop(done, interrupt)
        raise


def _stop(done: "Future[None]", interrupt: Callable[[], None]) -> None:
    for _ in range(MOST_TRIES):
        interrupt()
        if wait([done], timeout=TRY_SECONDS).done:
            return
    click.echo("Interrupted.", err=True)
    os._exit(EXIT_INTERRUPTED)
