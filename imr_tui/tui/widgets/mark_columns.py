"""The columns of a table of items that tell what the analyst said of them."""

from imr_tui.marks.annotation import Annotation
from imr_tui.tui.marking import abbreviated, described
from imr_tui.tui.widgets.window_table import Cell, Column

WIDE = 90
MARK_COLUMNS = (Column("M", 2, most=WIDE - 1), Column("MARKS", 18, least=WIDE))
"""One or the other, by the width of the table."""


def mark_cells(said: Annotation) -> tuple[Cell, Cell]:
    """Return the cells for both."""
    return Cell(abbreviated(said)), Cell(" · ".join(filter(None, (described(said), "note" if said.note else ""))))
