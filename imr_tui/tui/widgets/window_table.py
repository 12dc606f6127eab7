"""A table that holds a window onto rows that live elsewhere: any number of rows opens at once."""

import sys
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from imr_tui.terminal_text import clean_line

if TYPE_CHECKING:
    from imr_tui.tui.typed_ahead import PatientApp

PAGE_SIZE = 32
MOST_PAGES = 60
GAP = 2
CURSOR_MARK, SELECTED_MARK = "▸", "+"
"""Tell the rows without colour, in the two cells before them."""
MARKS_WIDTH = 2
MORE_MARK = "›"  # noqa: RUF001
"""At the right edge of a head beyond which there are columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of so many cells; one of `share` > 0 takes its share of what is left."""

    title: str
    width: int = 0
    share: int = 0
    is_number: bool = False
    """Numbers stand at the right."""
    least: int = 0
    """Shown only where the table has at least so many cells."""
    most: int = sys.maxsize
    """And at most so many."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `kind` names a component class `window-table--KIND`."""

    text: str
    kind: str = "cell"


Row = TypeVar("Row")
Enter = Mapping[str, tuple[str, str]]
"""A screen's own `ENTER`: table -> what Enter does with its row, in a word and in a sentence."""


class WindowTable(ScrollView, Generic[Row], can_focus=True):
    """Rows with a cursor. Posts `RowsWanted` for rows that come into sight, and draws them when they are given.

    A row is whatever the owner shows; `cells` says how a row is drawn, when it is drawn.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "window-table--header",
        "window-table--cell",
        "window-table--dim",
        "window-table--upheld",
        "window-table--overturned",
        "window-table--unclear",
        "window-table--cursor",
        "window-table--cursor-blurred",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", key_display="⏎", id="table.open", tooltip="Open the row under the cursor."),
        Binding("j,down", "move(1)", "Next row", show=False, id="table.down", tooltip="Go to the next row."),
        Binding("k,up", "move(-1)", "Previous row", show=False, id="table.up", tooltip="Go to the previous row."),
        Binding(
            "pagedown,ctrl+d,space",
            "move_page(1)",
            "Page down",
            show=False,
            id="table.page_down",
            tooltip="Go down by what is in sight.",
        ),
        Binding(
            "pageup,ctrl+u",
            "move_page(-1)",
            "Page up",
            show=False,
            id="table.page_up",
            tooltip="Go up by what is in sight.",
        ),
        Binding("g,home", "jump(0)", "First row", show=False, id="table.first", tooltip="Go to the first row."),
        Binding("G,end", "jump(-1)", "Last row", show=False, id="table.last", tooltip="Go to the last row."),
    ]

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """Textual's own lays out the whole screen when there are more or fewer rows; only the scroll bar changes."""
    cursor: reactive[int] = reactive(0, repaint=False)
    """Number of the row under the cursor."""

    @dataclass
    class RowMessage(Message):
        """Something about rows of a table."""

        table: "WindowTable[Any]"
        row: int

        @property
        def control(self) -> "WindowTable[Any]":
            """The table, for `@on`."""
            return self.table

    class RowsWanted(RowMessage):
        """A page came into sight, from `row` on, that the table does not hold."""

    class RowHighlighted(RowMessage):
        """The cursor stands on `row`."""

    class RowOpened(RowMessage):
        """`row` was chosen by Enter or a double click."""

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[Row], Sequence[Cell]],
        is_selected: Callable[[Row], bool] = lambda row: False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """Make an empty table."""
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.goes_on = False
        self.total = 0
        self._cells = cells
        self._is_selected = is_selected
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._wanted: set[int] = set()
        self._is_awaiting = False
        self._ahead: deque[tuple[Callable[[], object], bool]] = deque()
        """What was typed while rows were awaited, and whether the row under the cursor must be at hand for it."""

    def await_rows(self) -> None:
        """Other rows will come: keys typed from now on are meant for them, and wait."""
        self._is_awaiting = True

    def show_rows(self, total: int, rows: Sequence[Row] = (), first: int = 0, place: int | None = None) -> None:
        """Start over with `total` rows; those from `first` on, which begins a page, are at hand.

        The cursor goes to the first row, or to the row `place`, which then stays on the line it was on.
        """
        above = self.cursor - self.scroll_offset.y
        self.total = total
        self._hold(rows, first)
        self.set_reactive(WindowTable.cursor, place or 0)
        self._resize_window()
        self.scroll_to(0, max(0, place - above) if place else 0, animate=False, force=True)
        self.refresh()
        self.post_message(self.RowHighlighted(self, self.cursor))
        self.go_on()

    def confirm_rows(self, rows: Sequence[Row], first: int) -> None:
        """Go on as before with rows that are drawn already; of all others, newer ones are asked for."""
        has_others = bool(self._wanted or self._pages.keys() - {first // PAGE_SIZE})
        self._hold(rows, first)
        if has_others:
            self.refresh()
        self.go_on()

    def _hold(self, rows: Sequence[Row], first: int) -> None:
        """Hold these rows and no others."""
        self._pages.clear()
        self._wanted.clear()
        for number in range(0, len(rows), PAGE_SIZE):
            self._pages[(first + number) // PAGE_SIZE] = rows[number : number + PAGE_SIZE]

    def go_on(self) -> None:
        """Do what was typed while rows were awaited: they are there."""
        self._is_awaiting = False
        self._catch_up()

    def _catch_up(self) -> None:
        while self._ahead and not self._is_awaiting:
            act, is_of_row = self._ahead[0]
            if is_of_row and not self._is_at_hand:
                return
            self._ahead.popleft()
            act()
        if not self._ahead:
            cast("PatientApp", self.app).release_keys(self)

    def await_no_rows(self) -> None:
        """No other rows will come after all: keys that waited for them are forgotten."""
        self._is_awaiting = False
        self._ahead.clear()
        self._catch_up()

    def when_ready(self, act: Callable[[], object], is_of_row: bool = True) -> None:
        """Do something with the row under the cursor, or with the rows; if others are awaited, with those."""
        self._ahead.append((act, is_of_row))
        if len(self._ahead) == 1:
            self._catch_up()
        if self._ahead:
            cast("PatientApp", self.app).hold_keys(self)

    @property
    def _is_at_hand(self) -> bool:
        """Whether the row under the cursor was read, if there is any."""
        return not self.total or self.row_at(self.cursor) is not None

    def add_rows(self, first: int, rows: Sequence[Row]) -> None:
        """Take the rows of one page, asked for by `RowsWanted`."""
        page = first // PAGE_SIZE
        self._wanted.discard(page)
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        self.refresh()
        self._catch_up()

    def show_columns(self, columns: Sequence[Column], goes_on: bool = False) -> None:
        """Draw the rows in other columns, beyond which it may go on: the head tells that at the edge."""
        self.columns, self.goes_on = tuple(columns), goes_on
        self.refresh()

    def row_at(self, number: int) -> Row | None:
        """Return a row, or None if the table does not hold it now."""
        page, offset = divmod(number, PAGE_SIZE)
        rows = self._pages.get(page, ())
        return rows[offset] if offset < len(rows) else None

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows that changed, and keep the cursor in sight."""
        self._scroll_to_cursor()
        for row in (old, new):
            self.refresh_line(row + 1)
        self._want_ahead(self._rows_in_sight if new > old else -self._rows_in_sight)
        self.post_message(self.RowHighlighted(self, new))

    def validate_cursor(self, row: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(row, self.total - 1))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.when_ready(lambda: self._go_to(self.cursor + rows), is_of_row=False)

    def action_move_page(self, direction: int) -> None:
        """Move the cursor by what is in sight."""
        rows = direction * max(1, self._rows_in_sight - 1)
        self.when_ready(lambda: self._go_to(self.cursor + rows), is_of_row=False)

    def action_jump(self, row: int) -> None:
        """Move the cursor to the first row (0) or the last (-1)."""
        self.when_ready(lambda: self._go_to(row % max(1, self.total)), is_of_row=False)

    def _go_to(self, row: int) -> None:
        self.cursor = row

    def action_open(self) -> None:
        """Choose the row under the cursor."""
        self.when_ready(self._open)

    def _open(self) -> None:
        if self.total:
            self.post_message(self.RowOpened(self, self.cursor))

    def on_mount(self) -> None:
        """Let key line, help and palette tell what the screen does with a row by Enter."""
        name, sentence = getattr(self.screen, "ENTER", {}).get(self.id, ("", ""))
        keys = self._bindings.key_to_bindings if name else {}
        for key, own in keys.items():
            told = [replace(b, description=name, tooltip=sentence) if b.id == "table.open" else b for b in own]
            keys[key] = told

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; a second click opens it."""
        row = event.y + self.scroll_offset.y - 1
        if event.y > 0 and 0 <= row < self.total:
            if row == self.cursor and event.chain > 1:
                self.action_open()
            self.cursor = row

    def on_resize(self, event: events.Resize) -> None:
        """Give the columns their new widths."""
        self._resize_window()
        self._scroll_to_cursor()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Draw the cursor as focused or not."""
        super().watch_has_focus(_has_focus)
        self.refresh_line(self.cursor + 1)

    def render_line(self, y: int) -> Strip:
        """Draw one line: the header on top, which stays, and below it the rows in sight."""
        width = self.scrollable_content_region.width
        if y == 0:
            return self._head(width)
        number = y - 1 + self.scroll_offset.y
        if number >= self.total:
            return Strip.blank(width, self.rich_style)
        row = self.row_at(number)
        if row is None:
            self._want(number // PAGE_SIZE)
        cells = () if row is None else self._cells(row)
        selected = SELECTED_MARK if row is not None and self._is_selected(row) else " "
        if number != self.cursor:
            return self._strip(cells, f" {selected}", width, None)
        kind = "cursor" if self.has_focus else "cursor-blurred"
        return self._strip(cells, CURSOR_MARK + selected, width, self.get_component_rich_style(f"window-table--{kind}"))

    def _head(self, width: int) -> Strip:
        titles = tuple(Cell(column.title, "header") for column in self.columns)
        style = self.get_component_rich_style("window-table--header")
        strip = self._strip(titles, "  ", width, style)
        return Strip([*strip.crop(0, width - 1), Segment(MORE_MARK, style)]) if self.goes_on else strip

    def _strip(self, cells: Sequence[Cell], mark: str, width: int, style: Style | None) -> Strip:
        base = self.rich_style
        segments = [Segment(mark, style or base)]
        widths = self._widths(width - MARKS_WIDTH)
        for column, cell, size in zip(self.columns, cells, widths, strict=False):
            if size is not None:
                own = style or self.get_component_rich_style(f"window-table--{cell.kind}")
                segments.append(Segment(_fitted(cell.text, size, column.is_number) + " " * GAP, own))
        return Strip(segments).adjust_cell_length(width, style or base).simplify()

    def _widths(self, width: int) -> list[int | None]:
        """Return the width of each column, None for one that is not shown."""
        shown = [column for column in self.columns if column.least <= width <= column.most]
        shares = sum(column.share for column in shown) or 1
        left = max(0, width - sum(column.width + GAP for column in shown) + GAP)
        return [c.width + left * c.share // shares if c in shown else None for c in self.columns]

    def _want_ahead(self, rows: int) -> None:
        """Ask for the rows so far ahead of the cursor: they are there when it comes to them."""
        ahead = self.cursor + rows
        if 0 <= ahead < self.total and self.row_at(ahead) is None:
            self._want(ahead // PAGE_SIZE)

    def _want(self, page: int) -> None:
        if page not in self._wanted:
            self._wanted.add(page)
            self.post_message(self.RowsWanted(self, page * PAGE_SIZE))

    @property
    def _rows_in_sight(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _resize_window(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.total + 1)
        self._scroll_update(self.virtual_size)

    def _scroll_to_cursor(self) -> None:
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + self._rows_in_sight:
            self.scroll_to(y=self.cursor - self._rows_in_sight + 1, animate=False, force=True)


def _fitted(text: str, width: int, is_number: bool) -> str:
    line = clean_line(text)
    length = cell_len(line)
    if length <= width:
        return " " * (width - length) + line if is_number else set_cell_size(line, width)
    return set_cell_size(line, max(0, width - 1)) + "…" if width else ""
