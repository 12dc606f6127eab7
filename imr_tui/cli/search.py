"""`imr-tui search`."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from imr_tui.cli.completion import item_types
from imr_tui.cli.corpus import open_corpus
from imr_tui.cli.options import LIMIT, corpus_options, format_option, settings_of
from imr_tui.errors import UnusableInputError
from imr_tui.letters.values import ITEM_TYPES, Decision
from imr_tui.search.answer import ORDERS, SearchRequest
from imr_tui.terminal_text import clean_line

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus
    from imr_tui.search.answer import Answer
    from imr_tui.search.engine import SearchEngine

DECISIONS = tuple(str(decision) for decision in Decision)
COLUMNS = (
    "item_id", "case_id", "item_no", "title", "decision", "item_type", "item_subtype", "decision_date", "score",
    "passage", "matched",
)  # fmt: skip
TYPES = ("VARCHAR",) * 2 + ("INTEGER",) + ("VARCHAR",) * 4 + ("DATE", "DOUBLE", "VARCHAR", "VARCHAR[]")


@click.command()
@click.argument("words", metavar="QUERY|-", nargs=-1, required=True)
@click.option(
    "--decision",
    "decisions",
    multiple=True,
    type=click.Choice(DECISIONS, case_sensitive=False),
    help="Items decided so only; repeatable.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    shell_complete=item_types,
    help="An item type, or how its name begins; repeatable.",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(tuple(ORDERS)),
    default="relevance",
    show_default=True,
    help="Which items come first.",
)
@LIMIT
@format_option("table", "csv", "json", "jsonl", "markdown")
@corpus_options()
@click.pass_context
def search(
    context: click.Context,
    words: tuple[str, ...],
    decisions: tuple[str, ...],
    types: tuple[str, ...],
    order: str,
    limit: int,
    kind: str,
) -> None:
    """Search the letters; misspelt words find, too. Fields narrow:

    \b
      decision:overturned   type:surgery,injections   subtype:opioids
      guideline:mtus   specialty:"pain medicine"   state:ca   gender:female
      year:2014..2016   age:50..   case:CM15*   in:title   -type:surgery
      generation:c   outcome:mixed   problem:any   is:relevant   tag:prn

    With `-` reads a query a line from standard input and prints one JSON object a line. `--` goes before a query that
    begins with a minus.
    """
    from imr_tui.marks.corpus_marks import user_marks
    from imr_tui.search.engine import SearchEngine

    fields = _fields(decisions, types)
    with open_corpus(settings_of(context)) as corpus:
        engine = SearchEngine(corpus, user_marks(corpus).fields)
        if words == ("-",):
            for line in sys.stdin:
                text = line.rstrip("\n")
                _print_json(corpus, text, _ask(corpus, engine, fields + text, order), limit, indent=None)
            return
        text = " ".join(words)
        answer = _ask(corpus, engine, fields + text, order)
        if kind == "json":
            _print_json(corpus, text, answer, limit, indent=2)
        else:
            _print_rows(corpus, answer, limit, kind)
            click.echo(_summary(answer, limit), err=True)


def _ask(corpus: "Corpus", engine: "SearchEngine", text: str, order: str) -> "Answer":
    return engine.search(SearchRequest(text, order), corpus.cursor())


def _fields(decisions: tuple[str, ...], types: tuple[str, ...]) -> str:
    """Return what the options narrow to as it would be typed."""
    from imr_tui.search.query import Narrowing

    narrowings = [Narrowing("decision", decisions), Narrowing("type", tuple(map(_item_type, types)))]
    return "".join(f"{narrowing} " for narrowing in narrowings if narrowing.values)


def _item_type(name: str) -> str:
    from imr_tui.search.fields import meant_values

    meant = meant_values("type", name, ITEM_TYPES)
    if len(meant) != 1:
        known = ", ".join(meant or ITEM_TYPES)
        raise UnusableInputError(
            "No such item type", f"{name!r} names {'several' if meant else 'none'}.", f"Known: {known}."
        )
    return meant[0]


def _items(corpus: "Corpus", answer: "Answer", limit: int) -> Iterator[dict[str, Any]]:
    from imr_tui.corpus.results import read_all
    from imr_tui.search.passages import best_passage, find_matches

    for row in read_all(corpus.cursor(), answer.results, limit):
        matches = find_matches(f"{row.title}\n{row.rationale}", answer.sought)
        found = {name: getattr(row, name) for name in COLUMNS[:-3]}
        yield found | {
            "score": round(row.score, 4),
            "passage": best_passage(row.rationale, answer.sought),
            "matched": list(dict.fromkeys(match.term for match in matches)),
        }


def _print_json(corpus: "Corpus", text: str, answer: "Answer", limit: int, indent: int | None) -> None:
    from imr_tui.export import open_output
    from imr_tui.export.formats import to_json

    found = {
        "query": text,
        "searched_for": {spelling.typed: [v.term for v in spelling.variants] for spelling in answer.spellings},
        "total": answer.results.total,
        "elapsed_ms": round(answer.elapsed_ms, 2),
        "hints": answer.hints,
        "items": list(_items(corpus, answer, limit)),
    }
    with open_output(None) as out:
        out.write(f"{to_json(found, indent)}\n")
        out.flush()


def _print_rows(corpus: "Corpus", answer: "Answer", limit: int, kind: str) -> None:
    from imr_tui.cli.output import write
    from imr_tui.export import Table

    if kind == "markdown":
        _print_brief(corpus, answer, limit)
        return
    items = _items(corpus, answer, limit)
    if kind != "table":
        write(Table(COLUMNS, TYPES, (tuple(item.values()) for item in items)), kind, None)
        return
    from imr_tui.cli.printing import print_table

    shown = ("decision", "title", "case_id", "passage")
    print_table([name.upper() for name in shown], ([item[name] for name in shown] for item in items))


def _print_brief(corpus: "Corpus", answer: "Answer", limit: int) -> None:
    from imr_tui.corpus.results import read_all
    from imr_tui.export import open_output
    from imr_tui.export.decision_briefs import Quote, write_brief

    quotes = [
        Quote(row.case_id, row.item_no, row.title, row.decision, row.decision_date, row.rationale)
        for row in read_all(corpus.cursor(), answer.results, limit)
    ]
    counts = dict(sorted(Counter(quote.decision for quote in quotes).items()))
    with open_output(None) as out:
        write_brief(answer.query.title, counts, sorted(quotes, key=lambda quote: quote.decision), out)


def _summary(answer: "Answer", limit: int) -> str:
    shown = min(limit, answer.results.total)
    told = [f"{shown:,} of {answer.results.total:,} items", answer.query.describe(), answer.describe()]
    return clean_line(" · ".join(filter(None, told)))
