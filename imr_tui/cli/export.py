"""`imr-tui export`."""

from pathlib import Path

import click

from imr_tui.cli.corpus import open_corpus
from imr_tui.cli.options import corpus_options, format_option, settings_of

KINDS_OF_TABLE = ("cases", "items", "citations", "marks")


@click.command()
@click.option("--what", type=click.Choice(KINDS_OF_TABLE), default="items", show_default=True, help="Which table.")
@format_option("csv", "jsonl", "parquet", "markdown")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@corpus_options()
@click.pass_context
def export(context: click.Context, what: str, kind: str, output: Path | None) -> None:
    """Export a table. Cases come with their items in jsonl (an object a case) and markdown (a section a case)."""
    from imr_tui.cli.output import parquet_file, write
    from imr_tui.corpus.schema import MARK_COLUMNS
    from imr_tui.corpus.session import insert_rows
    from imr_tui.export import case_objects, copy_table, open_output, read_table
    from imr_tui.export.briefs import write_briefs
    from imr_tui.export.formats import to_json

    with open_corpus(settings_of(context)) as corpus:
        if what == "marks":
            from imr_tui.marks.corpus_marks import user_marks

            insert_rows(corpus.cursor(), "memory.main.marks", MARK_COLUMNS.values(), user_marks(corpus).rows())
        if kind == "parquet":
            with parquet_file(output) as building:
                copy_table(corpus.cursor(), what, building)
            return
        if what != "cases" or kind not in ("jsonl", "markdown"):
            write(read_table(corpus.cursor(), what), kind, output)
            return
        cases = case_objects(corpus.cursor(), corpus.cursor())
        with open_output(output) as out:
            if kind == "markdown":
                write_briefs(cases, out)
            else:
                out.writelines(f"{to_json(case)}\n" for case in cases)
