"""What every screen has in the same place: a title line on top, keys and position at the bottom."""

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from imr_tui.terminal_text import clean_line
from imr_tui.tui.shown import DIM


class Line(Static):
    """One line of text. Its neighbours are placed anew only when it takes another width."""

    def show(self, text: Content) -> None:
        """Show another text."""
        has_width = text.cell_length != self._shown_width
        self._shown_width = text.cell_length
        self.update(text, layout=has_width and self.styles.auto_dimensions)

    _shown_width = -1


class TitleLine(Horizontal):
    """Where one is, and at the right how much there is."""

    def __init__(self, title: str = "", note: str = "") -> None:
        """Show `title` at the left, `note` at the right."""
        super().__init__()
        self._title, self._note = title, note

    def compose(self) -> ComposeResult:
        """Lay out both ends."""
        yield Line(Content.styled(clean_line(self._title), "bold"), classes="left")
        yield Line(Content.styled(clean_line(self._note), DIM), classes="right")

    def show(self, title: str, note: str) -> None:
        """Change both ends."""
        self.query_one(".left", Line).show(Content.styled(clean_line(title), "bold"))
        self.show_note(note)

    def show_note(self, note: str) -> None:
        """Change the right end."""
        self.query_one(".right", Line).show(Content.styled(clean_line(note), DIM))


class Keys(Line):
    """The keys that work here, of those that are shown; a click presses one.

    Textual's footer makes a widget of each, anew whenever the focus moves: at each `/` that took longer than the echo.
    """

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._list())

    def _list(self) -> None:
        shown: dict[str, Binding] = {}
        for _, binding, is_enabled, _ in self.screen.active_bindings.values():
            if binding.show and is_enabled:
                shown.setdefault(binding.description, binding)
        self.show(Content(" ").join(map(self._told, shown.values())))

    def _told(self, binding: Binding) -> Content:
        key = Content.styled(f" {self.app.get_key_display(binding)}", "bold $footer-key-foreground")
        told = Content.styled(f" {binding.description}", "$footer-description-foreground")
        return (key + told).stylize(Style.from_meta({"key": binding.key}))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key under the pointer."""
        if key := event.style.meta.get("key"):
            self.app.simulate_key(key)


class KeyLine(Horizontal):
    """The keys that work here, and the position."""

    def compose(self) -> ComposeResult:
        """Lay out keys and position."""
        yield Keys(id="keys")
        yield Line(id="position")

    _position = ""

    def show_position(self, text: str) -> None:
        """Change the position; what was told beside it is over."""
        self._position = text
        self.tell("")

    def tell(self, news: str) -> None:
        """Tell what was done just now, beside the position."""
        told = (clean_line(news), "bold"), " · " if news and self._position else "", (self._position, DIM)
        self.query_one("#position", Line).show(Content.assemble(*told))
