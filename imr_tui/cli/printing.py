"""Tables for people to read on standard output."""

import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from imr_tui.terminal_text import clean_line

UNLIMITED = 10_000
"""Columns when standard output is no terminal: nothing is cut that another program may look for."""
BETWEEN = 3
"""Columns of the terminal between two of the table."""


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], whole: str | None = None) -> None:
    """Print a table; but for the column `whole` the widest are cut until it fits the terminal."""
    is_terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if is_terminal else UNLIMITED, highlight=False)
    cells = [[clean_line(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(columns, *cells, strict=True)]
    room = console.width - BETWEEN * (len(columns) - 1)
    most = _most(widths, room, columns.index(whole) if whole else None)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True, overflow="ellipsis", max_width=None if column == whole else most)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _most(widths: list[int], room: int, whole: int | None) -> int:
    """Return how wide columns may be so that all have room: rich would take the same of each, all of a short one."""
    if whole is not None:
        room -= widths.pop(whole)
    return next((most for most in range(room, 1, -1) if sum(min(width, most) for width in widths) <= room), 1)
