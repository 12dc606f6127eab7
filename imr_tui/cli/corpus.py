"""Open a corpus for a headless command: bring its snapshot up to date, saying so on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from imr_tui.cli.progress import ProgressLine
from imr_tui.settings import Settings

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus
    from imr_tui.corpus.totals import Totals
    from imr_tui.loading.progress import LoadReport


@contextmanager
def open_corpus(settings: Settings) -> "Iterator[Corpus]":
    """Load what is new and give the corpus."""
    from imr_tui.corpus.session import Corpus

    update(settings)
    with Corpus(settings.db) as corpus:
        yield corpus


def survey(settings: Settings) -> "tuple[Totals, list[tuple[str, str, list[str]]]]":
    """Return the figures of the snapshot as it is, and the files that were not read without a problem."""
    from imr_tui.corpus.session import Corpus
    from imr_tui.corpus.totals import count_totals, problem_letters

    with Corpus(settings.db) as corpus:
        return count_totals(corpus.cursor()), problem_letters(corpus.cursor())


def update(settings: Settings, waits: bool = False) -> "LoadReport | None":
    """Load what is new, saying so on standard error.

    While another session does that, the snapshot as it is has to do, and None is returned; with `waits`, or where there
    is none, wait for the other.
    """
    from imr_tui.loading.load import load_corpus, load_when_free
    from imr_tui.loading.lock import BusyError

    with ProgressLine() as line:
        try:
            report = load_corpus(settings.corpus, settings.db, line.show)
        except BusyError:
            if settings.db.exists() and not waits:
                click.echo("Another session is loading this corpus: this is from the snapshot before.", err=True)
                return None
            report = load_when_free(settings.corpus, settings.db, line.show)
    if report.rebuilt:
        click.echo(report.rebuilt, err=True)
    return report
