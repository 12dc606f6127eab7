"""A screen with a table of results, of which some may be selected."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from imr_tui.corpus.results import ResultRow
from imr_tui.marks.annotation import Annotation
from imr_tui.search.answer import Answer, SearchRequest
from imr_tui.search.fields import MARK_FIELDS
from imr_tui.tui.marking import Targets
from imr_tui.tui.screens.explorer_keys import ON_SCREEN
from imr_tui.tui.screens.mark_keys import MarkingScreen
from imr_tui.tui.selection import Selection
from imr_tui.tui.widgets.filter_pane import FilterPane
from imr_tui.tui.widgets.frame import KeyLine
from imr_tui.tui.widgets.window_table import WindowTable

ON_RESULTS = ("mark", "tag", "note", "undo_mark", "select", "select_all")
"""Actions whose keys belong to the table."""


class SelectingScreen(MarkingScreen):
    """What is said is said of the selected results; where none are, of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "v", "select", "Select, or not", show=False, id="explorer.select",
            tooltip="Select the row, or not any more, and go to the next; m, t and a are for all selected.",
        ),
        Binding(
            "V", "select_all", "Select all, or none", show=False, id="explorer.select_all",
            tooltip="Select all results; again: none.",
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        """Select nothing."""
        super().__init__()
        self.selection = Selection()
        self._request = SearchRequest()
        self._answer: Answer | None = None
        """What the table shows."""

    @property
    def table(self) -> WindowTable[ResultRow]:
        """The results."""
        return self.query_one("#results", WindowTable)

    def _ask(self, request: SearchRequest, item_id: str | None = None) -> None:
        raise NotImplementedError

    def show_row(self) -> None:
        """Show what there is to say of the row under the cursor."""
        raise NotImplementedError

    def said_of(self, row: ResultRow) -> Annotation:
        """Return what is said of the item of a row."""
        return self.marker.said_of(row.item_id)

    def is_selected(self, row: ResultRow) -> bool:
        """Tell whether a row is selected."""
        return self.selection.holds(row.item_id)

    @property
    def selected(self) -> Targets | None:
        """What is selected, if anything is."""
        return self.selection.targets(self._answer.results) if self._answer else None

    @property
    def told_selection(self) -> str:
        """How much is selected, to stand before the position; empty if nothing is."""
        return f"{self.selected.count:,} selected · " if self.selected else ""

    @property
    def targets(self) -> Targets | None:
        """What is selected, or the item under the cursor."""
        return self.selected or super().targets

    def when_ready(self, act: Callable[[], object]) -> None:
        """Do something with the rows; if others are awaited, with those."""
        self.table.when_ready(act)

    def action_select(self) -> None:
        """Select the row under the cursor, or not any more, and go to the next."""
        self.when_ready(self._select)

    def _select(self) -> None:
        row = self.table.row_at(self.table.cursor)
        if row:
            self.selection.toggle(row.item_id)
            self.table.cursor += 1
            self.show_selection()

    def action_select_all(self) -> None:
        """Select all results, or none."""
        self.when_ready(self._select_all)

    def _select_all(self) -> None:
        self.selection.toggle_all()
        self.show_selection()

    def select_none(self) -> None:
        """Select nothing."""
        self.selection.clear()
        self.show_selection()

    def show_selection(self) -> None:
        """Show which rows are selected."""
        self.table.refresh()
        self.show_row()

    def action_mark(self) -> None:
        """Give what is meant the mark that follows; a key typed after it may be meant for another row."""
        self.with_targets(self._mark)

    def _mark(self, targets: Targets) -> None:
        self.marker.cycle(targets)
        if self._narrows_by_marks:
            self.table.await_rows()

    @property
    def _narrows_by_marks(self) -> bool:
        return bool(self._answer and any(n.field in MARK_FIELDS for n in self._answer.query.narrowings))

    def narrow_not(self) -> None:
        """Go on with the rows that are there: no mark is another than before."""
        if self._answer and self._answer.request == self._request:
            self.table.go_on()

    def narrow_anew(self) -> None:
        """Search again if the query tells of marks: they are others now, and what was selected may be out of sight."""
        row = self.table.row_at(self.table.cursor)
        if self._narrows_by_marks:
            self.selection.clear()
            self._ask(self._request, row.item_id if row else None)
        else:
            self.query_one(FilterPane).count_anew(MARK_FIELDS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that are letters belong to the search line while it has the focus."""
        is_typing = isinstance(self.focused, Input)
        if action in ON_RESULTS:
            return self.focused is self.table
        if action == "leave_search":
            return is_typing
        if isinstance(self.focused, FilterPane) and action in ("focus_filters", "sort"):
            return False  # the panes have such keys of their own
        return not (is_typing and action in ON_SCREEN)

    def show_marks(self, told: str) -> None:
        """Show what is said of the items in sight."""
        self.show_selection()
        self.query_one(KeyLine).tell(told)
