"""Where data goes: standard output, or a file that appears only when it is complete."""

import os
import re
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase
from pathlib import Path
from typing import TextIO, cast

from imr_tui.errors import WorkFailedError
from imr_tui.terminal_text import clean

NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.]+")
LONGEST_STEM = 60


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Give standard output, or a text file that takes the place of `path` when the block ends without an error."""
    if path is None:
        yield cast(TextIO, _Cleaned(sys.stdout)) if sys.stdout.isatty() else sys.stdout
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
def new_file(path: Path, replaces: bool = True, hint: str = "Name another --output.") -> Iterator[Path]:
    """Give a path beside `path` to write to, and rename it into place.

    Raises WorkFailedError, with `hint`, when it cannot be written, or when there is such a file and it `replaces` none.
    """
    target = path.resolve()
    building = target.with_name(f".{uuid.uuid4().hex}")
    try:
        if replaces and target.exists() and not target.is_file():
            yield target  # a device or a pipe takes data, but must not be replaced
            return
        if not replaces and os.path.lexists(target):
            raise FileExistsError(None, "there is such a file already")
        yield building
        if not replaces:
            _link(building, target)
            return
        if target.exists():
            building.chmod(target.stat().st_mode)
        building.replace(target)
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        raise WorkFailedError("The file could not be written", message, hint) from error
    finally:
        with suppress(OSError):
            building.unlink()


def file_stem(text: str) -> str:
    """Return a name for a file, without an ending, that tells of `text`; empty if nothing of it can be in a name."""
    return NOT_IN_NAMES.sub("-", text).strip("-.")[:LONGEST_STEM].rstrip("-.")


def unused(path: Path) -> Path:
    """Return `path`, with a number before its ending if there is such a file."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _link(building: Path, target: Path) -> None:
    """Put a file in place unless another has come there meanwhile. Raises FileExistsError if so."""
    try:
        target.hardlink_to(building)
    except FileExistsError as error:
        raise FileExistsError(None, "there is such a file already") from error
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise
        building.replace(target)
