"""A letter as printed, drawn line by line: a letter of any length opens at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from imr_tui.letters.model import Span
from imr_tui.tui.letter_lines import Line, lay_out, line_at

NAMES = {
    "claims_guideline": "claims", "maximus_guideline": "reviewer", "clinical_summary": "summary",
    "documents_reviewed": "documents", "boilerplate": "form", "label": "",
    "licensure_states": "licensed", "specialties": "specialty", "case_number": "case no", "injury_date": "injured",
    "ur_denial_date": "UR denial", "received_date": "received", "assigned_date": "assigned", "decision_date": "decided",
}  # fmt: skip
GUTTER, NARROW_GUTTER = 12, 2
LEAST_FOR_NAMES = 60
WIDEST = 110
"""Cells of a line of text: longer ones are hard to follow."""
MARK = "▌ "
"""Before the lines of the item."""
LEAD = 2
"""Lines shown above the place that is gone to."""

Place = tuple[int, int]


class LetterText(ScrollView, can_focus=False):
    """A text with the names of its parts beside it; the parts of one item are marked, and so are matches."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"letter-text--{name}" for name in ("name", "item", "match", "current", "rule")
    }

    @dataclass
    class Scrolled(Message):
        """Another part of the text is in sight."""

        line: int
        lines: int
        page: int | None

        def can_replace(self, message: Message) -> bool:
            """Only the latest place matters."""
            return isinstance(message, LetterText.Scrolled)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        """Show nothing yet."""
        super().__init__(id=id)
        self._text = ""
        self._spans: Sequence[Span] = ()
        self._starts: list[int] = []
        self._pages: Sequence[tuple[int, int]] = ()
        self._lines: list[Line] = []
        self._width = 0
        self._item_no = 0
        self._matches: Sequence[Place] = ()
        self._current: int | None = None

    def show(self, text: str, spans: Sequence[Span], pages: Sequence[tuple[int, int]]) -> None:
        """Show a text, which must be clean, with its parts and its pages."""
        self._text, self._spans, self._pages = text, spans, pages
        self._starts = [span.start for span in spans]
        self._lay_out()

    def mark_item(self, item_no: int) -> None:
        """Mark the parts of this item."""
        self._item_no = item_no
        self.refresh()

    def mark_matches(self, matches: Sequence[Place], current: int | None) -> None:
        """Mark matches, which are in order; the one numbered `current` stands out."""
        self._matches, self._current = matches, current
        self.refresh()

    def go_to(self, offset: int, is_top: bool = True) -> None:
        """Bring a character into sight: near the top, or only if it is out of sight."""
        line, top, height = line_at(self._lines, offset), self.scroll_offset.y, self.size.height
        if is_top or not top <= line < top + height - 1:
            self.scroll_to(y=max(0, line - (LEAD if is_top else height // 3)), animate=False, force=True)

    @property
    def first_in_sight(self) -> int:
        """The first character in sight."""
        return self._lines[min(self.scroll_offset.y, len(self._lines) - 1)].start if self._lines else 0

    def on_resize(self) -> None:
        """Wrap the lines to the new width, and keep the place."""
        if self._text and self._text_width != self._width:
            place = self.first_in_sight
            self._lay_out()
            self.scroll_to(y=line_at(self._lines, place), animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell where in the text this is."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_place()

    def render_line(self, y: int) -> Strip:
        """Draw one line: name and mark, then the text."""
        number, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[number]
        if line.page:
            rule = f"{'':<{self._gutter}}── page {line.page} "
            return Strip([Segment(f"{rule:─<{self._gutter + self._width}}"[:width], self._style("rule"))])
        return Strip([*self._margin(line), *self._pieces(line)]).adjust_cell_length(width, self.rich_style)

    def _margin(self, line: Line) -> list[Segment]:
        spans = self._spans_in(line)
        mark = MARK if any(self._is_of_item(span) for span in spans) else " " * len(MARK)
        begun = (span for span in spans if span.start >= line.start)
        name = next((found for span in begun if (found := NAMES.get(span.name, span.name.replace("_", " ")))), "")
        size = self._gutter - len(MARK)
        label = f"{name if len(name) < size else f'{name[: size - 2]}…':<{size}}" if size else ""
        return [Segment(label, self._style("name")), Segment(mark, self._style("item"))]

    def _pieces(self, line: Line) -> list[Segment]:
        """Return the text of a line, cut where its look changes."""
        cuts = {line.start, line.end}
        first = bisect_left(self._matches, line.start, key=lambda match: match[1])
        last = bisect_left(self._matches, line.end, key=lambda match: match[0])
        for start, end in self._matches[first:last]:
            cuts |= {max(start, line.start), min(end, line.end)}
        segments = []
        for start, end in pairwise(sorted(cuts)):
            style = self._base
            for number in range(first, last):
                if self._matches[number][0] <= start < self._matches[number][1]:
                    style += self._style("current" if number == self._current else "match")
            segments.append(Segment(self._text[start:end], style))
        return segments

    def _spans_in(self, line: Line) -> list[Span]:
        first = max(0, bisect_right(self._starts, line.start) - 1)
        return [span for span in self._spans[first : bisect_left(self._starts, line.end)] if span.end > line.start]

    def _is_of_item(self, span: Span) -> bool:
        return span.item_no > 0 and span.item_no == self._item_no

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"letter-text--{name}")

    @property
    def _base(self) -> Style:
        return self.rich_style

    @property
    def _gutter(self) -> int:
        has_names = self._spans and self.scrollable_content_region.width >= LEAST_FOR_NAMES
        return GUTTER if has_names else NARROW_GUTTER

    @property
    def _text_width(self) -> int:
        return max(1, min(WIDEST, self.scrollable_content_region.width - self._gutter))

    def _lay_out(self) -> None:
        self._width = self._text_width
        self._lines = lay_out(self._text, self._pages, self._width)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self.refresh()
        self._tell_place()

    def _tell_place(self) -> None:
        begun = [number for start, number in self._pages if start <= self.first_in_sight]
        if self._lines:
            self.post_message(self.Scrolled(self.scroll_offset.y + 1, len(self._lines), begun[-1] if begun else None))
