"""The rationales most like an item's: how alike, how decided, and what differs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from imr_tui.search.difference import Kind
from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui.messages import CaseRead, CorpusWanted, JobFailed, SimilarFound
from imr_tui.tui.screens.reading import ReadingScreen
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM, decision_content
from imr_tui.tui.shown_difference import as_one_text, legend, one_side
from imr_tui.tui.widgets.frame import KeyLine, TitleLine

if TYPE_CHECKING:
    from imr_tui.corpus.items import Item
    from imr_tui.search.similar import Neighbour, Similar
    from imr_tui.tui.reader import CorpusReader

LOOKING_IS_TOLD_AFTER = 0.3
"""Seconds: what comes sooner needs no word."""
CURRENT = " ◂"
NO_RATIONALE = "No rationale was found in the letter."
NONE_SIMILAR = "No other rationale shares its rarer words."


class SimilarScreen(ReadingScreen):
    """Steps through the neighbours of an item, those of one decision after those of another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,backspace,x", "dismiss", "Back", key_display="esc", id="similar.back", tooltip="Back to the item."
        ),
        Binding(
            "right,right_square_bracket,l",
            "step(1)",
            "Next neighbour",
            key_display="→",
            id="similar.next",
            tooltip="Compare with the next neighbour.",
        ),
        Binding(
            "left,left_square_bracket,h",
            "step(-1)",
            "Previous neighbour",
            show=False,
            id="similar.previous",
            tooltip="Compare with the previous neighbour.",
        ),
        Binding(
            "d",
            "step_decision",
            "Other decision",
            id="similar.decision",
            tooltip="Go to the nearest neighbour of the next decision.",
        ),
        Binding(
            "o,enter",
            "open_case",
            "Its case",
            key_display="o ⏎",
            id="similar.case",
            tooltip="Open the case of the neighbour.",
        ),
    ]

    def __init__(self, item: Mapping[str, Any]) -> None:
        """Look for what is similar to `item`, one of a case's items."""
        super().__init__()
        self._item = item
        self._similar: Similar | None = None
        self._neighbours: Sequence[Neighbour] = ()
        self._current = 0
        self._is_opening = False

    def compose(self) -> ComposeResult:
        """Lay out the strip of neighbours and the comparison, in two ways of which the style sheet shows one."""
        item = self._item
        yield TitleLine(f"{item['case_id']} ▸ item {item['item_no']} ▸ similar", item["decision"].upper())
        yield Static(id="strip")
        with VerticalScroll(id="text", can_focus=False):
            yield Static(id="one-text")
            with Horizontal(id="two-texts"):
                yield Static(id="here")
                yield Static(id="there")
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the neighbours."""
        item_id = self._item["item_id"]

        def ask(reader: "CorpusReader") -> None:
            reader.find_similar(item_id, self.post_message)

        self.post_message(CorpusWanted(ask))
        self.set_timer(LOOKING_IS_TOLD_AFTER, self._tell_looking)

    def _tell_looking(self) -> None:
        if self._similar is None:
            self._show_rationale()
            self.query_one(KeyLine).show_position("looking…")

    @on(SimilarFound)
    def _show_found(self, message: SimilarFound) -> None:
        if self._similar is not None:  # found once more, in a newer snapshot
            return
        self._similar = message.similar
        self._neighbours = [n for group in message.similar.by_decision().values() for n in group]
        if self._neighbours:
            self._show_neighbour()
        else:
            self._show_rationale()
            self.query_one(KeyLine).show_position("")
            self.query_one("#strip", Static).update(Content.styled(NONE_SIMILAR, DIM))

    @on(JobFailed)
    def _show_error(self, message: JobFailed) -> None:
        if self._similar is not None and not self._is_opening:  # a newer snapshot has the item no longer
            return
        self._is_opening = False
        self.query_one(KeyLine).show_position("")
        self.app.push_screen(TextModal.of_failure(message.error))

    def _show_neighbour(self) -> None:
        if self._similar is None:
            return
        neighbour = self._neighbours[self._current]
        about, other = _about(self._similar.item, "this item"), _about(neighbour.item, _likeness(neighbour))
        one, here, there = _compared(self._similar.item, neighbour)
        blank = Content("\n\n")
        with self.app.batch_update():
            self._show_texts(blank.join((other, one)), blank.join((about, here)), blank.join((other, there)))
            self.query_one("#strip", Static).update(_strip(self._similar, neighbour))
            self.query_one("#text").scroll_home(animate=False)
            self.query_one(KeyLine).show_position(f"{self._current + 1} of {len(self._neighbours)}")

    def _show_rationale(self) -> None:
        """Show what will be compared, or cannot."""
        rationale = Content(clean(self._item["rationale"] or NO_RATIONALE))
        self._show_texts(rationale, rationale, Content(""))

    def _show_texts(self, one: Content, here: Content, there: Content) -> None:
        for name, text in {"#one-text": one, "#here": here, "#there": there}.items():
            self.query_one(name, Static).update(text)

    def action_step(self, step: int) -> None:
        """Go to the next or previous neighbour, from the last to the first."""
        if self._neighbours:
            self._current = (self._current + step) % len(self._neighbours)
            self._show_neighbour()

    def action_step_decision(self) -> None:
        """Go to the nearest neighbour of the next decision."""
        decisions = [neighbour.item.decision for neighbour in self._neighbours]
        firsts = [decisions.index(decision) for decision in dict.fromkeys(decisions)]
        if firsts:
            self._current = next((first for first in firsts if first > self._current), firsts[0])
            self._show_neighbour()

    def action_open_case(self) -> None:
        """Open the neighbour's case."""
        if self._neighbours:
            item = self._neighbours[self._current].item
            self._is_opening = True
            self.post_message(CorpusWanted(lambda r: r.read_case(item.case_id, item.item_no, self.post_message)))

    @on(CaseRead)
    def _show_case(self, message: CaseRead) -> None:
        if self._is_opening and self.app.screen is self:
            from imr_tui.tui.screens.case import CaseScreen

            self.app.push_screen(CaseScreen(message.case, message.item_no, (), opens_item=False))
        self._is_opening = False


def _compared(item: "Item", neighbour: "Neighbour") -> tuple[Content, Content, Content]:
    """Return both rationales as one text, and each alone; of those that have little in common only the neighbour's."""
    pieces = neighbour.difference
    if not neighbour.likeness.is_near:
        here, there = (Content(clean(text)) for text in (item.rationale, neighbour.item.rationale))
        return there, here, there
    one = Content("\n\n").join((legend(pieces), as_one_text(pieces)))
    return one, one_side(pieces, Kind.HERE), one_side(pieces, Kind.THERE)


def _strip(similar: "Similar", current: "Neighbour") -> Content:
    """Return a line for each decision with the likenesses of its neighbours."""
    groups = similar.by_decision()
    width = max(map(len, groups)) + 2
    return Content("\n").join(
        Content.assemble(
            decision_content(decision),
            " " * (width - len(decision)),
            Content(" · ").join(_percent(neighbour, neighbour is current) for neighbour in neighbours),
        )
        for decision, neighbours in groups.items()
    )


def _percent(neighbour: "Neighbour", is_current: bool) -> Content:
    text = f"{neighbour.likeness.percent} %"
    return Content.styled(f"{text}{CURRENT}", "bold") if is_current else Content.styled(text, DIM)


def _about(item: "Item", note: str) -> Content:
    decided = f"decided {item.decision_date}" if item.decision_date else ""
    facts = " · ".join(filter(None, (note, f"{item.case_id} item {item.item_no}", decided)))
    title = Content.assemble((clean_line(item.title), "bold"), "  ", decision_content(item.decision))
    return Content("\n").join((title, Content.styled(clean_line(facts), DIM)))


def _likeness(neighbour: "Neighbour") -> str:
    copies = f"{neighbour.copies} more say the same" if neighbour.copies else ""
    little = "" if neighbour.likeness.is_near else "little in common"
    return " · ".join(filter(None, (str(neighbour.likeness), little, copies)))
