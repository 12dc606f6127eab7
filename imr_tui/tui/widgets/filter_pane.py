"""The filter panes: decision and item type, with counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from imr_tui.corpus.facets import OPEN_FACETS, FacetCount
from imr_tui.search.fields import VALUES
from imr_tui.search.resolved import ResolvedQuery
from imr_tui.tui.shown import DIM

HEADINGS = {"decision": "DECISION", "type": "ITEM TYPE"}
NAME_WIDTH = 12
NUMBERS_WIDTH = 14
"""Cells of a line that are no name: the box, the count, the percentage."""
SHORT_NAMES = {
    "Rehabilitation Services": "Rehabilitation",
    "Diagnostic Testing": "Diagnostics",
    "Evaluation & Management": "Evaluation & Mgmt",
    "Behavioral & Mental Health Services": "Behavioral health",
    "Transportation & Lodging": "Transport & Lodging",
}
SHARES_SHOWN = ("type",)
BOXES = {True: "[x]", None: "[ ]", False: "[-]"}
"""Of a value that items shall have, that they may have, that they shall not have."""
SEPARATOR = "/"


class FilterPane(OptionList):
    """Values of each facet as boxes to tick. Posts `Toggled`; shows what it is told."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter",
            "select",
            "Tick",
            key_display="space",
            id="filters.tick",
            tooltip="Tick the value, or untick it.",
        ),
        Binding("j,down", "cursor_down", "Next value", show=False, id="filters.down", tooltip="Go to the next value."),
        Binding(
            "k,up", "cursor_up", "Previous value", show=False, id="filters.up", tooltip="Go to the previous value."
        ),
        Binding(
            "pagedown,ctrl+d",
            "page_down",
            "Page down",
            show=False,
            id="filters.page_down",
            tooltip="Go down by what is in sight.",
        ),
        Binding(
            "pageup,ctrl+u",
            "page_up",
            "Page up",
            show=False,
            id="filters.page_up",
            tooltip="Go up by what is in sight.",
        ),
        Binding("g,home", "first", "First value", show=False, id="filters.first", tooltip="Go to the first value."),
        Binding("G,end", "last", "Last value", show=False, id="filters.last", tooltip="Go to the last value."),
    ]

    @dataclass
    class Toggled(Message):
        """A value was ticked or unticked."""

        facet: str
        value: str

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Make the panes with no counts yet."""
        super().__init__(*_options(), id=id, compact=True, markup=False)
        self._query = ResolvedQuery()
        self._counts: Mapping[str, Sequence[FacetCount]] = {}
        self._drawn: dict[str, tuple[str, str]] = {}

    def show(self, query: ResolvedQuery, counts: Mapping[str, Sequence[FacetCount]]) -> None:
        """Show which values the query wants, and how many items each has under the rest of it."""
        self._query, self._counts = query, counts
        for facet in OPEN_FACETS:
            self._show_line(facet, self._heading(facet), DIM)
            by_value = {count.value: count for count in counts.get(facet, ())}
            for value in VALUES[facet]:
                count = by_value.get(value, FacetCount(value, 0, 0))
                is_wanted = query.wants(facet, value)
                style = "bold" if is_wanted is not None else "" if count.items else DIM
                self._show_line(f"{facet}{SEPARATOR}{value}", self._line(facet, count, BOXES[is_wanted]), style)

    def on_resize(self) -> None:
        """Give the names what room there is now."""
        self.show(self._query, self._counts)

    def _show_line(self, option: str, text: str, style: str) -> None:
        # Each replacement draws the whole list again; most lines stay as they are while a word is typed.
        if self._drawn.get(option) != (text, style):
            self._drawn[option] = (text, style)
            self.replace_option_prompt(option, Content.styled(text, style))

    def _line(self, facet: str, count: FacetCount, box: str) -> str:
        width = self._name_width
        share = f"{100 * count.overturned / count.items:3.0f}%" if count.items and facet in SHARES_SHOWN else ""
        name = SHORT_NAMES.get(count.value, count.value)
        shown = name if len(name) <= width else f"{name[: width - 1]}…"
        items = _short(count.items) if self._counts else ""
        return f"{box} {shown:<{width}}{items:>5}{share:>5}"

    def _heading(self, facet: str) -> str:
        note = "% overturned" if facet in SHARES_SHOWN else ""
        return f"{HEADINGS[facet]}{note:>{self._name_width + NUMBERS_WIDTH - len(HEADINGS[facet])}}"

    @property
    def _name_width(self) -> int:
        return max(NAME_WIDTH, self.scrollable_content_region.width - NUMBERS_WIDTH)

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        facet, _, value = (event.option_id or "").partition(SEPARATOR)
        self.post_message(self.Toggled(facet, value))


def _options() -> list[Option]:
    options = []
    for facet in OPEN_FACETS:
        options.append(Option(HEADINGS[facet], id=facet, disabled=True))
        options += [Option(Content("[ ]"), id=f"{facet}{SEPARATOR}{value}") for value in VALUES[facet]]
    return options


def _short(number: int) -> str:
    if number < 1_000:
        return str(number)
    return f"{number / 1000:.1f}k" if number < 9_950 else f"{number // 1000}k"
