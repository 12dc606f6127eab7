"""`imr-tui query`."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imr_tui.cli.completion import query_names
from imr_tui.cli.corpus import update
from imr_tui.cli.interruptible import run_interruptibly
from imr_tui.cli.options import corpus_options, format_option, settings_of
from imr_tui.errors import UnusableInputError
from imr_tui.settings import Settings
from imr_tui.terminal_text import clean_line

if TYPE_CHECKING:
    from imr_tui.saved_queries import QuerySession, SavedQuery


@click.command()
@click.argument("name", metavar="[NAME|FILE|-]", required=False, shell_complete=query_names)
@click.option("--param", "given", multiple=True, metavar="K=V", help="A value for $K in the query; repeatable.")
@format_option("table", "csv", "json", "jsonl", "parquet")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="What it may take; default: the setting query_seconds, 60.",
)
@corpus_options()
@click.pass_context
def query(
    context: click.Context,
    name: str | None,
    given: tuple[str, ...],
    kind: str,
    output: Path | None,
    time_limit: float | None,
) -> None:
    """Run a saved query; without a NAME, list them with what they take.

    NAME is a saved query's name, an SQL FILE, or `-` for SQL from standard input. The queries are found in the folders
    of --queries, in ./queries, in the user's own folder, and in the program; one in an earlier folder stands in for its
    namesakes in later ones.

    \b
    Values, as the query declares them (`--param rows=10 --param type=Surgery`):
      text, number     as they are            date        2015-12-31
      choice           one of its choices     list        a;b;c, or --param k=a --param k=b
      selection        a search, as typed into the explorer: 'knee decision:overturned'
    """
    settings = settings_of(context)
    if name is None:
        _list_queries(settings)
        return
    chosen = _find(name, settings)
    if chosen.problem:
        raise UnusableInputError("The query cannot be used", f"{chosen.path}: {chosen.problem}.", "Mend its header.")
    texts = _parameters(given)
    update(settings)
    from imr_tui.saved_queries import Limits, QuerySession

    limits = Limits.of(settings.preferences)
    if time_limit:
        limits = replace(limits, seconds=time_limit)
    with QuerySession(settings.db, limits) as session:
        run_interruptibly(partial(_run, session, settings.db, chosen, texts, kind, output), session.interrupt)


def _run(
    session: "QuerySession", db: Path, chosen: "SavedQuery", texts: Mapping[str, str], kind: str, output: Path | None
) -> None:
    """Run a query with the values that `texts` stand for, and write its rows."""
    from imr_tui.cli.output import write
    from imr_tui.export import Table, open_output, write_encoded, write_heading
    from imr_tui.query_tables import offered_choices, provide_tables
    from imr_tui.saved_queries import bind

    values = bind(chosen.parameters, texts, partial(offered_choices, session, db))
    provide_tables(session, db, chosen, values)
    if kind == "csv":
        with open_output(output) as out:
            lines = session.run_csv(chosen.sql, chosen.used(values))
            write_heading(lines.columns, out)
            write_encoded(lines.data, out)
    else:
        result = session.run(chosen.sql, chosen.used(values))
        write(Table(result.columns, result.types, result.rows), kind, output)


def _list_queries(settings: Settings) -> None:
    from imr_tui.cli.printing import print_table
    from imr_tui.saved_queries import find_queries

    queries = find_queries(settings.queries).values()
    print_table(("NAME", "TITLE", "TAGS", "PARAMETERS"), map(_listed, queries), "NAME")
    for query in queries:
        for path in query.shadows:
            click.echo(clean_line(f"{path} is not used: {query.path} has its name."), err=True)


def _listed(query: "SavedQuery") -> tuple[str, ...]:
    title = f"cannot be used: {query.problem}" if query.problem else query.title
    takes = (p.name if p.default is None else f"{p.name}={p.default}" for p in query.parameters)
    return query.name, title, " ".join(query.tags), " ".join(takes)


def _find(name: str, settings: Settings) -> "SavedQuery":
    from imr_tui.saved_queries import find_queries, query_of, read_query

    if name == "-":
        return query_of(sys.stdin.read(), Path("-"))
    queries = find_queries(settings.queries)
    found = queries.get(name.removesuffix(".sql"))
    if found is None and Path(name).is_file():
        found = read_query(Path(name))
    if found is None:
        raise UnusableInputError(
            "No such query", f"There is no saved query {name!r}, and no such file.", _nearest(name, list(queries))
        )
    return found


def _nearest(name: str, names: list[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extract(name, names, scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    meant = f"Nearest: {', '.join(found for found, _, _ in near)}. " if near else ""
    return f"{meant}`imr-tui query` lists them."


def _parameters(given: tuple[str, ...]) -> dict[str, str]:
    """Return the values by name; those of one name are a list's members."""
    values: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE.", param_hint="--param")
        name = name.strip().removeprefix("$")
        values[name] = f"{values[name]};{value}" if name in values else value
    return values
