"""Help: the keys that work where one is."""

from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from imr_tui.tui.keys import Command, commands_of, group_of, heading
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM, labelled

if TYPE_CHECKING:
    from textual.screen import Screen

MOST_WIDTH = 100
EDGES = 5
"""Cells of the window that hold no text: its padding, the scroll bar."""
MOST_KEYS_WIDTH = 20


def help_on(screen: "Screen[object]") -> TextModal:
    """List the keys that work on `screen` now, those of the widget with the focus first."""
    width = min(MOST_WIDTH, screen.app.size.width * 9 // 10) - EDGES
    commands = commands_of(screen)
    indent = min(MOST_KEYS_WIDTH, max(cell_len(", ".join(command.keys)) for command in commands) + 2)
    parts = []
    for group, members in groupby(commands, lambda command: group_of(command.binding)):
        lines = [_told(command, indent, width) for command in members]
        parts.append(Content("\n").join((Content.styled(heading(group), DIM), *lines)))
    return TextModal("Keys", Content("\n\n").join(parts))


def _told(command: Command, indent: int, width: int) -> Content:
    """Return the keys of a command, and beside them what it does."""
    keys = ", ".join(command.keys)
    about = labelled(" " * indent, command.binding.tooltip, indent, width)
    if cell_len(keys) > indent - 2:
        return Content.assemble((keys, "bold"), "\n", about)
    return Content.assemble((keys, "bold"), about[len(keys) :])
