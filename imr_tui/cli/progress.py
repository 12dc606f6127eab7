"""How a load goes, on standard error: a bar on a terminal, plain lines otherwise."""

import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from imr_tui.loading.progress import Progress

SECONDS_BETWEEN_LINES = 10


class ProgressLine:
    """Appears with the first letter that is read."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._bar: Any = None
        self._phase = ""
        self._told_at = time.monotonic()

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        self._end_bar()

    def show(self, progress: "Progress") -> None:
        """Tell of `progress`."""
        is_new, self._phase = progress.phase != self._phase, progress.phase
        if progress.phase == "reading" and sys.stderr.isatty():
            self._show_bar(progress)
        elif progress.phase == "reading":
            self._show_line(progress)
        elif is_new:
            self._end_bar()
            if progress.phase == "waiting":
                click.echo("Waiting for another session that loads this corpus.", err=True)

    def _show_bar(self, progress: "Progress") -> None:
        if self._bar is None:
            self._bar = click.progressbar(
                length=progress.total,
                label="Reading letters",
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda problems: f"{problems:,} with problems" if problems else None,
            )
            self._bar.__enter__()
        self._bar.length = progress.total
        self._bar.update(progress.done - self._bar.pos, progress.problems)

    def _show_line(self, progress: "Progress") -> None:
        now = time.monotonic()
        if now - self._told_at >= SECONDS_BETWEEN_LINES:
            self._told_at = now
            problems = f", {progress.problems:,} with problems" if progress.problems else ""
            click.echo(f"Reading letters: {progress.done:,} of {progress.total:,}{problems}", err=True)

    def _end_bar(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
