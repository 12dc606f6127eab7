"""The least that a screen must do: `python -m benchmarks.empty_app` says that a key was pressed."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """One widget that reacts to keys."""

    def compose(self) -> ComposeResult:
        """Yield the widget."""
        yield Static("waiting")

    def on_key(self) -> None:
        """Show that a key has arrived."""
        self.query_one(Static).update("reacted")


if __name__ == "__main__":
    EmptyApp().run()
