"""The real program in a pseudo-terminal, and the screen that a terminal would show."""

import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl
from pathlib import Path

import pyte

DEADLINE = 30.0
"""Seconds after which the program is taken to hang."""
PRIVATE_MODES = {"alternate screen": 1049, "mouse": 1000, "all motion": 1003, "bracketed paste": 2004}


class Terminal:
    """A program, the bytes it wrote, and what they draw."""

    def __init__(
        self,
        arguments: list[str],
        cache: Path,
        width: int = 80,
        height: int = 24,
        term: str = "xterm-256color",
        environment: Mapping[str, str] | None = None,
        stdin: str | None = None,
        code: str | None = None,
        command: Sequence[str] = (sys.executable, "-m", "imr_tui"),
    ):
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.written = bytearray()
        self.code: int | None = None
        self._process, self._fd = pty.fork()
        if self._process == 0:
            own = {"TERM": term, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8", **(environment or {})}
            os.environ.pop("COLUMNS", None)
            os.environ.pop("LINES", None)
            if stdin is not None:
                os.dup2(os.open(stdin, os.O_RDONLY), 0)
            program = command if code is None else (sys.executable, "-c", code)
            os.execve(program[0], [*program, *arguments], {**os.environ, **own})
        ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def send(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def send_bytes(self, keys: bytes) -> None:
        os.write(self._fd, keys)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self._process, number)

    def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal, which is told to the program."""
        self.screen.resize(height, width)
        ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def is_stopped(self) -> bool:
        """Wait for the program to stop, as by ctrl+z."""
        self._until(lambda: os.waitid(os.P_PID, self._process, os.WSTOPPED | os.WNOHANG) is not None, "the stop of\n")
        return True

    def colours(self) -> set[str]:
        """Return the colour parameters that were written: `3x`, `9x` (16 colours), `38;5` (256) or `38;2`."""
        found = set()
        for parameters in re.findall(rb"\x1b\[([0-9;]+)m", bytes(self.written)):
            found |= {m.decode() for m in re.findall(rb"(?:^|;)([34]8;[25]|[349][0-7])(?=;|$)", parameters)}
        return found

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def sees(self, *texts: str) -> None:
        """Read until the screen shows all of `texts`."""
        self._until(lambda: all(text in self.text() for text in texts), f"{texts} on\n")

    def ends(self) -> int:
        """Read until the program ends, and return its exit code."""
        self._until(lambda: self.code is not None, "the end after\n")
        assert self.code is not None
        return self.code

    def modes_left_on(self) -> list[str]:
        """Return the modes of the terminal that the program switched on and not off again."""
        data = bytes(self.written)
        last_on = {name: data.rfind(b"\x1b[?%dh" % mode) for name, mode in PRIVATE_MODES.items()}
        return [name for name, at in last_on.items() if at > data.rfind(b"\x1b[?%dl" % PRIVATE_MODES[name])]

    def last_words(self) -> str:
        """Return what was printed after the program had left its screen."""
        _, _, left = bytes(self.written).rpartition(b"\x1b[?1049l")
        return re.sub(r"\x1b\[[<>?]?[0-9;]*[a-z]", "", left.decode(), flags=re.IGNORECASE).strip()

    def is_cursor_hidden(self) -> bool:
        return self.written.rfind(b"\x1b[?25l") > self.written.rfind(b"\x1b[?25h")

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + DEADLINE
        while not is_so():
            if time.monotonic() > deadline:
                raise AssertionError(f"never saw {what}{self.text()}")
            self._read()

    def _read(self) -> None:
        if self.code is not None or not select.select([self._fd], [], [], 0.1)[0]:
            return
        try:
            data = os.read(self._fd, 65_536)
        except OSError:  # Linux's way to say that the program closed the terminal
            self.code = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
            return
        self.written += data
        # pyte takes the private form of some sequences for text; none of them draws anything.
        self._stream.feed(data.replace(b"\x1b[>", b"\x1b[?").replace(b"\x1b[<", b"\x1b[?"))
