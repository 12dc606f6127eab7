"""`imr-tui classify`."""

import sys

import click

from imr_tui.terminal_text import clean_line


@click.command()
@click.option("--explain", is_flag=True, help="Add the rule that decided and the words read as others.")
@click.argument("titles", metavar="[TITLE]...|-", nargs=-1, required=True)
def classify(titles: tuple[str, ...], explain: bool) -> None:
    """Print title, item type and subtype of each TITLE, separated by tabs; `-` reads a title a line."""
    given = (line.rstrip("\r\n") for line in sys.stdin) if titles == ("-",) else titles
    for title in given:
        click.echo("\t".join((clean_line(title), *_columns(title, explain))))


def _columns(title: str, explained: bool) -> tuple[str, ...]:
    from imr_tui.letters.item_types.classify import classify as classify_title
    from imr_tui.letters.item_types.classify import explain

    if not explained:
        found = classify_title(title)
        return found.name, found.subtype
    explanation = explain(title)
    return explanation.item_type.name, explanation.item_type.subtype, explanation.reason
