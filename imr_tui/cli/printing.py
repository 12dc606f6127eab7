"""Tables for people to read on standard output."""

import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from imr_tui.terminal_text import clean_line

UNLIMITED = 10_000
"""Columns when standard output is no terminal: nothing is cut that another program may look for."""


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], wide: str | None = None) -> None:
    """Print a table; cells are cut to the terminal's width, the column `wide` gives way first."""
    is_terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if is_terminal else UNLIMITED, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True, overflow="ellipsis", ratio=1 if is_terminal and column == wide else None)
    for row in rows:
        table.add_row(*(Text(clean_line(cell)) for cell in row))
    console.print(table)
