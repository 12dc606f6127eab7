"""The table of results: which columns it has at which width, and what stands in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual import events

from imr_tui.corpus.results import ResultRow
from imr_tui.marks.annotation import Annotation
from imr_tui.search.passages import ELLIPSIS, Sought, find_matches, passage_start
from imr_tui.tui.widgets.mark_columns import mark_cells
from imr_tui.tui.widgets.window_table import GAP, MARKS_WIDTH, Cell, Column, WindowTable

COLUMNS: Mapping[str, Column] = {
    "date": Column("DECIDED", 10),
    "decision": Column("DECISION", 10),
    "mark": Column("M", 2),
    "marks": Column("MARKS", 16, share=1),
    "item": Column("ITEM", 8, share=4),
    "type": Column("TYPE", 12, share=2),
    "subtype": Column("SUBTYPE", 12, share=2),
    "passage": Column("PASSAGE", 20, share=5),
    "case": Column("CASE", 12),
}
"""All columns there are; `width` is the least that one is shown with."""
USUAL = {"date": 66, "decision": 0, "mark": 44, "marks": 96, "item": 0, "subtype": 88, "passage": 104, "case": 0}
"""Unless others are chosen: column -> from which width of the table it is shown, in cells."""
ORDER_SIGNS = {"date": ("date", "▾"), "oldest": ("date", "▴"), "decision": ("decision", "▴"), "type": ("type", "▴"),
               "title": ("item", "▴"), "case": ("case", "▴")}  # fmt: skip
"""Order of results -> the column that it sorts by, and how its head tells."""
LEAD_SHARE = 4
"""A passage shows a fourth of itself before its first match."""
MATCH_SIGNS = ("«", "»")


class ResultTable(WindowTable[ResultRow]):
    """Items found. `chosen` names its columns in their order; while there are none, the width decides."""

    def __init__(
        self,
        said_of: Callable[[ResultRow], Annotation],
        is_selected: Callable[[ResultRow], bool],
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """Make an empty table with the usual columns; `said_of` returns what the analyst said of an item."""
        super().__init__((), self._row_cells, is_selected, id)
        self._said_of = said_of
        self._chosen: tuple[str, ...] = ()
        self._sought: Sought = ()
        self._order = ""
        self._shown: tuple[str, ...] = ()
        self._passages: dict[str, str] = {}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the columns that the user chose; what is no column is passed over."""
        return self._chosen

    @chosen.setter
    def chosen(self, names: Sequence[str]) -> None:
        self._chosen = tuple(name for name in dict.fromkeys(names) if name in COLUMNS)
        self._fit()

    def kept(self) -> list[str]:
        """Return the chosen columns, for the next session."""
        return list(self._chosen)

    def take_up(self, kept: Any) -> None:
        """Show the columns that the last session had."""
        if isinstance(kept, list):
            self.chosen = [name for name in kept if isinstance(name, str)]

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that are chosen or usual, also those for which there is no room."""
        width = self._room
        usual = [name for name, least in USUAL.items() if width >= least]
        return self._chosen or tuple(name for name in usual if name != "mark" or "marks" not in usual)

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that are shown."""
        return self._shown

    def seek(self, sought: Sought, order: str) -> None:
        """Show passages with what was `sought`, and which column the rows are sorted by."""
        if (sought, order) != (self._sought, self._order):
            self._passages.clear()
            self._sought, self._order = sought, order
            self._fit()

    def on_resize(self, event: events.Resize) -> None:
        """Show the columns for which there is room."""
        self._passages.clear()
        self._fit()

    @property
    def _room(self) -> int:
        return self.size.width - MARKS_WIDTH

    def _fit(self) -> None:
        """Show as many of the wanted columns as there is room for, from the first on."""
        room, shown = self._room + GAP, list[str]()
        for name in self.wanted:
            room -= COLUMNS[name].width + GAP
            if room >= 0 or not shown:
                shown.append(name)
        if tuple(shown) != self._shown:
            self._passages.clear()
        self._shown = tuple(shown)
        self.show_columns([self._headed(name) for name in shown], goes_on=len(shown) < len(self.wanted))

    def _headed(self, name: str) -> Column:
        column, (sorted_by, sign) = COLUMNS[name], ORDER_SIGNS.get(self._order, ("", ""))
        return replace(column, title=f"{column.title} {sign}") if name == sorted_by else column

    def _row_cells(self, row: ResultRow) -> tuple[Cell, ...]:
        own = {"passage": self._passage, "mark": self._mark, "marks": self._marks}
        return tuple((own.get(name) or CELLS[name])(row) for name in self._shown)

    def _mark(self, row: ResultRow) -> Cell:
        return mark_cells(self._said_of(row))[0]

    def _marks(self, row: ResultRow) -> Cell:
        return mark_cells(self._said_of(row))[1]

    def _passage(self, row: ResultRow) -> Cell:
        # Worked out for the rows in sight alone, and kept while these are drawn again as the cursor moves.
        if row.item_id not in self._passages:
            sizes = self._widths(self._room)
            width = sizes[self._shown.index("passage")] or 0
            self._passages[row.item_id] = passage_line(row.rationale, self._sought, width)
        return Cell(self._passages[row.item_id], "dim")


def passage_line(text: str, sought: Sought, width: int) -> str:
    """Return the part of `text` that fits `width` cells and tells most of what was sought, which stands in «»."""
    lead = width // LEAD_SHARE
    start = passage_start(text, sought, width, lead)
    part = text[start : start + width]
    for match in reversed(find_matches(part, sought)):
        part = part[: match.start] + part[match.start : match.end].join(MATCH_SIGNS) + part[match.end :]
    return f"{ELLIPSIS if start else ''}{part}{ELLIPSIS if start + width < len(text) else ''}"


CELLS: Mapping[str, Callable[[ResultRow], Cell]] = {
    "date": lambda row: Cell(row.decision_date.isoformat() if row.decision_date else "", "dim"),
    "decision": lambda row: Cell(row.decision, row.decision.lower()),
    "item": lambda row: Cell(row.title),
    "type": lambda row: Cell(row.item_type, "dim"),
    "subtype": lambda row: Cell(row.item_subtype, "dim"),
    "case": lambda row: Cell(row.case_id, "dim"),
}
