"""One builder of a snapshot at a time: an advisory lock that dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BusyError(Exception):
    """Another process holds the lock."""


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock file `path` for the block; it is removed afterwards.

    Raises BusyError at once when another process holds it, OSError when the file cannot be made.
    """
    handle = _acquire(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _acquire(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_same(handle, path):
                return handle
        except BlockingIOError as error:
            os.close(handle)
            raise BusyError from error
        # The holder before removed the file between our opening and locking it.
        os.close(handle)


def _is_same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
