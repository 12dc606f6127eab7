"""The explorer: the only part of the program that imports Textual."""

import gc
import os

from imr_tui.settings import Settings

FRAMES_A_SECOND = "120"
"""A key waits up to the time of a frame for its echo; Textual's own 60 are 17 ms."""


def run_explorer(settings: Settings) -> int:
    """Open the explorer and return the exit code. Raises ImrError when it had to close by itself."""
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)
    gc.disable()  # until the first screen is painted: what is imported stays
    from imr_tui.tui.app import ExplorerApp

    app = ExplorerApp(settings)
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
