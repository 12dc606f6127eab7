"""One of a few values, on one line."""

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from imr_tui.tui.shown import DIM


class Choice(Widget, can_focus=True):
    """Values side by side, of which the chosen one has a dot. Posts `Changed`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,l,space", "step(1)", "Next value", key_display="→", show=False, id="choice.next",
            tooltip="Choose the value to the right.",
        ),
        Binding(
            "left,h", "step(-1)", "Previous value", key_display="←", show=False, id="choice.previous",
            tooltip="Choose the value to the left.",
        ),
    ]  # fmt: skip

    class Changed(Message):
        """Another value was chosen."""

    value: reactive[str] = reactive("", always_update=True)

    def __init__(self, label: str, values: Mapping[str, str], id: str | None = None) -> None:  # noqa: A002
        """Offer values, each with the words that stand for it; the first is chosen."""
        super().__init__(id=id)
        self._label = label
        self._values = dict(values)
        self.set_reactive(Choice.value, next(iter(values)))

    def render(self) -> Content:
        """Draw label and values."""
        words = [(f"({'•' if value == self.value else ' '}) {told}", value) for value, told in self._values.items()]
        parts = [Content.styled(text, "bold" if value == self.value else DIM) for text, value in words]
        mark = "▸ " if self.has_focus else "  "
        return Content.assemble(mark, (f"{self._label:<8}", DIM), Content("  ").join(parts))

    def action_step(self, step: int) -> None:
        """Choose the next or previous value."""
        values = list(self._values)
        self.value = values[(values.index(self.value) + step) % len(values)]
        self.post_message(self.Changed())
