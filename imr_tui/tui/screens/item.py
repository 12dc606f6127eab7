"""An item: decision, guidelines, and the full rationale with the matches marked."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from imr_tui.corpus.cases import Case
from imr_tui.search.passages import Sought, find_matches
from imr_tui.terminal_text import clean_line
from imr_tui.tui.screens.reading import ReadingScreen
from imr_tui.tui.shown import DIM, decision_content, labelled, with_matches
from imr_tui.tui.take_away import Place, TakeAwayScreen
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.wrapping import line_of, wrap

LABEL_WIDTH = 10
NOT_FOUND = "not found in the letter"


class ItemScreen(TakeAwayScreen, ReadingScreen):
    """One disputed item in full; `n` and `N` step through the matches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,backspace,h,left",
            "dismiss",
            "Back",
            key_display="esc",
            id="item.back",
            tooltip="Back to where one came from.",
        ),
        Binding(
            "n", "step_match(1)", "Next match", id="item.next_match", tooltip="Go to the next match in the rationale."
        ),
        Binding(
            "N",
            "step_match(-1)",
            "Previous match",
            show=False,
            id="item.previous_match",
            tooltip="Go to the previous match in the rationale.",
        ),
        Binding(
            "right_square_bracket",
            "step_item(1)",
            "Next item",
            key_display="]",
            show=False,
            id="item.next_item",
            tooltip="Go to the next item of the case.",
        ),
        Binding(
            "left_square_bracket",
            "step_item(-1)",
            "Previous item",
            key_display="[",
            show=False,
            id="item.previous_item",
            tooltip="Go to the previous item of the case.",
        ),
        Binding("x", "similar", "Similar", id="item.similar", tooltip="Compare the rationale with those most like it."),
    ]

    def __init__(self, case: Case, index: int, sought: Sought) -> None:
        """Show the item at `index` of `case`, with what was sought marked."""
        super().__init__()
        self._case = case
        self._sought = sought
        self._choose(index)

    def _choose(self, index: int) -> None:
        self._index = index
        self._rationale = self._case.items[index]["rationale"] or ""
        self._matches = find_matches(self._rationale, self._sought)
        self._current = 0

    @property
    def place(self) -> Place:
        """The item that is shown."""
        return Place(self._case.facts["case_id"], self._case.items[self._index]["item_no"])

    @property
    def case_at_hand(self) -> Case:
        """Its case."""
        return self._case

    @property
    def sought(self) -> Sought:
        """The words that were sought."""
        return self._sought

    def compose(self) -> ComposeResult:
        """Lay out facts and rationale in one scrolling text."""
        yield TitleLine()
        with VerticalScroll(id="text", can_focus=False), Vertical(id="document"):
            yield Static(id="item-facts")
            yield Static(id="rationale")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the item once the width is known."""
        self.call_after_refresh(self._show_item)

    def on_resize(self) -> None:
        """Keep the current match in sight when lines wrap anew."""
        self.call_after_refresh(self._show_text)

    def _show_item(self) -> None:
        item = self._case.items[self._index]
        place = f"item {item['item_no']} of {len(self._case.items)}"
        self.query_one(TitleLine).show(f"{item['case_id']} ▸ {place}", item["decision"].upper())
        self.query_one("#text").scroll_home(animate=False)
        self._show_text()

    def _show_text(self) -> None:
        facts = self.query_one("#item-facts", Static)
        facts.update(self._facts(facts.size.width))
        self._show_match()

    def _facts(self, width: int) -> Content:
        item = self._case.items[self._index]
        decided, specialties = self._case.facts["decision_date"], self._case.facts["specialties"]
        facts = (
            item["item_type"],
            item["item_subtype"],
            f"decided {decided}" if decided else "",
            ", ".join(specialties),
        )
        return Content("\n").join(
            (
                Content.assemble((clean_line(item["title"]), "bold"), "  ", decision_content(item["decision"])),
                Content.styled(clean_line(" · ".join(filter(None, facts))), DIM),
                Content(""),
                labelled("Claims", item["claims_guideline"] or NOT_FOUND, LABEL_WIDTH, width),
                labelled("Reviewer", item["maximus_guideline"] or NOT_FOUND, LABEL_WIDTH, width),
                Content(""),
                Content.styled("Rationale", DIM),
            )
        )

    def _show_match(self) -> None:
        current = self._current if self._matches else None
        text = self.query_one("#rationale", Static)
        lines = wrap(self._rationale or NOT_FOUND, text.size.width)
        marked = with_matches(self._rationale or NOT_FOUND, self._matches, current)
        text.update(Content("\n").join(marked[start:end] for start, end in lines))
        position = f"match {self._current + 1} of {len(self._matches)}" if self._matches else ""
        is_respelt = current is not None and not self._matches[current].is_as_typed
        self.query_one(KeyLine).show_position(f"{position}, spelt otherwise" if is_respelt else position)
        if current is not None:
            line = line_of(lines, self._matches[current].start)
            self.call_after_refresh(self._bring_to_sight, line)

    def _bring_to_sight(self, line: int) -> None:
        scroll, text = self.query_one("#text"), self.query_one("#rationale")
        y = text.virtual_region.y + line
        top, height = scroll.scroll_offset.y, scroll.size.height
        if not top <= y < top + height - 1:
            scroll.scroll_to(y=max(0, y - height // 3), animate=False)

    def action_step_match(self, step: int) -> None:
        """Go to the next or previous match, from the last to the first."""
        if self._matches:
            self._current = (self._current + step) % len(self._matches)
            self._show_match()

    def action_step_item(self, step: int) -> None:
        """Go to the case's next or previous item."""
        index = self._index + step
        if 0 <= index < len(self._case.items):
            self._choose(index)
            self._show_item()

    def action_similar(self) -> None:
        """Compare the rationale with those most like it."""
        from imr_tui.tui.screens.similar import SimilarScreen

        self.app.push_screen(SimilarScreen(self._case.items[self._index]))
