"""Import ahead what the screens need that the explorer opens with keys: the first visit is as quick as the next."""

from importlib import import_module
from threading import Thread

AHEAD = (
    "imr_tui.tui.screens.case",
    "imr_tui.tui.screens.item",
    "imr_tui.saved_queries",
    "imr_tui.saved_queries.header",
    "imr_tui.saved_queries.last_values",
    "imr_tui.tui.workbench.screen",
)
WAIT = 1.0
"""Seconds after the corpus was opened: whoever types then is served first."""


def import_ahead() -> None:
    """Import the modules in a thread, and wait for none."""
    Thread(target=_import, name="warming", daemon=True).start()


def _import() -> None:
    for name in AHEAD:
        import_module(name)
    from imr_tui.tui.workbench.shown_sql import shown_sql

    shown_sql("SELECT 1")  # the highlighter compiles its patterns when it is first used
