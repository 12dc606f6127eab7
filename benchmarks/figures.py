"""A table of what was measured, a line as soon as it is known: the figure, its ratio, its budget, whether it is met."""

from typing import NamedTuple


class Figure(NamedTuple):
    """A line of the table."""

    what: str
    figure: str
    ratio: str = ""
    budget: str = ""
    is_met: bool | None = None
    """None where there is no budget."""


def at_most(what: str, figure: float, unit: str, ratio: float, budget: float, of: str) -> Figure:
    """Return a figure whose ratio must not exceed its budget. `unit` is the figure's, `of` that of ratio and budget."""
    return Figure(what, f"{figure:,.2f}{unit}", f"{ratio:.2f}{of}", f"{budget:g}{of}", ratio <= budget)


def at_least(what: str, figure: float, unit: str, ratio: float, budget: float, of: str) -> Figure:
    """Return a figure whose ratio must reach its budget. `unit` is the figure's, `of` that of ratio and budget."""
    return Figure(what, f"{figure:,.2f}{unit}", f"{ratio:.2f}{of}", f">= {budget:g}{of}", ratio >= budget)


def print_heading() -> None:
    """Print what the columns are."""
    print(f"{'':42}{'measured':>12}{'ratio':>20}{'budget':>18}", flush=True)


def print_figure(figure: Figure) -> None:
    """Print a line."""
    met = {True: "met", False: "NOT MET", None: ""}[figure.is_met]
    print(f"{figure.what:42}{figure.figure:>12}{figure.ratio:>20}{figure.budget:>18}  {met}".rstrip(), flush=True)
