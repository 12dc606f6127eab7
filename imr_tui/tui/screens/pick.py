"""Choose one of many lines, by the cursor or by a few letters."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from imr_tui.terminal_text import clean_line
from imr_tui.tui.finding import find
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.clean_input import CleanInput
from imr_tui.tui.widgets.window_table import Cell, Column, WindowTable

Line = tuple[str, ...]
"""What it is, and notes beside it."""
NAME_AND_NOTE = (0, 10)


class PickModal(ModalScreen[int | None]):
    """A list over the screen beneath; its result is the number of the line chosen, None for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", key_display="esc", id="pick.close", tooltip="Choose none."),
        Binding("down,ctrl+n", "move(1)", "Next", show=False, id="pick.down", tooltip="Go to the next line."),
        Binding("up,ctrl+p", "move(-1)", "Previous", show=False, id="pick.up", tooltip="Go to the previous line."),
        Binding(
            "pagedown", "move_page(1)", "Page down", show=False, id="pick.page_down",
            tooltip="Go down by what is in sight.",
        ),
        Binding(
            "pageup", "move_page(-1)", "Page up", show=False, id="pick.page_up", tooltip="Go up by what is in sight."
        ),
    ]  # fmt: skip

    def __init__(self, title: str, lines: Sequence[Line], widths: Sequence[int] = NAME_AND_NOTE) -> None:
        """Offer `lines`, whose parts have these widths in cells; 0 is what is left."""
        super().__init__()
        self._title, self._lines = title, lines
        self._columns = [Column("", width, share=not width) for width in widths]
        self._numbers = list(range(len(lines)))

    def compose(self) -> ComposeResult:
        """Lay out the filter and the list."""
        with Vertical(id="pick"):
            yield Static(Content.styled(clean_line(self._title), "bold"))
            yield CleanInput(placeholder="type to find", id="pick-filter", compact=True)
            yield WindowTable(self._columns, self._cells, id="pick-list")
            yield Static(id="pick-hint")

    def on_mount(self) -> None:
        """Show all lines; letters go to the filter."""
        self._list.can_focus = False
        self._show()

    @property
    def _list(self) -> WindowTable[int]:
        return self.query_one(WindowTable)

    def _cells(self, number: int) -> tuple[Cell, ...]:
        name, *notes = self._lines[number]
        return Cell(name), *(Cell(note, "dim") for note in notes)

    def _show(self) -> None:
        self._list.show_rows(len(self._numbers), self._numbers)
        hint = "⏎ chooses   esc closes" if self._numbers else "nothing found   esc closes"
        self.query_one("#pick-hint", Static).update(Content.styled(hint, DIM))

    @on(Input.Changed)
    def _filter(self, message: Input.Changed) -> None:
        message.stop()
        self._numbers = find(range(len(self._lines)), self._lines, message.value)
        self._show()

    @on(Input.Submitted)
    @on(WindowTable.RowOpened)
    def _choose(self, message: Input.Submitted | WindowTable.RowOpened) -> None:
        message.stop()
        if self._numbers:
            self.dismiss(self._numbers[self._list.cursor])

    def action_move(self, rows: int) -> None:
        """Go to another line."""
        self._list.action_move(rows)

    def action_move_page(self, direction: int) -> None:
        """Go on by what is in sight."""
        self._list.action_move_page(direction)
