"""The panel over the results that chooses their columns."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.result_table import COLUMNS, ResultTable

HINT = "space shows or hides  J K move  r as the width says  esc closes"
NO_ROOM = "no room"
SAID = {"mark": "what you marked, a letter: R N L #", "marks": "what you marked, in words", "passage": "what was found"}
"""What of a column its head does not tell."""


class ColumnsPanel(ModalScreen[None]):
    """The columns in their order, with a box each; the table beneath follows at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,c,q", "dismiss", "Close", id="columns.close", tooltip="Go back to the results."),
        Binding("j,down", "move(1)", "Next", id="columns.down", tooltip="Go to the next column."),
        Binding("k,up", "move(-1)", "Previous", id="columns.up", tooltip="Go to the previous column."),
        Binding("space,x", "tick", "Show or hide", id="columns.toggle", tooltip="Show the column, or hide it."),
        Binding("J,shift+down", "carry(1)", "Right", id="columns.right", tooltip="Move the column to the right."),
        Binding("K,shift+up", "carry(-1)", "Left", id="columns.left", tooltip="Move the column to the left."),
        Binding("r", "reset", "Usual columns", id="columns.reset", tooltip="Let the width of the screen choose."),
    ]

    def __init__(self, table: ResultTable) -> None:
        """Choose the columns of `table`."""
        super().__init__()
        self._table = table
        self._names: list[str] = []
        self._cursor = 0
        self._list()

    def compose(self) -> ComposeResult:
        """Lay out the list and the hint."""
        with Vertical(id="panel"):
            yield Static(id="list")
            yield Static(Content.styled(HINT, DIM))

    def on_mount(self) -> None:
        """Show what is chosen."""
        self._show()

    def _list(self) -> None:
        wanted = self._table.wanted
        self._names = [*wanted, *(name for name in COLUMNS if name not in wanted)]

    def _show(self) -> None:
        wanted, shown = self._table.wanted, self._table.shown
        lines = []
        for number, name in enumerate(self._names):
            text = f"{'▸' if number == self._cursor else ' '} [{'x' if name in wanted else ' '}] {COLUMNS[name].title}"
            said = NO_ROOM if name in wanted and name not in shown else SAID.get(name, "")
            note = f"  {said}" if said else ""
            lines.append(Content.assemble((text, "bold" if number == self._cursor else ""), (note, DIM)))
        head = "Columns" if self._table.chosen else "Columns, as the width says"
        self.query_one("#list", Static).update(Content("\n").join((Content.styled(head, "bold"), *lines)))

    def action_move(self, step: int) -> None:
        """Go to another column."""
        self._cursor = (self._cursor + step) % len(self._names)
        self._show()

    def action_tick(self) -> None:
        """Show the column under the cursor, or hide it; one always stays."""
        name, wanted = self._names[self._cursor], set(self._table.wanted)
        chosen = wanted ^ {name}
        if chosen:
            self._table.chosen = [held for held in self._names if held in chosen]
            self._show()

    def action_carry(self, step: int) -> None:
        """Move the column under the cursor, and the cursor with it."""
        place = self._cursor + step
        if 0 <= place < len(self._names):
            wanted = self._table.wanted
            self._names.insert(place, self._names.pop(self._cursor))
            self._cursor = place
            self._table.chosen = [held for held in self._names if held in wanted]
            self._show()

    def action_reset(self) -> None:
        """Let the width choose again."""
        self._table.chosen = ()
        self._list()
        self._show()
