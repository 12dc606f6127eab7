"""`imr-tui show`."""

import click

from imr_tui.cli.corpus import open_corpus
from imr_tui.cli.options import corpus_options, format_option, settings_of


@click.command()
@click.argument("case_id", metavar="CASE")
@format_option("text", "json")
@corpus_options()
@click.pass_context
def show(context: click.Context, case_id: str, kind: str) -> None:
    """Show a case: facts, clinical summary, items with their rationales."""
    from imr_tui.corpus.cases import read_case
    from imr_tui.export import open_output
    from imr_tui.export.formats import to_json
    from imr_tui.export.plain_text import case_text

    with open_corpus(settings_of(context)) as corpus:
        case = read_case(corpus.cursor(), case_id)
    if kind == "json":
        with open_output(None) as out:
            out.write(to_json({**case.facts, "items": [dict(item) for item in case.items]}, indent=2) + "\n")
    else:
        click.echo(case_text(case), nl=False)
