"""Statistics: what was found, by type, subtype, year, specialty and title, and how it was decided."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from imr_tui.search.answer import SearchRequest
from imr_tui.search.editing import narrowed, titled
from imr_tui.search.resolved import ResolvedQuery
from imr_tui.terminal_text import clean_line, counted
from imr_tui.tui.messages import CorpusWanted, GroupsCounted, JobFailed
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.widgets.window_table import GAP, Cell, Column, Enter, WindowTable

if TYPE_CHECKING:
    from imr_tui.search.statistics import Group, Statistics
    from imr_tui.tui.reader import CorpusReader

TABLES = ("type", "subtype", "year", "specialty", "title")
UNKNOWN = "(not told)"
NAME_WIDTH = 48
"""Cells of a name where there is room for it."""
ROOM_BESIDE = 3
"""Cells of a line that are no column: the cursor's mark, the scroll bar."""
BAR = "█"
LEAST_BAR = "▏"
"""Of groups too small for a whole one."""
BAR_WIDTHS = {0: 10, 110: 30, 150: 60}
"""By the width of the screen."""
Key = Callable[["Group"], tuple[float, float, str]]


def _by_items(group: "Group") -> tuple[float, float, str]:
    return -group.items, 0, group.name.casefold()


def _by_rate(group: "Group") -> tuple[float, float, str]:
    return -group.rate, -group.items, ""


def _by_name(group: "Group") -> tuple[float, float, str]:
    return 0, 0, group.name.casefold()


def _by_year(group: "Group") -> tuple[float, float, str]:
    return -int(group.name or 0), 0, ""


ORDERS: tuple[tuple[str, Key], ...] = (
    ("most items first", _by_items),
    ("highest rate first", _by_rate),
    ("by name", _by_name),
)
YEAR_ORDERS: tuple[tuple[str, Key], ...] = (("latest first", _by_year), ORDERS[1], ORDERS[0])


class StatisticsScreen(Screen[str | None]):
    """Counts what a search finds, a table at a time. Its result is the query narrowed to a row, None without one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,backspace", "dismiss", "Back", key_display="esc", id="statistics.back",
            tooltip="Go back to the results.",
        ),
        Binding(
            "right,l,tab", "step(1)", "Table", key_display="← →", id="statistics.next",
            tooltip="Count by something else: type, subtype, year, specialty, title.",
        ),
        Binding(
            "left,h,shift+tab", "step(-1)", "Previous table", show=False, id="statistics.previous",
            tooltip="Count by what stands before it.",
        ),
        Binding(
            "s", "sort", "Sort", id="statistics.sort",
            tooltip="Sort by items, by the share that was overturned, by name.",
        ),
        *(
            Binding(
                str(number), f"choose({number - 1})", f"By {table}", show=False, id=f"statistics.{table}",
                tooltip=f"Count what was found by {table}.",
            )
            for number, table in enumerate(TABLES, 1)
        ),
    ]  # fmt: skip
    ENTER: ClassVar[Enter] = {"groups": ("Narrow", "Narrow the results to the row, and go back to them.")}

    def __init__(self, request: SearchRequest, query: ResolvedQuery) -> None:
        """Count what `request` finds, which means `query`."""
        super().__init__()
        self._request = request
        self._about = query.title
        self._table = "type"
        self._order = 0
        self._counted: dict[str, Statistics] = {}
        self._groups: list[Group] = []
        self._largest = 0

    def compose(self) -> ComposeResult:
        """Lay out title, selection, the line of tables, and the table."""
        yield TitleLine("imr-tui ▸ statistics")
        yield Static(Content.styled(clean_line(self._about), "bold"), id="active")
        yield Static(id="tables")
        yield WindowTable((), self._cells, id="groups")
        yield KeyLine()

    def on_mount(self) -> None:
        """Count the first table, again whenever a newer snapshot comes."""
        self.set_focus(self.query_one(WindowTable))
        self._choose(self._table)

    def on_resize(self) -> None:
        """Give the columns their new widths."""
        self.query_one(WindowTable).show_columns(self._columns())

    def _choose(self, table: str) -> None:
        self._table = table
        self._show_choice()
        if table in self._counted:
            self._show()
        else:
            self.query_one(WindowTable).show_rows(0)
            self.query_one(KeyLine).show_position("counting…")
            self.query_one(WindowTable).await_rows()
        # Also what was counted: when a newer snapshot comes, the last thing that was wanted is asked for again.
        self.post_message(CorpusWanted(self._ask(table)))

    def _show_choice(self) -> None:
        names = [f"[{n} {name}]" if name == self._table else f" {n} {name} " for n, name in enumerate(TABLES, 1)]
        styles = ["bold" if name == self._table else DIM for name in TABLES]
        line = Content(" ").join(map(Content.styled, names, styles))
        self.query_one("#tables", Static).update(line + Content.styled(f"   {self._orders[self._order][0]}", DIM))

    def _ask(self, table: str) -> "Callable[[CorpusReader], None]":
        def ask(reader: "CorpusReader") -> None:
            reader.count_groups(self._request, table, self.post_message)

        return ask

    @on(GroupsCounted)
    def _take(self, message: GroupsCounted) -> None:
        found = message.statistics
        if self._counted.get(found.table) == found:
            return
        if any(held.items != found.items for held in self._counted.values()):  # of an older snapshot
            self._counted.clear()
        self._counted[found.table] = found
        if found.table == self._table:
            self._show()

    def _show(self) -> None:
        found = self._counted[self._table]
        self._groups = sorted(found.groups, key=self._orders[self._order][1])
        self._largest = max((group.items for group in found.groups), default=0)
        table = self.query_one(WindowTable)
        with self.app.batch_update():
            table.show_columns(self._columns())
            table.show_rows(len(self._groups), self._groups)
            rate = f" · {_percent(found.overturned, found.items)} overturned" if found.items else ""
            self.query_one(TitleLine).show_note(counted(found.items, "item") + rate)

    @on(WindowTable.RowHighlighted)
    def _show_position(self, message: WindowTable.RowHighlighted) -> None:
        found = self._counted.get(self._table)
        if found is None:
            return
        rest = f" · {counted(found.left_out, 'rarer one')} left out" if found.left_out else ""
        position = f"{message.row + 1} of {len(self._groups):,}{rest}" if self._groups else "nothing"
        self.query_one(KeyLine).show_position(position)

    @on(WindowTable.RowOpened)
    def _narrow(self, message: WindowTable.RowOpened) -> None:
        group = self._groups[message.row]
        if not group.name:
            self.query_one(KeyLine).show_position("no field finds these")
        elif self._table == "title":
            self.dismiss(titled(self._request.text, group.name, group.is_respelt))
        else:
            self.dismiss(narrowed(self._request.text, self._table, group.name))

    @on(JobFailed)
    def _show_error(self, message: JobFailed) -> None:
        self.query_one(WindowTable).await_no_rows()
        self.query_one(KeyLine).show_position("")
        self.app.push_screen(TextModal.of_failure(message.error))

    def action_choose(self, number: int) -> None:
        """Show another table."""
        self._choose(TABLES[number])

    def action_step(self, step: int) -> None:
        """Show the next or previous table, after the last the first."""
        self.action_choose((TABLES.index(self._table) + step) % len(TABLES))

    def action_sort(self) -> None:
        """Sort the rows in the next of the orders."""
        self._order = (self._order + 1) % len(self._orders)
        self._show_choice()
        if self._table in self._counted:
            self._show()

    @property
    def _orders(self) -> tuple[tuple[str, Key], ...]:
        return YEAR_ORDERS if self._table == "year" else ORDERS

    @property
    def _bar_width(self) -> int:
        return [width for least, width in BAR_WIDTHS.items() if self.size.width >= least][-1]

    def _columns(self) -> tuple[Column, ...]:
        table, bar = self._table, self._bar_width
        numbers = (
            Column("ITEMS", 7, is_number=True),
            Column("UPHELD", 7, is_number=True, least=90 if table == "title" else 0),
            Column("OVERTURNED", 10, is_number=True),
            Column("UNCLEAR", 7, is_number=True, least=90),
            Column("RATE", 4, is_number=True),
            Column("SHARE", 5, is_number=True),
            Column("", bar),
        )
        room = self.size.width - ROOM_BESIDE
        others = sum(column.width + GAP for column in numbers if column.least <= room)
        title = "ITEM TYPE" if table == "type" else table.upper()
        return Column(title, min(NAME_WIDTH, room - others)), *numbers

    def _cells(self, group: "Group") -> tuple[Cell, ...]:
        found = self._counted[self._table]
        length = round(self._bar_width * group.items / self._largest)
        return (
            Cell(group.name or UNKNOWN, "cell" if group.name else "dim"),
            Cell(f"{group.items:,}"),
            Cell(f"{group.upheld:,}", "dim"),
            Cell(f"{group.overturned:,}", "dim"),
            Cell(f"{group.unclear:,}", "dim"),
            Cell(_percent(group.overturned, group.items)),
            Cell(_percent(group.items, found.items), "dim"),
            Cell(BAR * length or LEAST_BAR),
        )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"
