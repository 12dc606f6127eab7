"""Keys one after the other: each waits until what the one before it set off is there to receive it.

Over a slow line keys come in bursts. Textual hands each to the widget that has the focus when it comes, which is not
the one it is meant for if the key before it opens a screen, moves the focus or awaits rows.
"""

from asyncio import TimerHandle, get_running_loop
from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from textual import events
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from imr_tui.tui.resilience import ResilientApp

PATIENCE = 3.0
"""Seconds for which keys wait; those typed meanwhile are forgotten then, rather than obeyed by another screen."""
ROUNDS = {"enter": 3}
"""Of `Passed`, by key, else one: what Enter hands in may choose a line, and that a command."""
AT_ONCE = ("ctrl+c", "ctrl+l", "ctrl+z")
"""Keys that mean the program, not a screen."""

Typed = events.Key | events.Paste


@dataclass
class Passed(Message):
    """Follows a key on its way up to the app, and so comes there even if a widget keeps the key.

    That of Enter goes this way several times: what it sets off, such as the text that it hands in, comes behind it.
    """

    key: events.Key
    receiver: Widget
    """What the key was sent to."""
    round: int = 1


class PatientApp(ResilientApp):
    """No key acts on what its typist believes to have left already."""

    def __init__(self) -> None:
        """Hold no keys."""
        super().__init__()
        self._ahead: deque[Typed] = deque()
        self._holders: set[object] = set()
        """What keys wait for: a key on its way, a screen that opens, a table whose rows come."""
        self._patience: TimerHandle | None = None

    def hold_keys(self, holder: object) -> None:
        """Let keys wait until `holder` has opened a screen, or done what was typed before."""
        self._holders.add(holder)
        if self._patience is None:
            self._patience = get_running_loop().call_later(PATIENCE, self._lose_patience)

    def release_keys(self, holder: object) -> None:
        """Let the keys that waited for `holder` go on, to what has the focus then."""
        if holder in self._holders:
            self.call_later(self._send_next, holder)

    def push_screen(self, screen: Screen[Any], *arguments: Any, **options: Any) -> Any:  # type: ignore[override]
        """Show a screen; keys wait until it has its focus."""
        self.hold_keys(screen)
        opened = super().push_screen(screen, *arguments, **options)
        screen.call_later(self.release_keys, screen)
        return opened

    async def on_event(self, event: events.Event) -> None:
        """Pass an event on, or keep it back."""
        if not isinstance(event, Typed) or _is_urgent(event):
            await super().on_event(event)
        elif event.is_forwarded and self._holders - {event}:
            # What it was sent to has begun to open a screen for the key before.
            self._holders.discard(event)
            self._ahead.appendleft(event)
        elif event.is_forwarded:
            await super().on_event(event)
        elif self._holders:
            self._ahead.append(event)
        elif isinstance(event, events.Paste):
            await super().on_event(event)
        else:
            await self._send(event)

    async def _send(self, key: events.Key) -> None:
        self.hold_keys(key)
        receiver = self.focused or self.screen
        try:
            await super().on_event(key)
        finally:
            await self._follow(Passed(key, receiver))

    async def on_passed(self, message: Passed) -> None:
        """Send the next key, when what this one set off has passed too."""
        await self._follow(replace(message, round=message.round + 1))

    async def _follow(self, passed: Passed) -> None:
        is_open = passed.receiver is (self.focused or self.screen)
        if passed.round > ROUNDS.get(passed.key.key, 1) or not is_open or not passed.receiver.post_message(passed):
            await self._send_next(passed.key)

    async def _send_next(self, holder: object) -> None:
        self._holders.discard(holder)
        if self._holders:
            return
        self._end_patience()
        while self._ahead and not self._holders:
            event = self._ahead.popleft()
            await self.on_event(_anew(event))

    def _lose_patience(self) -> None:
        self._holders.clear()
        self._ahead.clear()
        self._end_patience()

    def _end_patience(self) -> None:
        if self._patience:
            self._patience.cancel()
            self._patience = None


def _is_urgent(event: Typed) -> bool:
    return isinstance(event, events.Key) and event.key in AT_ONCE


def _anew(event: Typed) -> Typed:
    """Return an event that goes to what has the focus now, whoever it was handed to before."""
    return events.Paste(event.text) if isinstance(event, events.Paste) else events.Key(event.key, event.character)
