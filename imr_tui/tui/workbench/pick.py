"""Choose one of many lines, by the cursor or by a few letters."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from imr_tui.terminal_text import clean_line
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.window_table import Cell, Column, WindowTable
from imr_tui.tui.workbench.finding import find

Line = tuple[str, str]
"""What it is, and a note beside it."""


class PickModal(ModalScreen[int | None]):
    """A list over the screen beneath; its result is the number of the line chosen, None for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", key_display="esc", id="pick.close", tooltip="Choose none."),
        Binding("down", "to_list", "List", show=False, id="pick.list", tooltip="Go to the list.", priority=True),
    ]

    def __init__(self, title: str, lines: Sequence[Line], note_width: int = 10) -> None:
        """Offer `lines`."""
        super().__init__()
        self._title, self._lines, self._note_width = title, lines, note_width
        self._numbers = list(range(len(lines)))

    def compose(self) -> ComposeResult:
        """Lay out the filter and the list."""
        with Vertical(id="pick"):
            yield Static(Content.styled(clean_line(self._title), "bold"))
            yield Input(placeholder="type to find", id="pick-filter", compact=True)
            yield WindowTable((Column("", share=1), Column("", self._note_width)), self._cells, id="pick-list")
            yield Static(Content.styled("⏎ chooses   esc closes", DIM))

    def on_mount(self) -> None:
        """Show all lines; letters go to the filter."""
        self._show()
        self.set_focus(self.query_one(Input))

    def _cells(self, number: int) -> tuple[Cell, ...]:
        text, note = self._lines[number]
        return Cell(text), Cell(note, "dim")

    def _show(self) -> None:
        self.query_one(WindowTable).show_rows(len(self._numbers), self._numbers)

    @on(Input.Changed)
    def _filter(self, message: Input.Changed) -> None:
        message.stop()
        self._numbers = find(range(len(self._lines)), self._lines, message.value)
        self._show()

    @on(Input.Submitted)
    def _choose_first(self, message: Input.Submitted) -> None:
        message.stop()
        self._choose(self.query_one(WindowTable).cursor)

    @on(WindowTable.RowOpened)
    def _choose_row(self, message: WindowTable.RowOpened) -> None:
        message.stop()
        self._choose(message.row)

    def _choose(self, row: int) -> None:
        self.dismiss(self._numbers[row] if row < len(self._numbers) else None)

    def action_to_list(self) -> None:
        """Go to the list; there, to the next line."""
        table = self.query_one(WindowTable)
        if table.has_focus:
            table.action_move(1)
        else:
            self.set_focus(table)

    def on_key(self, event: events.Key) -> None:
        """Letters that are typed over the list go on with the filter."""
        field = self.query_one(Input)
        if event.is_printable and event.character and not field.has_focus and event.character not in "jkgG ":
            self.set_focus(field)
            field.insert_text_at_cursor(event.character)
            event.stop()
