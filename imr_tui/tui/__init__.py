"""The explorer: the only part of the program that imports Textual."""

import gc
import os

from imr_tui.last_session import DamagedSessionError, LastSession, read_session
from imr_tui.settings import Settings

FRAMES_A_SECOND = "120"
"""A key waits up to the time of a frame for its echo; Textual's own 60 are 17 ms."""
DAMAGED = "The last session could not be read; this one starts fresh."


def run_explorer(settings: Settings, search: str | None = None, case: str = "") -> int:
    """Open the explorer and return the exit code; with a `search` it starts fresh, with a `case` on that case.

    Raises ImrError when it had to close by itself.
    """
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)
    gc.disable()  # until the first screen is painted: what is imported stays
    from imr_tui.tui.app import ExplorerApp

    start, note = LastSession(), ""
    if search is not None:
        start = LastSession(query=" ".join(search.split()))
    elif settings.preferences.restore:
        try:
            start = read_session(settings)
        except DamagedSessionError:
            note = DAMAGED
    app = ExplorerApp(settings, start, case, note)
    app.run()
    gc.unfreeze()  # else DuckDB, at the very end, tells of what was not freed
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
