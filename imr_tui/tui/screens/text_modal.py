"""One modal for every text: help, errors, a record."""

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from imr_tui.errors import ImrError, WorkFailedError
from imr_tui.terminal_text import clean
from imr_tui.tui.keys import Command, commands_of, group_of, heading
from imr_tui.tui.screens.reading import ReadingScreen
from imr_tui.tui.shown import DIM, labelled

if TYPE_CHECKING:
    from textual.screen import Screen

MOST_WIDTH = 100
EDGES = 5
"""Cells of the window that hold no text: its padding, the scroll bar."""
MOST_KEYS_WIDTH = 20


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
            error = WorkFailedError("The database failed", str(error), "If it happens again: `imr-tui doctor`.")
        return cls.of_error(error)

    @classmethod
    def of_keys(cls, screen: "Screen[object]") -> "TextModal":
        """List the keys that work on `screen` now, those of the widget with the focus first."""
        width = min(MOST_WIDTH, screen.app.size.width * 9 // 10) - EDGES
        commands = commands_of(screen)
        indent = min(MOST_KEYS_WIDTH, max(cell_len(", ".join(command.keys)) for command in commands) + 2)
        parts = []
        for group, members in groupby(commands, lambda command: group_of(command.binding)):
            lines = [_told(command, indent, width) for command in members]
            parts.append(Content("\n").join((Content.styled(heading(group), DIM), *lines)))
        return cls("Keys", Content("\n\n").join(parts))

    def compose(self) -> ComposeResult:
        """Lay out the title and the text."""
        with VerticalScroll(id="text", can_focus=False):
            yield Static(Content.styled(clean(self._title), "bold"), id="modal-title")
            yield Static(self._text)
            yield Static(Content.styled("\nesc closes", DIM))


def _told(command: Command, indent: int, width: int) -> Content:
    """Return the keys of a command, and beside them what it does."""
    keys = ", ".join(command.keys)
    about = labelled(" " * indent, command.binding.tooltip, indent, width)
    if cell_len(keys) > indent - 2:
        return Content.assemble((keys, "bold"), "\n", about)
    return Content.assemble((keys, "bold"), about[len(keys) :])
