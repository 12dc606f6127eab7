"""The table of a result: one column is the current one, and wide rows scroll sideways with it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from imr_tui.tui.widgets.window_table import CURSOR_MARK, GAP, Cell, Column, WindowTable
from imr_tui.tui.workbench.result_set import (
    ResultSet,
    bar_cells,
    bar_columns,
    cell_text,
    laid_out,
    natural_widths,
    sorted_by,
)

SCROLL_BAR = 2
UP, DOWN = "▲", "▼"
BEFORE = "◂"


class ResultTable(WindowTable[Sequence[Any]]):
    """Rows of a result, as columns or as bars."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "step_column(1)", "Next column", show=False, id="result.next",
                tooltip="Go to the next column, and scroll sideways to it."),
        Binding("left,h", "step_column(-1)", "Previous column", show=False, id="result.previous",
                tooltip="Go to the column before."),
        Binding("s", "sort", "Sort", id="result.sort", tooltip="Sort by the current column, again: downwards."),
        Binding("c", "chart", "Chart", id="result.chart", tooltip="Draw the rows as bars, or as columns again."),
    ]  # fmt: skip

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Make a table without a result."""
        super().__init__((), self._drawn, id=id)
        self.result: ResultSet | None = None
        self.current = 0
        """The column that keys speak of."""
        self.is_chart = False
        self._first = 0
        """The first column in sight."""
        self._natural: list[int] = []
        self._bar = 0

    def show_result(self, result: ResultSet) -> None:
        """Show the rows of a result from the first on."""
        self.result, self.is_chart = result, False
        self.current = self._first = 0
        self._natural = natural_widths(result)
        self._lay_out()
        self.show_rows(len(result.rows), result.rows)

    def on_resize(self, event: events.Resize) -> None:
        """Give the columns their new widths."""
        super().on_resize(event)
        self._lay_out()

    @property
    def current_row(self) -> Sequence[Any] | None:
        """The row under the cursor."""
        if self.result and self.cursor < len(self.result.rows):
            return self.result.rows[self.cursor]
        return None

    def row_at(self, number: int) -> Sequence[Any] | None:
        """Return a row: all are at hand."""
        return self.result.rows[number] if self.result and number < len(self.result.rows) else None

    def _drawn(self, row: Sequence[Any]) -> Sequence[Cell]:
        if self.result is None:
            return ()
        if self.is_chart:
            return bar_cells(self.result, row, self._bar)
        return tuple(Cell(cell_text(value)) for value in row[self._first :])

    def _lay_out(self) -> None:
        result = self.result
        if result is None:
            return
        room = max(10, self.size.width - len(CURSOR_MARK) - SCROLL_BAR)
        if self.is_chart:
            columns = bar_columns(result, room)
            self._bar = columns[-1].width
            self.show_columns(columns)
            return
        columns = tuple(self._titled(n, c) for n, c in enumerate(laid_out(result, self._natural, room)))
        self._first = min(self._first, self.current)
        while self._first < self.current and _end(columns[self._first : self.current + 1]) > room:
            self._first += 1
        shown = _within(columns[self._first :], room)
        goes_on = self._first + len(shown) < len(columns)
        if self._first:
            shown = (replace(shown[0], title=f"{BEFORE}{shown[0].title}"), *shown[1:])
        self.show_columns(shown, goes_on)

    def _titled(self, number: int, column: Column) -> Column:
        order = self.result.order if self.result else None
        mark = (DOWN if order[1] else UP) if order and order[0] == number else ""
        title = f"[{column.title}]" if number == self.current and self.has_focus else column.title
        return replace(column, title=f"{title}{mark}")

    def watch_has_focus(self, has_focus: bool) -> None:
        """Mark the current column while keys speak of it."""
        super().watch_has_focus(has_focus)
        self._lay_out()

    def action_step_column(self, step: int) -> None:
        """Go to another column."""
        if self.result and not self.is_chart and self.result.columns:
            self.current = max(0, min(self.current + step, len(self.result.columns) - 1))
            self._lay_out()

    def action_sort(self) -> None:
        """Sort by the current column; of bars by their values."""
        if self.result and self.result.rows:
            column = self.result.chart[1] if self.is_chart and self.result.chart else self.current
            self.result = sorted_by(self.result, column)
            self._lay_out()
            self.show_rows(len(self.result.rows), self.result.rows)

    def action_chart(self) -> None:
        """Draw bars, or columns again."""
        if self.result is None or self.result.chart is None:
            self.notify("The query says nothing of a chart: `-- chart: bar LABELS VALUES` in its header.", markup=False)
            return
        self.is_chart = not self.is_chart
        self._lay_out()
        self.refresh()


def _within(columns: Sequence[Column], room: int) -> Sequence[Column]:
    """Narrow the column that the edge would cut: its head and its cells then tell that they are cut."""
    start = 0
    for number, column in enumerate(columns):
        if start + column.width >= room:
            last = replace(column, width=min(column.width, room - start))
            return (*columns[:number], last) if room > start else columns[:number]
        start += column.width + GAP
    return columns


def _end(columns: Sequence[Column]) -> int:
    return sum(column.width + GAP for column in columns) - GAP
