"""A process that ends with another, however that ends and whatever itself does then."""

import fcntl
import os
import select
import signal


def end_with(lifeline: int) -> None:
    """Let the kernel end this process as soon as nobody holds the other end of the pipe `lifeline`.

    A thread that waits for that may wait long, since DuckDB's parser holds Python's lock; where the signal is ignored
    by default (macOS) such a thread has to do.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([lifeline], [], [], 0)[0]:  # it was closed before
        os._exit(0)
