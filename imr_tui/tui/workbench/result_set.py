"""What a query answered: kept rows, their order, how they are laid out and drawn as bars."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from imr_tui.terminal_text import clean_line, counted
from imr_tui.tui.widgets.window_table import GAP, Cell, Column

if TYPE_CHECKING:
    from imr_tui.saved_queries import SavedQuery, Value

MOST_ROWS = 10_000
ROWS_MEASURED = 500
"""By which columns get their widths."""
LEAST_WIDTH = 3
SORT_MARK = 3
"""Cells kept for the marks around a title."""
MOST_LABEL = 32
BAR = "█"
LEAST_BAR = "▏"


@dataclass(frozen=True, slots=True)
class ResultSet:
    """The rows of a query, as many as are kept."""

    query: "SavedQuery"
    values: "dict[str, Value]"
    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool
    """There are more."""
    seconds: float
    order: tuple[int, bool] | None = None
    """The column that the rows were sorted by here, and whether downwards."""

    @property
    def count(self) -> str:
        """How many rows there are: `12 rows`, `>10,000 rows`."""
        return f"{'>' if self.is_cut else ''}{counted(len(self.rows), 'row')}"

    @property
    def took(self) -> str:
        """The time in words."""
        return f"{self.seconds:.1f} s" if self.seconds >= 1 else f"{1_000 * self.seconds:.0f} ms"

    @property
    def drill(self) -> int | None:
        """The column whose value a row opens: what the query says, else an `item_id` or `case_id`."""
        names = [self.query.drill] if self.query.drill else ["item_id", "case_id"]
        return next((self.columns.index(name) for name in names if name in self.columns), None)

    @property
    def chart(self) -> tuple[int, int] | None:
        """The columns of labels and of values that are drawn as bars."""
        chart = self.query.chart
        if chart is None or chart.labels not in self.columns or chart.values not in self.columns:
            return None
        return self.columns.index(chart.labels), self.columns.index(chart.values)


def sorted_by(result: ResultSet, column: int) -> ResultSet:
    """Return the result sorted by a column, numbers downwards; again, the other way. Unknown values come last."""
    before = result.order
    is_down = not before[1] if before and before[0] == column else is_number(result, column)
    known = [row for row in result.rows if row[column] is not None]
    unknown = [row for row in result.rows if row[column] is None]
    try:
        known.sort(key=lambda row: row[column], reverse=is_down)
    except TypeError:  # values of several kinds, or of one that has no order
        known.sort(key=lambda row: cell_text(row[column]), reverse=is_down)
    return replace(result, rows=(*known, *unknown), order=(column, is_down))


def cell_text(value: object) -> str:
    """Return what a cell shows."""
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(cell_text, value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def is_number(result: ResultSet, column: int) -> bool:
    """Tell whether a column holds numbers alone."""
    return all(isinstance(row[column], int | float | None) for row in result.rows[:ROWS_MEASURED])


def natural_widths(result: ResultSet) -> list[int]:
    """Return the width that each column wants."""
    measured = result.rows[:ROWS_MEASURED]
    return [
        max([cell_len(clean_line(name)) + SORT_MARK, *(cell_len(clean_line(cell_text(row[n]))) for row in measured)])
        for n, name in enumerate(result.columns)
    ]


def laid_out(result: ResultSet, widths: Sequence[int], room: int) -> list[Column]:
    """Return the columns: all in sight if the widest texts give way, down to a readable width; else wider than that."""
    numbers = [is_number(result, n) for n in range(len(widths))]
    texts = [width for width, number in zip(widths, numbers, strict=True) if not number]
    left = room - sum(width + GAP for width, number in zip(widths, numbers, strict=True) if number)
    least = min(20, room)
    most = next((m for m in range(min(max(texts, default=0), room), least, -1) if _needed(texts, m) <= left), least)
    return [
        Column(clean_line(name), width if number else max(LEAST_WIDTH, min(width, most)), is_number=number)
        for name, width, number in zip(result.columns, widths, numbers, strict=True)
    ]


def _needed(widths: Sequence[int], most: int) -> int:
    return sum(min(width, most) + GAP for width in widths)


def bar_columns(result: ResultSet, room: int) -> tuple[Column, ...]:
    """Return the columns of a bar chart: label, value, bar."""
    labels, values = result.chart or (0, 0)
    widths = natural_widths(result)
    label = min(widths[labels], MOST_LABEL, room // 2)
    value = max([1, *(cell_len(cell_text(row[values])) for row in result.rows[:ROWS_MEASURED])])
    bar = max(1, room - label - value - 2 * GAP)
    return (
        Column(clean_line(result.columns[labels]), label),
        Column("", value, is_number=True),
        Column(clean_line(result.columns[values]), bar),
    )


def bar_cells(result: ResultSet, row: Sequence[Any], width: int) -> tuple[Cell, ...]:
    """Return a row as a bar of at most `width` cells, the largest value's."""
    labels, values = result.chart or (0, 0)
    largest = max((_length(other[values]) for other in result.rows), default=0.0)
    share = _length(row[values]) / largest if largest else 0.0
    bar = BAR * round(share * width) or (LEAST_BAR if share else "")
    return Cell(cell_text(row[labels]) or "(unknown)"), Cell(cell_text(row[values])), Cell(bar)


def _length(value: object) -> float:
    try:
        length = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, length) if length < float("inf") else 0.0
