"""The search line: what is typed, and beside it what was searched and how much was found."""

from os.path import commonprefix
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static
from textual.widgets.input import Selection

from imr_tui.search.answer import ORDERS, Answer
from imr_tui.search.query import LONGEST_QUERY
from imr_tui.terminal_text import clean_line, counted
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.clean_input import CleanInput
from imr_tui.tui.widgets.frame import Line

EMPTY = "words of a rationale, or year:2015 type:surgery"


class QueryInput(CleanInput):
    """The input of the query."""

    LONGEST = LONGEST_QUERY
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "up",
            "screen.history",
            "Earlier searches",
            show=False,
            id="search.history",
            tooltip="Choose one of the earlier searches, by a few of its letters.",
        ),
    ]

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Show the start of a long query, while it is typed the place of the cursor."""
        super().watch_has_focus(_has_focus)
        self._show_place()

    def _watch_selection(self, selection: Selection) -> None:
        super()._watch_selection(selection)
        self._show_place()

    def _show_place(self) -> None:
        cursor = Region(self._cursor_offset if self.has_focus else 0, 0, 1, 1)
        self.scroll_to_region(cursor, force=True, animate=False)

    def edit(self, text: str) -> None:
        """Show another query; the cursor stays where it is in what both have in common."""
        before, cursor = self.value, self.cursor_position
        same = len(commonprefix([before, text]))  # noqa: RUF071 - characters are meant, not folders
        self.value = text
        self.cursor_position = cursor if cursor < same else max(same, len(text) - len(before) + cursor)


class SearchLine(Horizontal):
    """The input and the note on what was found."""

    def compose(self) -> ComposeResult:
        """Lay out the prompt, the input and the note."""
        yield Static("/ ", id="prompt", markup=False)
        query = QueryInput(placeholder=EMPTY, id="query", compact=True, select_on_focus=False)
        query.cursor_blink = False  # nothing is sent while nobody types
        yield query
        yield Line(id="notes")
        yield Line(id="found")

    @property
    def text(self) -> str:
        """The query as it is now."""
        return self.query_one(QueryInput).value

    def edit(self, text: str) -> None:
        """Show another query, as if it had been edited by hand."""
        self.query_one(QueryInput).edit(text)

    def show(self, answer: Answer) -> None:
        """Tell how many items were found, by which spellings, and what was not understood."""
        self.query_one("#notes", Line).show(Content.styled(clean_line(answer.describe()), DIM))
        order = "" if answer.request.order == "relevance" else f", {ORDERS[answer.request.order]}"
        self.query_one("#found", Line).show(Content(counted(answer.results.total, "item") + order))
