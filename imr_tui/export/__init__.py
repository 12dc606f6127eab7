"""Rows of a corpus -> files and standard output."""

from imr_tui.export.formats import Table, write_encoded, write_heading, write_table
from imr_tui.export.output import open_output
from imr_tui.export.public_tables import case_objects, copy_table, read_table

__all__ = [
    "Table",
    "case_objects",
    "copy_table",
    "open_output",
    "read_table",
    "write_encoded",
    "write_heading",
    "write_table",
]
