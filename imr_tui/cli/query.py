"""`imr-tui query`."""

import sys
from pathlib import Path

import click

from imr_tui.cli.corpus import update
from imr_tui.cli.interruptible import run_interruptibly
from imr_tui.cli.options import corpus_options, format_option, settings_of
from imr_tui.errors import UnusableInputError
from imr_tui.settings import Settings


@click.command()
@click.argument("name", metavar="[NAME|FILE|-]", required=False)
@click.option("--param", "given", multiple=True, metavar="K=V", help="A value for $K in the query; repeatable.")
@format_option("table", "csv", "json", "jsonl", "parquet")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@corpus_options()
@click.pass_context
def query(context: click.Context, name: str | None, given: tuple[str, ...], kind: str, output: Path | None) -> None:
    """Run a saved query; without a NAME, list them.

    NAME is a saved query's name, an SQL FILE, or `-` for SQL from standard input.
    """
    settings = settings_of(context)
    if name is None:
        _list_queries(settings)
        return
    sql, defaults = _find(name, settings)
    parameters = defaults | _parameters(given)
    update(settings)
    from imr_tui.cli.output import write
    from imr_tui.export import Table
    from imr_tui.saved_queries import QuerySession

    session = QuerySession(settings.db)

    def work() -> None:
        result = session.run(sql, parameters)
        write(Table(result.columns, result.types, result.rows), kind, output)

    run_interruptibly(work, session.interrupt)
    session.close()


def _list_queries(settings: Settings) -> None:
    from imr_tui.cli.printing import print_table
    from imr_tui.saved_queries import find_queries

    queries = find_queries(settings.queries).values()
    print_table(("NAME", "TITLE"), ((query.name, query.title) for query in queries), "TITLE")


def _find(name: str, settings: Settings) -> tuple[str, dict[str, str]]:
    from imr_tui.saved_queries import find_queries, read_query

    if name == "-":
        return sys.stdin.read(), {}
    found = find_queries(settings.queries).get(name.removesuffix(".sql"))
    if found is None and Path(name).is_file():
        found = read_query(Path(name))
    if found is None:
        raise UnusableInputError(
            "No such query",
            f"There is no saved query {name!r}, and no such file.",
            "`imr-tui query` lists them.",
        )
    return found.sql, found.defaults


def _parameters(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = [name for name, equals, _ in pairs if not equals]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not of the form NAME=VALUE.", param_hint="--param")
    return {name: value for name, _, value in pairs}
