"""A line to type into, as every screen has it."""

from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from imr_tui.terminal_text import clean


class CleanInput(Input):
    """An input that takes any text: control characters become dots, lines become one, what is too long is cut."""

    LONGEST: ClassVar[int] = 100_000
    """Characters: thousands of case numbers, pasted as one value."""
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """Textual's own lays out the whole screen with each key; this one has its width from the line that it is in."""

    def on_paste(self, event: events.Paste) -> None:
        """Paste all lines; Textual would take the first."""
        event.prevent_default()
        event.stop()
        self.replace(event.text, *sorted(self.selection))

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the text by `text`, made fit."""
        room = max(0, self.LONGEST - len(self.value) + end - start)
        super().replace(clean(" ".join(text.splitlines()))[:room], start, end)
