"""Timers that go off once do so, however busy the machine is."""

from typing import Any

from textual import message_pump
from textual.timer import Timer


class LastingTimer(Timer):
    """Textual's skips what is due already when it starts: one that goes off once then never does.

    On a busy machine the 8 milliseconds within which a new size is taken up may pass before its timer starts: then no
    size is ever taken up again.
    """

    def __init__(self, *arguments: Any, repeat: int | None = None, **options: Any) -> None:
        """Take what Textual's takes, and skip nothing when the number of times is limited."""
        super().__init__(*arguments, repeat=repeat, **options | {"skip": repeat is None})


def use_lasting_timers() -> None:
    """Let every timer of this program be one."""
    message_pump.Timer = LastingTimer  # type: ignore[attr-defined]
