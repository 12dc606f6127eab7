"""A load in a process of its own: what it does cannot hold up the screen, and its memory goes with it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from imr_tui.errors import ERRORS, ImrError, WorkFailedError, unexpected
from imr_tui.loading.progress import LoadReport, Progress

PATIENCE = 1.0
"""Seconds in which a load may put its things away."""


class BackgroundLoad:
    """A load that runs beside this program, and ends with it."""

    def __init__(self, roots: Sequence[Path], db: Path) -> None:
        """Start it."""
        command = [sys.executable, "-m", "imr_tui.loading", str(db), *map(str, roots)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt typed on the terminal is not meant for it
            text=True,
            encoding="utf-8",
        )
        self.is_cancelled = False

    def __iter__(self) -> Iterator[Progress | LoadReport]:
        """Yield how far it has come, and its report at the end; nothing more once it is cancelled.

        Raises the ImrError that it ended with.
        """
        assert self._process.stdout is not None
        try:
            with self._process.stdout as told:
                yield from (_understood(json.loads(line)) for line in told if line.endswith("\n"))
        except BaseException:
            self.end()
            raise
        code = self._process.wait()
        if code and not self.is_cancelled:
            hint = "What was read so far is kept. Try again; `imr-tui load` does the same on the command line."
            raise WorkFailedError("Loading ended early", f"The program that reads letters ended ({code}).", hint)

    def cancel(self) -> None:
        """End it; what it has read is not read again by the next load."""
        self.is_cancelled = True
        self._process.terminate()

    def end(self) -> None:
        """Cancel it, and wait until it is gone."""
        self.cancel()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # deep in the database; what it leaves behind, the next load removes
            self._process.kill()
            self._process.wait()


def serve(roots: Sequence[Path], db: Path, out: TextIO) -> None:
    """Load, waiting for any other that builds the same snapshot, and write to `out` how it goes."""
    from imr_tui.loading.load import load_when_free

    def tell(progress: Progress) -> None:
        _write(out, "progress", asdict(progress))

    try:
        _write(out, "report", asdict(load_when_free(roots, db, tell)))
    except BrokenPipeError:
        sys.stdout = None  # nothing is left to be flushed to
    except Exception as error:
        told = error if isinstance(error, ImrError) else unexpected(error)
        _write(out, type(told).__name__, {"title": told.title, "message": told.message, "hint": told.hint})


def _write(out: TextIO, kind: str, values: dict[str, object]) -> None:
    out.write(f"{json.dumps({kind: values})}\n")
    out.flush()


def _understood(told: dict[str, dict[str, object]]) -> Progress | LoadReport:
    ((kind, values),) = told.items()
    if kind == "progress":
        return Progress(**values)  # type: ignore[arg-type]
    if kind == "report":
        return LoadReport(**values)  # type: ignore[arg-type]
    raise ERRORS[kind](**values)  # type: ignore[arg-type]
