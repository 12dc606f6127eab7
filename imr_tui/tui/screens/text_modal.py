"""One modal for every text: help, errors, a record."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from imr_tui.errors import ImrError, WorkFailedError
from imr_tui.terminal_text import clean
from imr_tui.tui.shown import DIM

if TYPE_CHECKING:
    from textual.screen import Screen

NOT_TOLD = re.compile("app.focus|screen.copy|(scroll|page)_(left|right)$")
"""Actions that Textual binds to keys on its own."""
LAST = ("Help", "Suspend", "Quit")


class TextModal(ModalScreen[None]):
    """A text over the screen beneath; Escape, Enter or q close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark", "dismiss", "Close", key_display="esc"),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
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
        """List the keys that work on `screen` now."""
        described: dict[str, list[str]] = {}
        for key, active in screen.active_bindings.items():
            if active.binding.description and key != "ctrl+q" and not NOT_TOLD.match(active.binding.action):
                described.setdefault(active.binding.description, []).append(
                    screen.app.get_key_display(replace(active.binding, key_display=None))
                )
        order = sorted(described, key=lambda name: name in LAST)
        width = max(len(", ".join(keys)) for keys in described.values()) + 2
        lines = [Content.assemble((f"{', '.join(described[name]):<{width}}", "bold"), name) for name in order]
        return cls("Keys", Content("\n").join(lines))

    def compose(self) -> ComposeResult:
        """Lay out the title and the text."""
        with VerticalScroll(id="modal"):
            yield Static(Content.styled(clean(self._title), "bold"), id="modal-title")
            yield Static(self._text)
            yield Static(Content.styled("\nesc closes", DIM))

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one("#modal").scroll_relative(y=lines, animate=False)
