"""`imr-tui forget`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from imr_tui.cli.options import corpus_options, settings_of
from imr_tui.errors import EXIT_FAILED, UnusableInputError
from imr_tui.kept_files import Holds, KeptFile, kept_files
from imr_tui.settings import Settings, default_snapshot
from imr_tui.terminal_text import clean_line, counted


@click.command()
@click.option("--marks", "with_marks", is_flag=True, help="Also marks, tags and notes on the items of this corpus.")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@corpus_options()
@click.pass_context
def forget(context: click.Context, with_marks: bool, yes: bool) -> None:
    """Remove what the program keeps of a corpus; the letters themselves stay.

    That is the snapshot with its index and what a load left beside it, and where the explorer was left. The histories
    of searches and of queries, and the values given to these, do not tell corpora apart: they go whole, also what was
    sought in other corpora.

    Marks, tags and notes stay, unless --marks: then those on the items of this corpus's snapshot go, also where another
    corpus has the same items. Settings and saved queries always stay. An explorer that is open goes on, and keeps
    where it was left when it ends.
    """
    settings = settings_of(context)
    _refuse_other_file(settings)
    kept = kept_files(settings)
    files = [file for file in kept if file.holds in (Holds.CORPUS, Holds.HISTORY)]
    marks = _count_marks(settings) if with_marks else 0
    if not files and not marks:
        click.echo("Nothing is kept.", err=True)
        return
    if not yes and not _is_wanted(files, marks):
        click.echo("Nothing was removed.", err=True)
        context.exit(EXIT_FAILED)
    _remove(settings, files, with_marks)
    for file in kept:
        if file.holds is Holds.SET_ASIDE:
            click.echo(f"Left, as it may be another program's: {clean_line(str(file.path))}", err=True)


def _refuse_other_file(settings: Settings) -> None:
    from imr_tui.loading.removal import refuse_other_file

    if settings.db != default_snapshot(settings.corpus):
        refuse_other_file(settings.db)


def _count_marks(settings: Settings) -> int:
    from imr_tui.corpus.session import Corpus
    from imr_tui.marks.corpus_marks import user_marks

    if not settings.db.exists():
        raise UnusableInputError(
            "The marks cannot be told",
            f"Which are on items of this corpus its snapshot tells, and {settings.db} is not there.",
            "`imr-tui load` makes it; or leave out --marks.",
        )
    with Corpus(settings.db) as corpus:
        marks = user_marks(corpus)
        marks.refresh()
        return marks.count


def _is_wanted(files: Sequence[KeptFile], marks: int) -> bool:
    """Tell what would go, and ask. Raises UnusableInputError where nobody can be asked."""
    for file in files:
        click.echo(clean_line(f"{file.path}: {file.what}"), err=True)
    if marks:
        click.echo(f"marks, tags and notes on {counted(marks, 'item')}", err=True)
    if not sys.stdin.isatty():
        raise UnusableInputError(
            "Nothing was removed",
            "Standard input is not a terminal: there is nobody to ask.",
            "`imr-tui forget --yes` removes without asking.",
        )
    return click.confirm("Remove all of this?", err=True)


def _remove(settings: Settings, files: Sequence[KeptFile], with_marks: bool) -> None:
    from imr_tui.loading.removal import remove_files, remove_snapshot

    if with_marks:
        _forget_marks(settings.db)
    remove_snapshot(settings.db, [file.path for file in files if file.holds is Holds.CORPUS])
    remove_files([file.path for file in files if file.holds is Holds.HISTORY])
    for file in files:
        click.echo(clean_line(f"removed {file.path}"))


def _forget_marks(db: Path) -> None:
    from imr_tui.corpus.session import Corpus
    from imr_tui.marks.corpus_marks import user_marks

    with Corpus(db) as corpus:
        user_marks(corpus).forget()
