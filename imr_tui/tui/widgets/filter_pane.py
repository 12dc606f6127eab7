"""The filter panes: the values of facets as boxes to tick, with counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from imr_tui.corpus.facets import FACETS, OPEN_FACETS, FacetCount
from imr_tui.search.resolved import ResolvedQuery
from imr_tui.terminal_text import clean_line
from imr_tui.tui.facet_lines import FacetLines, Line
from imr_tui.tui.facet_view import PARTS, TOP_FACETS, FacetView, folded, known_values, pane_of

CURSOR_MARK = "▸"
"""Tells the line without colour."""
MARK_WIDTH = 1
LONGEST_FIND = 40
LEAST_WIDTH = 20
"""Where the panes are hidden they have no width."""


class FilterPane(ScrollView, can_focus=True):
    """Values of each facet, with a cursor. Posts what is ticked, and which facets are to be counted."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "filter-pane--heading",
        "filter-pane--value",
        "filter-pane--wanted",
        "filter-pane--none",
        "filter-pane--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter",
            "tick",
            "Tick",
            key_display="space",
            id="filters.tick",
            tooltip="Tick the value, or untick it.",
        ),
        Binding(
            "right,l", "open", "Open", show=False, id="filters.open", tooltip="Open a facet, or the parts of a type."
        ),
        Binding(
            "left,h", "close", "Close", show=False, id="filters.close", tooltip="Close a facet, or parts of a type."
        ),
        Binding(
            "s", "sort", "Count or name", show=False, id="filters.sort", tooltip="Sort a facet by count or by name."
        ),
        Binding("f", "find", "Find a value", show=False, id="filters.find", tooltip="Find values of a facet by name."),
        Binding("j,down", "move(1)", "Next value", show=False, id="filters.down", tooltip="Go to the next value."),
        Binding("k,up", "move(-1)", "Previous value", show=False, id="filters.up", tooltip="Go to the value before."),
        Binding(
            "pagedown,ctrl+d",
            "move_page(1)",
            "Page down",
            show=False,
            id="filters.page_down",
            tooltip="Go down by what is in sight.",
        ),
        Binding(
            "pageup,ctrl+u",
            "move_page(-1)",
            "Page up",
            show=False,
            id="filters.page_up",
            tooltip="Go up by what is in sight.",
        ),
        Binding("g,home", "jump(0)", "First value", show=False, id="filters.first", tooltip="Go to the first value."),
        Binding("G,end", "jump(-1)", "Last value", show=False, id="filters.last", tooltip="Go to the last value."),
    ]

    @dataclass
    class Toggled(Message):
        """A value was ticked or unticked."""

        facet: str
        value: str
        known: tuple[str, ...]
        """All values that the facet has in the corpus."""

    @dataclass
    class CountsWanted(Message):
        """Other facets came into sight: these are to be counted beside those that each answer brings."""

        facets: tuple[str, ...]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Make the panes with no counts yet."""
        super().__init__(id=id)
        self._view = FacetView()
        self._query = ResolvedQuery()
        self._counts: dict[str, Sequence[FacetCount]] = {}
        self._lines: list[Line] = []
        self._key = (OPEN_FACETS[0], "")
        """What the cursor stands on."""
        self._raised = ""
        """The facet that was opened last, while its values are not there: they shall be in sight."""
        self.counted: tuple[str, ...] = ()
        """The facets to be counted beside those that each answer brings."""

    def show(self, query: ResolvedQuery, counts: Mapping[str, Sequence[FacetCount]]) -> None:
        """Show which values the query wants, and how many items each has under the rest of it."""
        self._query = query
        self.add_counts(counts)

    def add_counts(self, counts: Mapping[str, Sequence[FacetCount]]) -> None:
        """Show how many items the values of some facets have; all others keep their counts."""
        self._counts |= counts
        self._draw()

    def count_anew(self, facets: Collection[str]) -> None:
        """Ask for counts again, if some of these facets are counted: what they tell of has changed."""
        if any(facet in facets for facet in self.counted):
            self.post_message(self.CountsWanted(self.counted))

    def kept(self) -> dict[str, Any]:
        """Return what is open and sorted, for the next session."""
        return self._view.kept()

    def take_up(self, kept: Any) -> None:
        """Open and sort what the last session did."""
        self._view.take_up(kept)
        self._draw()

    @property
    def is_finding(self) -> bool:
        """Tell whether letters that are typed find values."""
        return self._view.finding is not None

    def stop_finding(self) -> bool:
        """Show all values again; tell whether some were hidden."""
        if self._view.finding is None:
            return False
        self._raised, self._view.finding = self._view.finding[0], None
        self._draw()
        self.refresh_bindings()
        return True

    def on_resize(self) -> None:
        """Give the names what room there is now."""
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Tick or open what is clicked."""
        row = event.y + self.scroll_offset.y
        if row < len(self._lines) and self._lines[row].is_stop:
            self._go_to(row)
            self.action_tick()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While values are sought, letters are no commands."""
        return self.is_finding and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take what is typed to find values."""
        if self._view.finding is None:
            return
        facet, typed = self._view.finding
        if event.key == "enter":
            self._take_found(facet)
        elif event.key == "backspace":
            self._find(facet, typed[:-1])
        elif event.is_printable and event.character:
            self._find(facet, (typed + event.character)[:LONGEST_FIND])
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Paste what is to be found."""
        if self._view.finding:
            facet, typed = self._view.finding
            self._find(facet, clean_line(typed + event.text)[:LONGEST_FIND])

    def action_find(self) -> None:
        """Find values of the facet by what is typed from now on."""
        line = self._line
        if line and (facet := pane_of(line.facet)):
            self._view.opened.add(facet)
            self._raised = facet
            self._find(facet, "")
            self.refresh_bindings()

    def action_tick(self) -> None:
        """Tick or untick a value; open or close a facet."""
        line = self._line
        if line and line.value:
            self.post_message(self.Toggled(line.facet, line.value, known_values(line.facet, self._counts)))
        elif line and line.facet in self._view.opened:
            self.action_close()
        else:
            self.action_open()

    def action_open(self) -> None:
        """Open the facet, the parts of the value, or the folded headings."""
        line = self._line
        if line and not line.facet:
            headings = folded(self._view, self._query)
            self._view.is_unfolded = True
            self._key = (headings[0].field, "")
            self._raised = TOP_FACETS[-1].field
        elif line and line.value and line.facet in PARTS:
            self._view.expanded.add(line.key)
        elif line and not line.value:
            self._view.opened.add(line.facet)
            self._raised = line.facet
        self._draw()

    def action_close(self) -> None:
        """Close the parts of the value, the facet, or fold all headings."""
        line = self._line
        if line is None or not line.facet:
            return
        parent = FACETS[line.facet].parent
        if line.key in self._view.expanded:
            self._view.expanded.remove(line.key)
        elif parent:
            self._key = (parent, self._parent_of(line))
            self._view.expanded.discard(self._key)
        elif line.facet not in self._view.opened:
            self._view.is_unfolded = False
        elif not FACETS[line.facet].is_open:
            self._view.opened.remove(line.facet)
            self._counts.pop(line.facet, None)
            self._key = (line.facet, "")
        self._draw()

    def action_sort(self) -> None:
        """Sort the values of the facet by count, or by name."""
        if self._line and self._line.facet:
            self._view.sort(pane_of(self._line.facet))
            self._draw()

    def action_move(self, lines: int) -> None:
        """Move the cursor to the next line, or the line before, at which it stops."""
        row = self._row + lines
        while 0 <= row < len(self._lines) and not self._lines[row].is_stop:
            row += lines
        if 0 <= row < len(self._lines):
            self._go_to(row)
        elif lines < 0:
            self.scroll_to(y=0, animate=False, force=True)  # the heading above the first value

    def action_move_page(self, direction: int) -> None:
        """Move the cursor by what is in sight."""
        self._go_near(self._row + direction * max(1, self.scrollable_content_region.height - 1))

    def action_jump(self, row: int) -> None:
        """Move the cursor to the first value (0) or the last (-1)."""
        self._go_near(row % max(1, len(self._lines)))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Draw the cursor only where keys go to; nothing is sought any more when they go elsewhere."""
        super().watch_has_focus(_has_focus)
        if not _has_focus:
            self.stop_finding()
        self._refresh_row(self._row)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, row = self.scrollable_content_region.width, y + self.scroll_offset.y
        if row >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[row]
        is_here = self.has_focus and row == self._row
        style = self.get_component_rich_style(f"filter-pane--{'cursor' if is_here else line.kind}")
        return Strip([Segment(f"{CURSOR_MARK if is_here else ' '}{line.text}", style)]).adjust_cell_length(width, style)

    def _draw(self) -> None:
        """Draw the lines that changed, and ask for the counts that are missing."""
        region = self.scrollable_content_region
        before, row = self._lines, self._row
        width = max(LEAST_WIDTH, region.width - MARK_WIDTH)
        self._lines = FacetLines(self._view, self._query, self._counts, width).lines(region.height)
        if self._view.finding:
            self._aim(self._view.finding[0])
        if self._row != row:
            self._refresh_row(row)
            self._refresh_row(self._row)
        self._key = self._lines[self._row].key
        for number, line in enumerate(self._lines):
            if number >= len(before) or before[number] != line:
                self._refresh_row(number, before[number] if number < len(before) else None)
        for number in range(len(self._lines), len(before)):
            self._refresh_row(number)
        self.virtual_size = Size(region.width, len(self._lines))
        self._raise()
        self._scroll_to_cursor()
        if (counted := self._view.counted(self._query)) != self.counted:
            self.counted = counted
            self.post_message(self.CountsWanted(counted))

    def _refresh_row(self, row: int, before: Line | None = None) -> None:
        """Draw a line again, of one that only says something else the cells that changed."""
        y, start, end = row - self.scroll_offset.y, 0, self.size.width
        if not 0 <= y < self.size.height:
            return
        if before and row < len(self._lines) and before.kind == self._lines[row].kind:
            now = self._lines[row].text
            changed = [n for n, (one, other) in enumerate(zip(before.text, now, strict=False)) if one != other]
            if len(before.text) == len(now) and changed and now.isascii() and before.text.isascii():
                start, end = MARK_WIDTH + changed[0], MARK_WIDTH + changed[-1] + 1
        self.refresh(Region(start, y, end - start, 1))

    @property
    def _row(self) -> int:
        """The line that the cursor stands on; where that is gone, the first of its facet, else the first of all."""
        stops = [row for row, line in enumerate(self._lines) if line.is_stop]
        found = (row for row in stops if self._lines[row].key == self._key)
        same = (row for row in stops if pane_of(self._lines[row].facet) == pane_of(self._key[0]))
        return next(found, next(same, stops[0] if stops else 0))

    @property
    def _line(self) -> Line | None:
        return self._lines[self._row] if self._lines else None

    def _go_to(self, row: int) -> None:
        before, self._key = self._row, self._lines[row].key
        self._refresh_row(before)
        self._refresh_row(row)
        self._scroll_to_cursor()

    def _go_near(self, row: int) -> None:
        stops = [number for number, line in enumerate(self._lines) if line.is_stop]
        if stops:
            self._go_to(min(stops, key=lambda number: abs(number - row)))

    def _scroll_to_cursor(self) -> None:
        top, height, row = self.scroll_offset.y, self.scrollable_content_region.height, self._row
        if row < top:
            self.scroll_to(y=row, animate=False, force=True)
        elif height and row >= top + height:
            self.scroll_to(y=row - height + 1, animate=False, force=True)

    def _raise(self) -> None:
        """Bring as much of what was opened into sight as there is room, once it is there."""
        if not self._raised or (self._raised in self._view.opened and self._raised not in self._counts):
            return
        rows = [row for row, line in enumerate(self._lines) if pane_of(line.facet) == self._raised]
        below = rows[-1] + 1 - self.scrollable_content_region.height
        top = min(self._row, rows[0], max(below, self.scroll_offset.y))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)
        self._raised = ""

    def _find(self, facet: str, typed: str) -> None:
        self._view.finding = (facet, typed)
        self._draw()

    def _aim(self, facet: str) -> None:
        """Let the cursor stand on a value that is found."""
        found = [line.key for line in self._lines if line.is_stop and line.value and pane_of(line.facet) == facet]
        if found and self._key not in found:
            self._key = found[0]

    def _take_found(self, facet: str) -> None:
        """Tick the value that was found, and show all others again."""
        line = self._line
        if line and line.value and pane_of(line.facet) == facet:
            if FACETS[line.facet].parent:
                self._view.expanded.add((facet, self._parent_of(line)))
            self.action_tick()
        self.stop_finding()

    def _parent_of(self, line: Line) -> str:
        counts = self._counts.get(line.facet, ())
        return next((count.parent for count in counts if count.value == line.value), "")
