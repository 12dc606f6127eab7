"""The explorer: the only part of the program that imports Textual."""

from imr_tui.settings import Settings


def run_explorer(settings: Settings) -> int:
    """Open the explorer and return the exit code. Raises ImrError when it had to close by itself."""
    from imr_tui.tui.app import ExplorerApp

    app = ExplorerApp(settings)
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
