"""A case: facts, its items, the clinical summary."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from imr_tui.corpus.cases import Case
from imr_tui.search.passages import Sought
from imr_tui.terminal_text import clean, counted
from imr_tui.tui.screens.item import ItemScreen
from imr_tui.tui.shown import DIM, labelled
from imr_tui.tui.take_away import Place, TakeAwayScreen
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.widgets.window_table import Cell, Column, WindowTable

COLUMNS = (Column("#", 2), Column("DECISION", 10), Column("ITEM", share=2), Column("TYPE", share=1))
MOST_ITEMS_IN_SIGHT = 8
LABEL_WIDTH = 12
DATES = {
    "injury_date": "injured",
    "ur_denial_date": "UR denial",
    "received_date": "received",
    "assigned_date": "assigned",
    "decision_date": "decided",
}


class CaseScreen(TakeAwayScreen):
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

    def __init__(self, case: Case, item_no: int, sought: Sought, opens_item: bool) -> None:
        """Show `case` with the cursor on an item, which is opened at once if told so, with what was `sought` marked."""
        super().__init__()
        self._case = case
        self._item_no = item_no
        self._sought = sought
        self._opens_item = opens_item

    @property
    def place(self) -> Place | None:
        """The item under the cursor."""
        item = self.query_one(WindowTable).row_at(self.query_one(WindowTable).cursor)
        return Place(self._case.facts["case_id"], item["item_no"]) if item else None

    @property
    def case_at_hand(self) -> Case:
        """The case that is shown."""
        return self._case

    @property
    def sought(self) -> Sought:
        """The words that were sought."""
        return self._sought

    def compose(self) -> ComposeResult:
        """Lay out title, items and text."""
        facts = self._case.facts
        yield TitleLine(facts["case_id"], f"{counted(len(self._case.items), 'item')} · {facts['outcome'].lower()}")
        table = WindowTable(COLUMNS, _cells, id="items")
        table.styles.height = min(len(self._case.items), MOST_ITEMS_IN_SIGHT) + 1
        yield table
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="facts")
            yield Static(_summary(facts), id="summary")
        yield KeyLine()

    def on_mount(self) -> None:
        """Fill the table of items."""
        table = self.query_one(WindowTable)
        table.show_rows(len(self._case.items), self._case.items)
        numbers = [item["item_no"] for item in self._case.items]
        table.cursor = numbers.index(self._item_no) if self._item_no in numbers else 0
        self.set_focus(table)
        if self._opens_item:
            table.action_open()

    def on_resize(self) -> None:
        """Wrap the facts to the new width."""
        self.call_after_refresh(self._show_facts)

    def _show_facts(self) -> None:
        facts = self.query_one("#facts", Static)
        facts.update(_facts(self._case.facts, facts.size.width))

    @on(WindowTable.RowOpened)
    def _open_item(self, message: WindowTable.RowOpened) -> None:
        self.app.push_screen(ItemScreen(self._case, message.row, self._sought))

    def action_scroll_text(self, direction: int) -> None:
        """Scroll facts and summary by what is in sight."""
        text = self.query_one("#text")
        text.scroll_relative(y=direction * max(1, text.size.height - 1), animate=False)


def _cells(item: Mapping[str, Any]) -> tuple[Cell, ...]:
    return (
        Cell(str(item["item_no"]), "dim"),
        Cell(item["decision"], item["decision"].lower()),
        Cell(item["title"]),
        Cell(item["item_type"], "dim"),
    )


def _facts(facts: Mapping[str, Any], width: int) -> Content:
    patient = ", ".join(str(v) for v in (facts["patient_age"], facts["patient_gender"]) if v is not None)
    reviewer = ", ".join(facts["specialties"])
    states = ", ".join(facts["licensure_states"])
    rows = {
        "Dates": _timeline(facts),
        "Priority": facts["priority"],
        "Patient": patient,
        "Reviewer": f"{reviewer} · licensed in {states}" if states else reviewer,
        "Letter": f"generation {facts['generation']} · {facts['source_path']}",
        "Problems": "; ".join(facts["problems"]),
    }
    return Content("\n").join(labelled(label, value, LABEL_WIDTH, width) for label, value in rows.items() if value)


def _timeline(facts: Mapping[str, Any]) -> str:
    """Return the dates from injury to decision, with the days that the review took."""
    known = [(facts[name], label) for name, label in DATES.items() if facts[name]]
    line = " · ".join(f"{label} {day.isoformat()}" for day, label in known)
    received, decided = facts["received_date"], facts["decision_date"]
    if isinstance(received, date) and isinstance(decided, date):
        line += f" ({(decided - received).days} days from receipt)"
    return line


def _summary(facts: Mapping[str, Any]) -> Content:
    texts = {"Clinical case summary": facts["clinical_summary"], "Documents reviewed": facts["documents_reviewed"]}
    parts = [Content.assemble("\n", (label, DIM), "\n", clean(text)) for label, text in texts.items() if text]
    return Content("\n").join(parts)
