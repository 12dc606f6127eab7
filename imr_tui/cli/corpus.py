"""Open a corpus for a headless command: bring its snapshot up to date, saying so on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from imr_tui.settings import Settings

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus
    from imr_tui.corpus.totals import Totals
    from imr_tui.loading import LoadReport, Progress


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


def update(settings: Settings) -> "LoadReport":
    """Load what is new, with a progress bar where standard error is a terminal."""
    from imr_tui.loading import load_corpus

    with _ProgressBar() as bar:
        report = load_corpus(settings.corpus, settings.db, bar.show)
    if report.rebuilt:
        click.echo(report.rebuilt, err=True)
    return report


class _ProgressBar:
    """Appears with the first letter that is read."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> "_ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)

    def show(self, progress: "Progress") -> None:
        """Move the bar to `progress`."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(length=progress.total, label="Reading letters", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(progress.done - self._bar.pos)
