"""`imr-tui doctor`."""

import os
import shutil
import sys
from collections.abc import Iterator
from shlex import quote

import click

from imr_tui import __version__
from imr_tui.cli.corpus import survey, update
from imr_tui.cli.load import print_problems
from imr_tui.cli.options import corpus_options, settings_of
from imr_tui.kept_files import kept_files
from imr_tui.preferences import SETTINGS, settings_file
from imr_tui.settings import Settings
from imr_tui.terminal_text import clean_line

LIBRARIES = ("textual", "duckdb", "rapidfuzz", "click", "numpy")
ALL = sys.maxsize


@click.command()
@corpus_options()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Print versions, paths, the terminal, every file that is kept, the state of the database, and the letters with
    problems.

    A kept file that others may read is told."""
    settings = settings_of(context)
    for name, value in (*_versions(), *_paths(settings), *_terminal()):
        click.echo(f"{name:<10}{clean_line(value)}")
    _print_database(settings)


def _versions() -> Iterator[tuple[str, str]]:
    import platform
    from importlib.metadata import version

    yield "imr-tui", __version__
    yield "python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield "libraries", ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


def _paths(settings: Settings) -> Iterator[tuple[str, str]]:
    for root in settings.corpus:
        yield "corpus", str(root)
    yield "snapshot", str(settings.db)
    for folder in settings.queries:
        yield "queries", f"{folder}{'' if folder.is_dir() else ' (not there)'}"
    file = settings_file()
    yield "settings", f"{file}{'' if file.is_file() else ' (not there)'}"
    for name in SETTINGS:
        yield "", f"{name} = {getattr(settings.preferences, name)}"
    for name, keys in settings.preferences.keys.items():
        yield "", f"keys: {name} = {keys}"


def _terminal() -> Iterator[tuple[str, str]]:
    size = shutil.get_terminal_size()
    kind = os.environ.get("TERM", "not set")
    yield "terminal", f"{size.columns}x{size.lines}, TERM {kind}, output encoding {sys.stdout.encoding}"


def _print_kept(settings: Settings) -> None:
    """Print every file that the program keeps: size, path, what it is, and whether others may read it."""
    name = "kept"
    for file in kept_files(settings):
        click.echo(f"{name:<10}{-(-file.size // 1000):>9,} kB  {clean_line(f'{file.path}: {file.what}')}")
        if not file.is_private:
            click.echo(f"{'':<24}! others may read it; `chmod -R go= {clean_line(quote(str(file.path)))}` ends that")
        name = ""


def _print_database(settings: Settings) -> None:
    try:
        report = update(settings)
    finally:
        _print_kept(settings)
    totals, problems = survey(settings)
    if report is None:
        state = "another session is loading"
    else:
        state = "was up to date" if report.is_unchanged else f"brought up to date now: {report.describe()}"
    click.echo(f"database  {totals.describe()}; {state}")
    click.echo(f"files     {totals.describe_letters()}")
    print_problems(problems, ALL)
