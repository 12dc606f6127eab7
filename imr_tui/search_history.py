"""What a user searched for, kept in the state folder: newest last, a line each, as JSON."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path

from imr_tui.private_file import PRIVATE_FILE, make_private, state_folder, write_private

MOST = 1_000
ROOM = 200
"""Lines beyond `MOST` after which the file is written anew."""


def history_file() -> Path:
    """Return the place of the history."""
    return state_folder() / "searches.jsonl"


def lock_file() -> Path:
    """Return the file by which sessions wait for each other."""
    return state_folder() / "searches.lock"


def read_history() -> list[str]:
    """Return what was searched for, the newest first, each once."""
    return list(dict.fromkeys(reversed(_lines())))[:MOST]


def keep_search(text: str) -> None:
    """Add a search. Several sessions may do so at once. Where it cannot be kept, it is not: it is a comfort."""
    text = " ".join(text.split())
    if not text:
        return
    with suppress(OSError), _locked():
        lines = _lines()
        if lines[-1:] == [text]:
            return
        if len(lines) >= MOST + ROOM:
            newest = list(dict.fromkeys([text, *reversed(lines)]))[:MOST]
            write_private(history_file(), "".join(map(_line, reversed(newest))))
        else:
            _append(_line(text))


def _line(text: str) -> str:
    return f"{json.dumps(text)}\n"


def _append(line: str) -> None:
    handle = os.open(history_file(), os.O_RDWR | os.O_APPEND | os.O_CREAT, PRIVATE_FILE)
    with os.fdopen(handle, "r+b") as file:
        if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
            file.write(b"\n")  # a line that was cut off
        file.write(line.encode())


def _lines() -> list[str]:
    """Return the lines that can be read; a damaged one is left out."""
    try:
        data = history_file().read_bytes()
    except OSError:
        return []
    found = []
    for line in data.splitlines():
        with suppress(ValueError, RecursionError):
            text = json.loads(line)
            found += [text] if isinstance(text, str) and text.strip() else []
    return found


@contextmanager
def _locked() -> Iterator[None]:
    """Wait until no other session writes."""
    make_private(lock_file().parent)
    handle = os.open(lock_file(), os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)
