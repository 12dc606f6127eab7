"""The lines of the filter panes: which there are, and what each says. Plain text; the pane draws them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from imr_tui.corpus.facets import Facet, FacetCount
from imr_tui.search.fields import VALUES
from imr_tui.search.resolved import ResolvedQuery
from imr_tui.terminal_text import clean_line
from imr_tui.tui.facet_view import PARTS, TOP_FACETS, FacetView, folded, known_values

SHORT_NAMES = {
    "Rehabilitation Services": "Rehabilitation",
    "Diagnostic Testing": "Diagnostics",
    "Evaluation & Management": "Evaluation & Mgmt",
    "Behavioral & Mental Health Services": "Behavioral health",
    "Transportation & Lodging": "Transport & Lodging",
}
NAME_WIDTH = 16
"""Cells of a name; what room there is beyond goes to a bar first."""
NUMBERS_WIDTH = 14
"""Cells of a line that are no name: the box, the count, the percentage."""
LEAST_BAR, LONGEST_BAR = 4, 10
INDENT = 2
"""Of a value below the one that it is a part of."""
BOXES = {True: "[x]", None: "[ ]", False: "[-]"}
"""Of a value that items shall have, that they may have, that they shall not have."""
MOST_VALUES = 400
"""Listed of one facet; what else there is can be found by its name."""
NOTES = ("% overturned", "overturned", "%")
"""What the percentages of a facet tell, as there is room."""
WITHOUT_SHARE = "decision"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. The cursor stops at it unless `is_stop` is false."""

    facet: str
    """Empty on the line that stands for all facets that are folded."""
    value: str
    """Empty on a heading."""
    text: str
    kind: str
    """How it is drawn: `heading`, `value`, `wanted`, or `none` if there is nothing of it."""
    is_stop: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What it is, whatever it says."""
        return self.facet, self.value


class FacetLines:
    """What there is to be drawn of one answer, seen in one way, in so many cells."""

    def __init__(
        self, view: FacetView, query: ResolvedQuery, counts: Mapping[str, Sequence[FacetCount]], width: int
    ) -> None:
        """Take the counts of all facets that were counted; others are not there yet."""
        self._view, self._query, self._counts, self._width = view, query, counts, width
        self._found = view.found(counts)
        self._parts: dict[tuple[str, str], list[FacetCount]] = defaultdict(list)
        """Facet and value -> its parts."""
        for facet, part in PARTS.items():
            for count in self._ordered(part):
                self._parts[facet, count.parent].append(count)
        room = max(1, width - NUMBERS_WIDTH)
        bar = min(LONGEST_BAR, room - NAME_WIDTH - 1)
        self._bar = bar if bar >= LEAST_BAR else 0
        self._name = room - self._bar - 1 if self._bar else room

    def lines(self, height: int) -> list[Line]:
        """Return all lines; the headings that are not open are folded into one if `height` lines have no room."""
        hidden = folded(self._view, self._query)
        lines = [line for facet in TOP_FACETS if facet not in hidden for line in self._facet(facet)]
        if self._view.is_unfolded or len(lines) + len(hidden) <= height or len(hidden) < 2:
            return [line for facet in TOP_FACETS for line in self._facet(facet)]
        names = ", ".join(facet.name for facet in hidden)
        return [*lines, Line("", "", _fitted(f"+ more: {names}", self._width), "heading")]

    def _facet(self, facet: Facet) -> Iterator[Line]:
        yield Line(facet.field, "", self._heading(facet), "heading", is_stop=not facet.is_open)
        if facet.field not in self._view.opened:
            return
        counts = [count for count in self._ordered(facet.field) if self._is_listed(facet.field, count)]
        for count in counts[:MOST_VALUES]:
            is_stop = count.value in self._found.get(facet.field, (count.value,))
            yield self._value(facet.field, count, is_stop=is_stop)
            for part in self._listed_parts(facet.field, count.value):
                yield self._value(PARTS[facet.field], part, INDENT)
        if len(counts) > MOST_VALUES:
            yield self._note(facet, f"{len(counts) - MOST_VALUES:,} more: f finds them")
        if not counts:
            is_counted = facet.field in self._counts
            yield self._note(facet, "nothing like that" if facet.field in self._found else "none" * is_counted)

    def _is_listed(self, facet: str, count: FacetCount) -> bool:
        if facet in self._found:
            return count.value in self._found[facet] or any(self._listed_parts(facet, count.value))
        is_wanted = self._query.wants(facet, count.value) is not None
        return bool(count.items) or is_wanted or count.value in VALUES.get(facet, ())

    def _listed_parts(self, facet: str, value: str) -> list[FacetCount]:
        """Return the parts of a value that are listed: those sought, else all if it is expanded, else those wanted."""
        if facet not in PARTS:
            return []
        part, is_expanded = PARTS[facet], (facet, value) in self._view.expanded
        counts = self._parts[facet, value]
        if part in self._found:
            return [count for count in counts if count.value in self._found[part]]
        return [c for c in counts if (is_expanded and c.items) or self._query.wants(part, c.value) is not None]

    def _ordered(self, facet: str) -> list[FacetCount]:
        by_value = {count.value: count for count in self._counts.get(facet, ())}
        counts = [by_value.get(value, FacetCount(value, 0, 0)) for value in known_values(facet, self._counts)]
        return sorted(counts, key=lambda count: -count.items) if self._view.by_count[facet] else counts

    def _value(self, facet: str, count: FacetCount, indent: int = 0, is_stop: bool = True) -> Line:
        is_wanted = self._query.wants(facet, count.value)
        name = _fitted(clean_line(SHORT_NAMES.get(count.value, count.value)), self._name - indent)
        most = max((other.items for other in self._counts.get(facet, ())), default=0)
        items = _short(count.items) if self._counts else ""
        share = f"{100 * count.overturned / count.items:3.0f}%" if count.items and facet != WITHOUT_SHARE else ""
        text = f"{' ' * indent}{BOXES[is_wanted]} {name}{_bar(count.items, most, self._bar)}{items:>5}{share:>5}"
        kind = "wanted" if is_wanted is not None else "value" if count.items else "none"
        return Line(facet, count.value, text, kind, is_stop)

    def _note(self, facet: Facet, text: str) -> Line:
        return Line(facet.field, "", _fitted(f"    {text}", self._width), "none", is_stop=False)

    def _heading(self, facet: Facet) -> str:
        is_open = facet.field in self._view.opened
        title = f"{'' if facet.is_open else '- ' if is_open else '+ '}{facet.name.upper()}"
        if self._view.finding and self._view.finding[0] == facet.field:
            return _fitted(f"{title}: {clean_line(self._view.finding[1])}_", self._width)
        if not is_open:
            own = [narrowing for narrowing in self._query.narrowings if narrowing.field == facet.field]
            wanted = ", ".join(f"{'not ' * n.is_excluded}{' or '.join(map(str, n.values))}" for n in own)
            return _fitted(f"{title}: {clean_line(wanted)}" if own else title, self._width)
        title += " ↓" if self._view.by_count[facet.field] else ""
        note = next((note for note in NOTES if len(title) + len(note) < self._width), "")
        return f"{title}{note if facet.field != WITHOUT_SHARE else '':>{max(0, self._width - len(title))}}"


def _bar(items: int, most: int, width: int) -> str:
    """Return a bar as long as the share of `items` in the `most` that a value has, with a blank before it."""
    if not width:
        return ""
    halves = -(-2 * width * items // most) if most else 0
    return f" {'━' * (halves // 2) + '╸' * (halves % 2):<{width}}"


def _fitted(text: str, width: int) -> str:
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)) + "…"


def _short(number: int) -> str:
    """Return a number in at most four cells."""
    if number < 1_000:
        return str(number)
    if number < 999_500:
        return f"{number / 1000:.1f}k" if number < 9_950 else f"{number / 1000:.0f}k"
    return f"{number / 1_000_000:.1f}M"
