"""`imr-tui load`."""

import click

from imr_tui.cli.corpus import survey, update
from imr_tui.cli.options import corpus_options, settings_of
from imr_tui.terminal_text import clean_line

MOST_PROBLEMS = 20


@click.command()
@corpus_options()
@click.pass_context
def load(context: click.Context) -> None:
    """Read what is new or changed, and print a report.

    What an interrupted load has read is kept for the next one. While another session loads the same corpus, this one
    waits."""
    settings = settings_of(context)
    report = update(settings, waits=True)
    assert report is not None
    totals, problems = survey(settings)
    click.echo(f"{clean_line(settings.corpus_name)}: {totals.describe()}")
    click.echo(f"files     {totals.describe_letters()}")
    click.echo(f"this time {report.describe()}, {report.seconds:.1f} s")
    click.echo(f"snapshot  {clean_line(str(settings.db))}")
    print_problems(problems, MOST_PROBLEMS)


def print_problems(problems: list[tuple[str, str, list[str]]], most: int) -> None:
    """Print the files that were not read without a problem: source path, status, problems; at most `most` of them."""
    if problems:
        click.echo("to look at")
    for path, status, details in problems[:most]:
        click.echo(f"  {clean_line(path)}: {clean_line('; '.join(details)) or status}")
    if len(problems) > most:
        click.echo(f"  and {len(problems) - most:,} more: imr-tui doctor")
