"""Where data goes: standard output, or a file that appears only when it is complete."""

import os
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase
from pathlib import Path
from typing import TextIO, cast

from imr_tui.errors import WorkFailedError
from imr_tui.terminal_text import clean


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Give standard output, or a text file that takes the place of `path` when the block ends without an error."""
    if path is None:
        yield cast(TextIO, _Cleaned(sys.stdout)) if sys.stdout.isatty() else sys.stdout
        return
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as out:  # a device or a pipe takes data, but no renaming
            yield out
        return
    with new_file(path) as building, building.open("w", encoding="utf-8", newline="") as out:
        yield out


class _Cleaned(TextIOBase):
    """Standard output that is a terminal: what letters say must not command it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(clean(text))


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to, and rename it into place.

    Raises WorkFailedError when it cannot be written.
    """
    building = path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}")
    try:
        yield building
        building.replace(path)
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        raise WorkFailedError("The file could not be written", message, "Name another --output.") from error
    finally:
        with suppress(OSError):
            building.unlink()
