"""What there is to see on a terminal that is too small for any screen."""

from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

LEAST = Size(40, 12)


def is_too_small(size: Size) -> bool:
    """Tell whether the screens cannot be used at this size."""
    return size.width < LEAST.width or size.height < LEAST.height


def notice(size: Size) -> LayoutUpdate:
    """Return a screen of `size` that says what is needed. The screens themselves go on beneath."""
    lines = [f"imr-tui needs {LEAST.width}x{LEAST.height}", *[""] * (size.height - 1)]
    return LayoutUpdate([[Strip([Segment(line)]).adjust_cell_length(size.width)] for line in lines], size.region)
