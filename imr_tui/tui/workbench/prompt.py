"""Ask for one line: the name of a query to save, of a file to write."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.clean_input import CleanInput


class PromptModal(ModalScreen[str | None]):
    """A line to edit; its result is the text, None if it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", key_display="esc", id="prompt.close", tooltip="Do nothing."),
    ]

    def __init__(self, title: str, value: str, note: str) -> None:
        """Ask for what `title` says; `note` tells what becomes of it."""
        super().__init__()
        self._title, self._value, self._note = title, value, note

    def compose(self) -> ComposeResult:
        """Lay out the question and the line."""
        with Vertical(id="prompt-box"):
            yield Static(Content.styled(clean_line(self._title), "bold"))
            yield CleanInput(clean(self._value), id="prompt-text", compact=True, select_on_focus=False)
            yield Static(Content.styled(clean(self._note), DIM))

    @on(Input.Submitted)
    def _take(self, message: Input.Submitted) -> None:
        message.stop()
        if message.value.strip():
            self.dismiss(message.value.strip())
