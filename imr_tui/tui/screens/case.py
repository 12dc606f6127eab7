"""A case: facts, its items, the clinical summary."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from imr_tui.corpus.cases import Case
from imr_tui.search.passages import Sought
from imr_tui.terminal_text import counted
from imr_tui.tui.messages import ResultSpot
from imr_tui.tui.screens.item import ItemScreen
from imr_tui.tui.screens.mark_keys import MarkingScreen
from imr_tui.tui.screens.take_away import Place
from imr_tui.tui.shown_case import facts_content, texts_content
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.widgets.mark_columns import MARK_COLUMNS, mark_cells
from imr_tui.tui.widgets.window_table import Cell, Column, WindowTable

COLUMNS = (Column("#", 2), Column("DECISION", 10), *MARK_COLUMNS, Column("ITEM", share=2), Column("TYPE", share=1))
MOST_ITEMS_IN_SIGHT = 8


class CaseScreen(MarkingScreen):
    """Everything the letter says but the rationales; Enter opens an item."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,backspace,h,left",
            "dismiss",
            "Back",
            key_display="esc",
            id="case.back",
            tooltip="Back to where one came from.",
        ),
        Binding(
            "pagedown,space",
            "scroll_text(1)",
            "Scroll down",
            show=False,
            priority=True,
            id="case.page_down",
            tooltip="Scroll facts and summary down.",
        ),
        Binding(
            "pageup",
            "scroll_text(-1)",
            "Scroll up",
            show=False,
            priority=True,
            id="case.page_up",
            tooltip="Scroll facts and summary up.",
        ),
    ]

    def __init__(
        self, case: Case, item_no: int, sought: Sought, opens_item: bool, spot: ResultSpot | None = None
    ) -> None:
        """Show `case` with the cursor on an item, which is opened at once if told so, with what was `sought` marked.

        `spot` tells which of the results the item is.
        """
        super().__init__()
        self._case = case
        self._item_no = item_no
        self._sought = sought
        self._opens_item = opens_item
        self._spot = spot

    @property
    def place(self) -> Place | None:
        """The item under the cursor."""
        item = self.query_one(WindowTable).row_at(self.query_one(WindowTable).cursor)
        return Place(self._case.facts["case_id"], item["item_no"]) if item else None

    @property
    def case_at_hand(self) -> Case:
        """The case that is shown."""
        return self._case

    def text_of(self, case: Case, item_no: int) -> str:
        """Return the whole case."""
        from imr_tui.export.plain_text import case_text

        return case_text(case)

    @property
    def sought(self) -> Sought:
        """The words that were sought."""
        return self._sought

    def compose(self) -> ComposeResult:
        """Lay out title, items and text."""
        yield TitleLine()
        yield WindowTable(COLUMNS, self._cells, id="items")
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="facts")
            yield Static(id="summary")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the case."""
        table = self.query_one(WindowTable)
        self._show_case()
        self.set_focus(table)
        if self._opens_item:
            table.action_open()

    def follow(self, case: Case, index: int, spot: ResultSpot | None) -> None:
        """Show what the screen of an item went on to."""
        is_other = case is not self._case
        self._case, self._item_no, self._spot = case, case.items[index]["item_no"], spot
        if is_other:
            self._show_case()
            self._show_facts()
        self.query_one(WindowTable).cursor = index

    def _show_case(self) -> None:
        facts, items = self._case.facts, self._case.items
        note = f"{counted(len(items), 'item')} · {facts['outcome'].lower()}"
        self.query_one(TitleLine).show(facts["case_id"], note)
        table = self.query_one(WindowTable)
        table.styles.height = min(len(items), MOST_ITEMS_IN_SIGHT) + 1
        table.show_rows(len(items), items)
        numbers = [item["item_no"] for item in items]
        table.cursor = numbers.index(self._item_no) if self._item_no in numbers else 0
        self.query_one("#text").scroll_home(animate=False)
        self.query_one("#summary", Static).update(texts_content(facts, self._sought))

    def on_resize(self) -> None:
        """Wrap the facts to the new width."""
        self.call_after_refresh(self._show_facts)

    def _show_facts(self) -> None:
        facts = self.query_one("#facts", Static)
        facts.update(facts_content(self._case.facts, facts.size.width))

    @on(WindowTable.RowOpened)
    def _open_item(self, message: WindowTable.RowOpened) -> None:
        self.app.push_screen(ItemScreen(self._case, message.row, self._sought, self._spot, self.follow))

    def show_marks(self, told: str) -> None:
        """Show what is said of the items."""
        self.query_one(WindowTable).refresh()
        self.query_one(KeyLine).tell(told)

    def _cells(self, item: Mapping[str, Any]) -> tuple[Cell, ...]:
        return (
            Cell(str(item["item_no"]), "dim"),
            Cell(item["decision"], item["decision"].lower()),
            *mark_cells(self.marker.said_of(item["item_id"])),
            Cell(item["title"]),
            Cell(item["item_type"], "dim"),
        )

    def action_scroll_text(self, direction: int) -> None:
        """Scroll facts and summary by what is in sight."""
        text = self.query_one("#text")
        text.scroll_relative(y=direction * max(1, text.size.height - 1), animate=False)
