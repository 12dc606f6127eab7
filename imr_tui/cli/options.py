"""Options that every command shares."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from imr_tui.settings import Settings, resolve

COMPLETES = "_IMR_TUI_COMPLETE"
"""Set by a shell that asks what may stand here, as `bash_complete`."""
Command = TypeVar("Command", bound=Callable[..., Any])
LIMIT = click.option(
    "--limit", type=click.IntRange(min=1, max=1_000_000), default=20, show_default=True, help="Most rows."
)


def corpus_options(environment: bool = False) -> Callable[[Command], Command]:
    """Add --corpus, --db and --queries; they may stand before or after the command, the later one counts.

    Only the program itself reads the environment, so that a flag before the command wins over it.
    """

    def add(command: Command) -> Command:
        for option in reversed(_options(environment)):
            command = option(command)
        return command

    return add


def settings_of(context: click.Context) -> Settings:
    """Return the settings that flags and environment make.

    A snapshot that is named without a corpus stands for the one it holds: the sample corpus must not take its place.
    """
    given = context.ensure_object(dict)
    corpus, db = given.get("corpus", ()), given.get("db")
    if db and not corpus:
        from imr_tui.loading.old_snapshot import corpus_held_by

        corpus = corpus_held_by(db)
    return resolve(corpus, db, given.get("queries", ()))


def format_option(*kinds: str) -> Callable[[Command], Command]:
    """Add --format; the first kind is the default."""
    return click.option(
        "--format", "kind", type=click.Choice(kinds), default=kinds[0], show_default=True, help="How it is written."
    )


def _options(environment: bool) -> list[Callable[[Any], Any]]:
    path = click.Path(path_type=Path)

    def option(flag: str, variable: str, text: str, multiple: bool = False) -> Callable[[Any], Any]:
        return click.option(
            flag, type=path, multiple=multiple, help=f"{text} Also {variable}.",
            envvar=variable if environment else None, expose_value=False, callback=_keep,
        )  # fmt: skip

    return [
        option("--corpus", "IMR_CORPUS", "A folder, letter, archive, or Parquet tables; repeatable.", multiple=True),
        option(
            "--db",
            "IMR_DB",
            "The snapshot file; default: one per corpus in the cache folder. Alone, it stands for the corpus it holds.",
        ),
        option("--queries", "IMR_QUERIES", "A folder of saved queries; repeatable.", multiple=True),
    ]


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value:
        context.ensure_object(dict)[parameter.name] = value
