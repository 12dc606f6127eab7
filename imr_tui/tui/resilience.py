"""An error in one action or handler is told, and the explorer goes on."""

import asyncio
import codecs
import os
import signal
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from time import monotonic, sleep
from typing import Any

from textual.app import App
from textual.drivers import linux_driver
from textual.events import Compose, Mount
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget

from imr_tui.errors import ImrError, unexpected
from imr_tui.tui.timers import use_lasting_timers

Dispatch = Callable[[Message], Coroutine[Any, Any, None]]
MOST_ERRORS, WITHIN = 50, 2.0
"""More errors in so many seconds are no mishap of one action: the explorer ends."""

GONE_PAUSE = 0.1
"""Seconds between two looks at a terminal that is gone, until the program has ended."""

TOLD_AGAIN_AFTER = 5.0
"""Seconds for which the same error is not told once more."""


class Keyboard:
    """Decodes what the terminal sends: a byte that is no UTF-8 would end the thread that reads keys.

    Nothing at all means that the terminal is gone. Not every program hears of that (`nohup`), and Textual would read on
    without a pause.
    """

    def __init__(self, encoding: str) -> None:
        """Decode this encoding."""
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._is_gone = False

    def decode(self, data: bytes, final: bool = False) -> str:
        """Return the text of some bytes; end the program when there are none."""
        if not data and not final:
            if not self._is_gone:
                os.kill(os.getpid(), signal.SIGHUP)
            self._is_gone = True
            sleep(GONE_PAUSE)
        return self._decoder.decode(data, final)


class ResilientApp(App[None]):
    """Textual ends the program at the first error of a handler; this tells it instead."""

    def __init__(self) -> None:
        """Start without mishaps."""
        # With colours of its own Textual would turn them to greys where there shall be none.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        linux_driver.getincrementaldecoder = lambda encoding: partial(Keyboard, encoding)  # type: ignore[attr-defined, assignment]
        use_lasting_timers()
        self.mishaps: deque[BaseException] = deque(maxlen=MOST_ERRORS)
        """The latest errors that were told."""
        self._times: deque[float] = deque(maxlen=MOST_ERRORS)
        self._told: dict[str, float] = {}

    def _start_widget(self, parent: Widget, widget: Widget) -> None:
        # Textual ends the message loop of a widget whose handler raises; so the error must not come so far.
        widget._dispatch_message = self._guarded(widget, widget._dispatch_message)  # type: ignore[method-assign, assignment]
        super()._start_widget(parent, widget)

    async def _dispatch_message(self, message: Message) -> None:
        await self._guarded(self, super()._dispatch_message)(message)

    def _guarded(self, pump: MessagePump, dispatch: Dispatch) -> Dispatch:
        async def guarded(message: Message) -> None:
            try:
                await dispatch(message)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                if pump is self and isinstance(message, Compose | Mount):
                    App._handle_exception(self, error)  # there is no screen to go on with
                else:
                    self._handle_exception(error)

        return guarded

    def _handle_exception(self, error: Exception) -> None:
        if not self.is_running:
            return  # it ends already, and what the error is about has gone
        self.mishaps.append(error)
        self._times.append(monotonic())
        is_storm = len(self._times) == MOST_ERRORS and self._times[-1] - self._times[0] < WITHIN
        if is_storm or not self._could_tell(unexpected(error)):
            super()._handle_exception(error)

    def _could_tell(self, told: ImrError) -> bool:
        try:
            self._tell_mishap(told)
        except Exception:
            return False
        return True

    def _tell_mishap(self, told: ImrError) -> None:
        before, now = self._told.get(told.message, -TOLD_AGAIN_AFTER), monotonic()
        if now - before >= TOLD_AGAIN_AFTER:
            self._told[told.message] = now
            self.notify(f"{told.message}. {told.hint}", title=told.title, severity="error", markup=False)
