"""Programs as black boxes: how long they take, how much memory, and when their screen shows something. Linux only."""

import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 80, 24
DEADLINE = 60.0
"""Seconds after which a screen is taken to hang."""
BETWEEN_SAMPLES = 0.1
"""Seconds; a process's high-water mark lasts, so only the end of one may be missed."""
ESCAPE = re.compile(rb"\x1b\[[0-9;:?<>=]*[a-zA-Z]")
HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


class Program(NamedTuple):
    """A program in a terminal: what its keys go to and its output comes from, and its process."""

    terminal: int
    process: int


class Run(NamedTuple):
    """A command that has ended well."""

    seconds: float
    """From its start to its end."""
    peak: int
    """The most bytes that one of its processes had resident."""
    printed: str


def _environment() -> dict[str, str]:
    """Return that of a user: no program is compiled anew at each start."""
    unlike = ("COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in unlike}
    return {**kept, "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "bytecode")}


def run(module: str, *arguments: str) -> Run:
    """Run a Python module to its end. Raises `SystemExit` when it fails."""
    start = time.perf_counter()
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True, env=_environment()
    ) as process:
        with _Watch(process.pid) as watch:
            printed, _ = process.communicate()
        elapsed = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Run(elapsed, watch.peak, printed)


@contextmanager
def in_terminal(module: str, *arguments: str) -> Iterator[Program]:
    """Run a Python module in a terminal of 80x24; at the end kill it."""
    terminal, inner = os.openpty()
    ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, stdin=inner, stdout=inner, stderr=inner, start_new_session=True,
        env={**_environment(), "TERM": "xterm-256color"},
    ) as process:  # fmt: skip
        try:
            yield Program(terminal, process.pid)
        finally:
            process.kill()
            os.close(inner)
            os.close(terminal)


def seconds_until(shown: re.Pattern[bytes], keys: bytes, module: str, *arguments: str) -> float:
    """Return how long a program takes from its start until its screen shows something, `keys` pressed at once.

    Raises `SystemExit` when it never does.
    """
    start = time.perf_counter()
    with in_terminal(module, *arguments) as (terminal, _):
        os.write(terminal, keys)
        for written in _output(terminal, start + DEADLINE):
            if shown.search(ESCAPE.sub(b"", written)):
                return time.perf_counter() - start
    raise SystemExit(f"{module}: never showed {shown.pattern!r} in {DEADLINE:.0f} s")


def _output(terminal: int, deadline: float) -> Iterator[bytes]:
    """Yield all that was written so far, whenever there is more."""
    written = b""
    while select.select([terminal], [], [], max(0.0, deadline - time.perf_counter()))[0]:
        written += os.read(terminal, 65_536)
        yield written


class _Watch:
    """Notes the greatest high-water mark of the processes of a session."""

    def __init__(self, session: int) -> None:
        self.peak = 0
        self._session = session
        self._ended = Event()
        self._thread = Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(BETWEEN_SAMPLES):
            self.peak = max(self.peak, *map(high_water, _processes(self._session)), 0)


def _processes(session: int) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getsid(int(folder.name)) == session:
                    yield int(folder.name)
            except ProcessLookupError:
                continue


def high_water(process: int) -> int:
    """Return the most bytes that a process had resident; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = HIGH_WATER.search(status)
    return int(found[1]) * 1024 if found else 0
