"""What screens with one long text have in common: the keys that scroll it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen


class ReadingScreen(Screen[None]):
    """A screen whose text, the widget `#text`, is scrolled by keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_lines(1)", "Line down", show=False, id="text.down", tooltip="Scroll down a line."),
        Binding("k,up", "scroll_lines(-1)", "Line up", show=False, id="text.up", tooltip="Scroll up a line."),
        Binding(
            "pagedown,space,ctrl+d",
            "scroll_page(1)",
            "Page down",
            show=False,
            id="text.page_down",
            tooltip="Scroll down by what is in sight.",
        ),
        Binding(
            "pageup,ctrl+u",
            "scroll_page(-1)",
            "Page up",
            show=False,
            id="text.page_up",
            tooltip="Scroll up by what is in sight.",
        ),
        Binding("g,home", "scroll_to_end(0)", "Top", show=False, id="text.top", tooltip="Scroll to the top."),
        Binding("G,end", "scroll_to_end(1)", "End", show=False, id="text.end", tooltip="Scroll to the end."),
    ]

    def action_scroll_lines(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#text").scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, direction: int) -> None:
        """Scroll by what is in sight."""
        text = self.query_one("#text")
        text.scroll_relative(y=direction * max(1, text.size.height - 1), animate=False)

    def action_scroll_to_end(self, is_end: int) -> None:
        """Scroll to the top (0) or the end (1)."""
        text = self.query_one("#text")
        text.scroll_end(animate=False) if is_end else text.scroll_home(animate=False)
