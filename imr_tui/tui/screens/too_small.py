"""What there is to see on a terminal that is too small for anything else."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(40, 12)


def is_too_small(size: Size) -> bool:
    """Tell whether the screens cannot be used at this size."""
    return size.width < LEAST.width or size.height < LEAST.height


class TooSmallScreen(ModalScreen[None]):
    """Covers everything until the terminal is larger."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "app.quit", "Quit", id="small.quit", tooltip="Leave the explorer."),
    ]

    def compose(self) -> ComposeResult:
        """Say what is needed."""
        yield Static(f"imr-tui needs {LEAST.width}x{LEAST.height}. q quits.", markup=False)
