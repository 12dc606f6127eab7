"""`imr-tui similar`."""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from imr_tui.cli.corpus import open_corpus
from imr_tui.cli.options import corpus_options, format_option, settings_of
from imr_tui.terminal_text import clean_line, counted

if TYPE_CHECKING:
    from imr_tui.search.similar import Neighbour, Similar

FACTS = {
    "item_id": "VARCHAR", "case_id": "VARCHAR", "item_no": "INTEGER", "title": "VARCHAR", "decision": "VARCHAR",
    "item_type": "VARCHAR", "decision_date": "DATE",
}  # fmt: skip
COLUMNS = FACTS | {"similarity": "DOUBLE", "order_changed": "BOOLEAN", "copies": "INTEGER", "difference": "VARCHAR"}
WIDTH = 80
CONTEXT = 6
"""Words shown before and after a change."""


@click.command()
@click.argument("item", metavar="ITEM")
@click.option("--limit", type=click.IntRange(min=1, max=100), default=10, show_default=True, help="Most items.")
@format_option("table", "json", "jsonl", "csv")
@corpus_options()
@click.pass_context
def similar(context: click.Context, item: str, limit: int, kind: str) -> None:
    """Find the items whose rationales are nearest to an item's, and what differs.

    ITEM is CASE#NUMBER, as in CM15-9000139#1, or a CASE with one item. The nearest item of each decision is always
    among them. In what differs, [-words-] are only in the rationale of ITEM, {+words+} only in the other.
    """
    from imr_tui.search.engine import SearchEngine
    from imr_tui.search.similar import find_similar

    with open_corpus(settings_of(context)) as corpus:
        found = find_similar(corpus.cursor(), SearchEngine(corpus).word_holders, item, limit)
    if kind == "json":
        _print_json(found)
    elif kind == "table":
        _print_groups(found)
    else:
        _print_rows(found, kind)


def _rows(found: "Similar") -> Iterator[dict[str, Any]]:
    from imr_tui.search.difference import marked

    for neighbour in found.neighbours:
        yield {name: getattr(neighbour.item, name) for name in FACTS} | {
            "similarity": round(neighbour.likeness.share, 4),
            "order_changed": neighbour.likeness.is_order_changed,
            "copies": neighbour.copies,
            "difference": marked(neighbour.difference),
        }


def _print_json(found: "Similar") -> None:
    from imr_tui.export import open_output
    from imr_tui.export.formats import to_json

    facts = {name: getattr(found.item, name) for name in ("item_id", "title", "decision")}
    with open_output(None) as out:
        out.write(to_json({**facts, "similar": list(_rows(found))}, indent=2) + "\n")


def _print_rows(found: "Similar", kind: str) -> None:
    from imr_tui.cli.output import write
    from imr_tui.export import Table

    rows = (tuple(row.values()) for row in _rows(found))
    write(Table(tuple(COLUMNS), tuple(COLUMNS.values()), rows), kind, None)


def _print_groups(found: "Similar") -> None:
    """Print the neighbours of each decision, and what differs in the nearest of each, if it is near at all."""
    from imr_tui.cli.printing import print_table

    groups = found.by_decision()
    rows = (_cells(neighbour) for neighbours in groups.values() for neighbour in neighbours)
    print_table(("DECISION", "SIMILAR", "TITLE", "DECIDED", "ITEM"), rows)
    for decision, (nearest, *_) in groups.items():
        if not nearest.likeness.is_near:
            continue
        click.echo(f"\n{decision}, nearest: {clean_line(nearest.item.item_id)}, {nearest.likeness}\n")
        click.echo("\n".join(_passages(nearest)))
    click.echo(_summary(found), err=True)


def _cells(neighbour: "Neighbour") -> tuple[str, ...]:
    item = neighbour.item
    alike = f", {neighbour.copies} more alike" if neighbour.copies else ""
    decided = item.decision_date.isoformat() if item.decision_date else ""
    return item.decision, f"{neighbour.likeness}{alike}", item.title, decided, item.item_id


def _passages(neighbour: "Neighbour") -> list[str]:
    from imr_tui.search.difference import Kind, marked, shortened

    pieces = neighbour.difference
    is_same = all(piece.kind is Kind.KEPT for piece in pieces)
    text = "The very same text." if is_same else marked(shortened(pieces, CONTEXT))
    return textwrap.wrap(clean_line(text), WIDTH, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)


def _summary(found: "Similar") -> str:
    item = found.item
    about = clean_line(f"{item.item_id} {item.title}: {item.decision}")
    near = sum(neighbour.likeness.is_near for neighbour in found.neighbours)
    told = f"{counted(near, 'item says', 'items say')} nearly the same" if near else "none says nearly the same"
    return f"{about} · {told}"
