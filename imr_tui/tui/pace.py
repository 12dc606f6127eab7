"""How fast letters are read, and how long that will take."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imr_tui.loading.progress import Progress

STEPS = {
    "looking": "looking for letters",
    "waiting": "another session is reading these letters",
    "writing": "building the tables",
}
LEAST_SECONDS = 2.0
"""Before that a rate says nothing."""


class Pace:
    """Watches loads, one after the other."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        """Start with the first letter that is read; `now` gives seconds."""
        self._now = now
        self._since: float | None = None

    def describe(self, progress: "Progress") -> str:
        """Say how far a load has come: `reading 1,200 of 100,000 letters · 840 a second · 1:58 left`."""
        if progress.phase == "looking":
            self._since = None
        return STEPS.get(progress.phase) or self._reading(progress)

    def _reading(self, progress: "Progress") -> str:
        now = self._now()
        if self._since is None:
            self._since = now
        parts = [f"reading {progress.done:,} of {progress.total:,} letters"]
        seconds = now - self._since
        if seconds >= LEAST_SECONDS and progress.done:
            rate = progress.done / seconds
            parts += [f"{rate:,.0f} a second", f"{_clock((progress.total - progress.done) / rate)} left"]
        if progress.problems:
            parts.append(f"{progress.problems:,} with problems")
        return " · ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
