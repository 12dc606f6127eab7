"""Where data goes: standard output, or a file that appears only when it is complete."""

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
    target = path.resolve()
    building = target.with_name(f".{uuid.uuid4().hex}")
    try:
        if target.exists() and not target.is_file():
            yield target  # a device or a pipe takes data, but must not be replaced
            return
        yield building
        if target.exists():
            building.chmod(target.stat().st_mode)
        building.replace(target)
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        raise WorkFailedError("The file could not be written", message, "Name another --output.") from error
    finally:
        with suppress(OSError):
            building.unlink()
