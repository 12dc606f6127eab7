"""One modal for every text: help, errors, a record."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from imr_tui.errors import ImrError, database_failed
from imr_tui.terminal_text import clean
from imr_tui.tui.screens.reading import ReadingScreen
from imr_tui.tui.shown import DIM


class TextModal(ModalScreen[None], ReadingScreen):
    """A text over the screen beneath; Escape, Enter or q close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,enter,q,question_mark",
            "dismiss",
            "Close",
            key_display="esc",
            id="window.close",
            tooltip="Close the window.",
        ),
    ]

    def __init__(self, title: str, text: Content) -> None:
        """Show `text` below `title`."""
        super().__init__()
        self._title = title
        self._text = text

    @classmethod
    def of_error(cls, error: ImrError) -> "TextModal":
        """Tell an error: what happened, why, and what to try."""
        return cls(error.title, Content.assemble(clean(error.message), "\n\n", (clean(error.hint), DIM)))

    @classmethod
    def of_failure(cls, error: Exception) -> "TextModal":
        """Tell why a question to the corpus was not answered."""
        if not isinstance(error, ImrError):
            error = database_failed(error, "If it happens again: `imr-tui doctor`.")
        return cls.of_error(error)

    def compose(self) -> ComposeResult:
        """Lay out the title and the text."""
        with VerticalScroll(id="text", can_focus=False):
            yield Static(Content.assemble((clean(self._title), "bold"), ("   esc closes", DIM)), id="modal-title")
            yield Static(self._text)
