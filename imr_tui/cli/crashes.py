"""Errors that no caller hears of: Python prints them with their words, which may be those of a letter."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from imr_tui.errors import unexpected
from imr_tui.terminal_text import clean


@contextmanager
def crashes_without_words() -> Iterator[None]:
    """Within the block, tell what ends a thread, or cannot be raised, by its kind and place alone."""
    before = threading.excepthook, sys.unraisablehook
    threading.excepthook = sys.unraisablehook = _tell
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before


def _tell(crash: "threading.ExceptHookArgs | sys.UnraisableHookArgs") -> None:
    if crash.exc_value is not None and not isinstance(crash.exc_value, SystemExit):
        click.echo(clean(str(unexpected(crash.exc_value))), err=True)
