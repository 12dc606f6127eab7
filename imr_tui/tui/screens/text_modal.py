"""One modal for every text: help, errors, a record."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from imr_tui.errors import ImrError
from imr_tui.terminal_text import clean
from imr_tui.tui.shown import DIM

if TYPE_CHECKING:
    from textual.screen import Screen

NOT_TOLD = ("ctrl+q", "tab", "shift+tab", "super+c")
"""Keys that Textual adds: a second way to quit, to move the focus, and one that no terminal sends."""


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
    def of_keys(cls, screen: "Screen[object]") -> "TextModal":
        """List the keys that work on `screen` now."""
        described: dict[str, list[str]] = {}
        for key, active in screen.active_bindings.items():
            if active.binding.description and key not in NOT_TOLD:
                described.setdefault(active.binding.description, []).append(
                    screen.app.get_key_display(replace(active.binding, key_display=None))
                )
        lines = [Content.assemble((f"{', '.join(keys):<24}", "bold"), name) for name, keys in described.items()]
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
