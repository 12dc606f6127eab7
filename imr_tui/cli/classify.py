"""`imr-tui classify`."""

import sys

import click

from imr_tui.terminal_text import clean_line


@click.command()
@click.argument("titles", metavar="[TITLE]...|-", nargs=-1, required=True)
def classify(titles: tuple[str, ...]) -> None:
    """Print title, item type and subtype of each TITLE, separated by tabs; `-` reads a title a line."""
    from imr_tui.letters.item_types.classify import classify as classify_title

    given = (line.rstrip("\r\n") for line in sys.stdin) if titles == ("-",) else titles
    for title in given:
        found = classify_title(title)
        click.echo(f"{clean_line(title)}\t{found.name}\t{found.subtype}")
