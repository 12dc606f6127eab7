"""An item: decision, guidelines, and the full rationale with the matches marked."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from imr_tui.corpus.cases import Case
from imr_tui.search.passages import Sought, find_matches
from imr_tui.terminal_text import clean
from imr_tui.tui.messages import CaseRead, JobFailed, NoSuchResult, ResultSpot, ResultWanted
from imr_tui.tui.screens.mark_keys import MarkingScreen
from imr_tui.tui.screens.reading import ReadingScreen
from imr_tui.tui.screens.take_away import Place
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM, at_both_ends, with_matches
from imr_tui.tui.shown_item import NOT_FOUND, item_content
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.wrapping import line_of, wrap

Follow = Callable[[Case, int, ResultSpot | None], None]


class ItemScreen(MarkingScreen, ReadingScreen):
    """One disputed item in full; `n` and `N` step through the matches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,backspace,h,left", "dismiss", "Back", key_display="esc", id="item.back",
            tooltip="Go back to the case.",
        ),
        Binding(
            "right_square_bracket", "step_result(1)", "Result", key_display="[ ]", id="item.next_result",
            tooltip="Open the next of the results, which need not be of this case.",
        ),
        Binding(
            "left_square_bracket", "step_result(-1)", "Previous result", key_display="[", show=False,
            id="item.previous_result", tooltip="Open the result before this one.",
        ),
        Binding(
            "n", "step_match(1)", "Match", key_display="n N", id="item.next_match", tooltip="Go to the next match.",
        ),
        Binding(
            "N", "step_match(-1)", "Previous match", show=False, id="item.previous_match",
            tooltip="Go to the match before.",
        ),
        Binding("c", "to_case", "Case", id="item.case", tooltip="Go to the item's case."),
        Binding(
            "J,right_curly_bracket", "step_item(1)", "Next item of the case", show=False, id="item.next_item",
            tooltip="Show the next item of this case.",
        ),
        Binding(
            "K,left_curly_bracket", "step_item(-1)", "Previous item of the case", show=False, id="item.previous_item",
            tooltip="Show the item of this case that stands before.",
        ),
        Binding(
            "x", "similar", "Similar", id="item.similar",
            tooltip="Compare the rationale with those most like it.",
        ),
    ]  # fmt: skip

    def __init__(
        self, case: Case, index: int, sought: Sought, spot: ResultSpot | None = None, follow: Follow | None = None
    ) -> None:
        """Show the item at `index` of `case`, with what was sought marked.

        `spot` tells which of the results it is or belongs to; `follow` is called with each case and item that is shown.
        """
        super().__init__()
        self._sought = sought
        self._spot = spot
        self._follow = follow
        self._choose(case, index)

    def _choose(self, case: Case, index: int) -> None:
        self._case = case
        self._index = index
        self._rationale = clean(self._case.items[index]["rationale"] or "")
        self._matches = find_matches(self._rationale, self._sought)
        self._current = 0
        self._unseen: tuple[int, int] | None = None
        """The line of the current match, and how many the text has, until it was brought into sight."""

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
        self.screen_layout_refresh_signal.subscribe(self, self._bring_to_sight)
        self.call_after_refresh(self._show_item)

    def on_resize(self) -> None:
        """Keep the current match in sight when lines wrap anew."""
        self.call_after_refresh(self._show_text)

    def _show_item(self) -> None:
        item = self._case.items[self._index]
        title = f"{item['case_id']} ▸ item {item['item_no']} of {len(self._case.items)}"
        is_result = self._spot is not None and self._spot.item_id == item["item_id"]
        self.query_one(TitleLine).show(title, str(self._spot) if is_result else "")
        self.query_one("#text").scroll_home(animate=False, immediate=True)
        self._show_text()

    def show_marks(self, told: str) -> None:
        """Show what is said of the item."""
        self._show_text()
        self.query_one(KeyLine).tell(told)

    def _show_text(self) -> None:
        facts, text = self.query_one("#item-facts", Static), self.query_one("#rationale", Static)
        said = self.marker.said_of(self._case.items[self._index]["item_id"])
        known = item_content(self._case, self._index, self._sought, facts.size.width, said)
        match = Content.styled(self._told_match(), DIM)
        heading = at_both_ends(Content.styled("Rationale", DIM), match, facts.size.width)
        facts.update(Content("\n\n").join((known, heading)))
        current = self._current if self._matches else None
        lines = wrap(self._rationale or NOT_FOUND, text.size.width)
        marked = with_matches(self._rationale or NOT_FOUND, self._matches, current)
        text.update(Content("\n").join(marked[start:end] for start, end in lines))
        self.query_one(KeyLine).show_position(self._told_match(is_short=True))
        if current is not None:
            self._unseen = line_of(lines, self._matches[current].start), len(lines)

    def _told_match(self, is_short: bool = False) -> str:
        if not self._matches:
            return ""
        number, count = self._current + 1, len(self._matches)
        if is_short:
            return f"match {number}/{count}"
        spelling = "" if self._matches[self._current].is_as_typed else ", spelt otherwise"
        return f"match {number} of {count}{spelling}"

    def _bring_to_sight(self, _: object) -> None:
        """Scroll to the current match, once the text it was found in is laid out."""
        scroll, text = self.query_one("#text"), self.query_one("#rationale")
        if self._unseen is None or text.size.height != self._unseen[1]:
            return
        line, self._unseen = self._unseen[0], None
        y = text.virtual_region.y + line
        top, height = scroll.scroll_offset.y, scroll.size.height
        if not top <= y < top + height - 1:
            scroll.scroll_to(y=max(0, y - height // 3), animate=False, immediate=True)

    def action_step_match(self, step: int) -> None:
        """Go to the next or previous match, from the last to the first."""
        if self._matches:
            self._current = (self._current + step) % len(self._matches)
            self._show_text()

    def action_step_item(self, step: int) -> None:
        """Go to the case's next or previous item."""
        index = self._index + step
        if 0 <= index < len(self._case.items):
            self._go_to(self._case, index)

    def action_step_result(self, step: int) -> None:
        """Go to the explorer's next or previous result; keys typed meanwhile are meant for that."""
        self._explorer_app.hold_keys(self)
        self.post_message(ResultWanted(step, self.post_message))

    @on(CaseRead)
    def _show_result(self, message: CaseRead) -> None:
        numbers = [item["item_no"] for item in message.case.items]
        self._spot = message.spot
        self._go_to(message.case, numbers.index(message.item_no))
        self._explorer_app.release_keys(self)

    @on(NoSuchResult)
    def _stay(self) -> None:
        self._explorer_app.release_keys(self)

    @on(JobFailed)
    def _show_error(self, message: JobFailed) -> None:
        self._explorer_app.release_keys(self)
        self.app.push_screen(TextModal.of_failure(message.error))

    def _go_to(self, case: Case, index: int) -> None:
        self._choose(case, index)
        with self.app.batch_update():
            self._show_item()
        if self._follow:
            self._follow(case, index, self._spot)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to step through the results only where the item is one of them."""
        return self._spot is not None if action == "step_result" else True

    def action_to_case(self) -> None:
        """Go to the item's case, which lies beneath."""
        self.dismiss()

    def action_similar(self) -> None:
        """Compare the rationale with those most like it."""
        from imr_tui.tui.screens.similar import SimilarScreen

        self.app.push_screen(SimilarScreen(self._case.items[self._index]))
