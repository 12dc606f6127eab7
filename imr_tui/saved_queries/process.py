"""The worker process as its session sees it."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path
from tempfile import TemporaryDirectory

from imr_tui.errors import WorkFailedError
from imr_tui.saved_queries.wire import Open, Reply, Request
from imr_tui.settings import PACKAGE

PROGRAM = """
import sys
sys.path.append(sys.argv[1])
from imr_tui.saved_queries.worker import main
main(int(sys.argv[2]), int(sys.argv[3]))
"""
"""Started so, and with `-P`, Python imports nothing from the folder that the user is in."""


class WorkerProcess:
    """A process that opens a snapshot and runs queries."""

    def __init__(self, snapshot: Path, memory: int, seconds: float) -> None:
        """Start it, and wait for nothing. Raises WorkFailedError when there is no room for temporary files."""
        self._scratch = _scratch_folder()
        self._pipe, theirs = Pipe()
        lifeline, self._lifeline = os.pipe()
        """Its other end tells the process that this program is gone, even if that was killed."""
        self._sending = threading.Lock()
        inherited = (theirs.fileno(), lifeline)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", PROGRAM, str(PACKAGE.parent), *map(str, inherited)],
                pass_fds=inherited,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt typed on the terminal is not meant for it
            )
        os.close(lifeline)
        self.send(Open(snapshot, memory, seconds, Path(self._scratch.name)))

    @property
    def is_alive(self) -> bool:
        """Tell whether it has not ended."""
        return self._process.poll() is None

    def send(self, request: Request) -> None:
        """Ask for something; one that is gone hears nothing, and `receive` tells of that. From any thread."""
        with self._sending, suppress(OSError):
            self._pipe.send(request)

    def receive(self, seconds: float) -> Reply | None:
        """Return the next reply; None when there is none in time. Raises EOFError when the process is gone."""
        try:
            if not self._pipe.poll(seconds):
                return None
            reply: Reply = self._pipe.recv()
        except OSError as error:
            raise EOFError from error
        return reply

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._scratch.cleanup()  # killed in its first moments, it could not
        with self._sending, suppress(OSError):
            self._pipe.close()
            os.close(self._lifeline)
            self._lifeline = -1


def _scratch_folder() -> "TemporaryDirectory[str]":
    try:
        return TemporaryDirectory(prefix="imr-tui-", ignore_cleanup_errors=True)
    except OSError as error:
        message = f"No temporary folder can be made: {error.strerror or error}."
        raise WorkFailedError("Queries cannot be run", message, "Is the disk full?") from error
