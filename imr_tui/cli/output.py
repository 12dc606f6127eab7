"""Write a table as the user asked: to the terminal, a pipe or a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from imr_tui.export.formats import Table, to_text, write_parquet, write_table
from imr_tui.export.output import new_file, open_output


@contextmanager
def parquet_file(output: Path | None) -> Iterator[Path]:
    """Give a path to write a Parquet file to; it takes its place when the block ends without an error."""
    if output is None:
        raise click.UsageError("Parquet is no text: add --output FILE.")
    with new_file(output) as building:
        yield building


def write(table: Table, kind: str, output: Path | None) -> None:
    """Write `table` as `kind`; `table` is for people to read, the other kinds are for programs."""
    if kind == "parquet":
        with parquet_file(output) as building:
            write_parquet(table, building)
    elif kind == "table" and output is None:
        from imr_tui.cli.printing import print_table

        print_table(table.columns, ([to_text(value) for value in row] for row in table.rows))
    else:
        with open_output(output) as out:
            write_table(table, "markdown" if kind == "table" else kind, out)
