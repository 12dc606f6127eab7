"""The original letter: as printed, at the place of an item, with what was read of it told beside it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from imr_tui.corpus.cases import Case
from imr_tui.errors import ImrError, unexpected
from imr_tui.letters.model import Span
from imr_tui.search.passages import Sought, find_matches
from imr_tui.terminal_text import clean
from imr_tui.tui.messages import CorpusWanted, JobFailed, LetterFound, LetterRead
from imr_tui.tui.screens.reading import ReadingScreen
from imr_tui.tui.screens.take_away import Place, TakeAwayScreen
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.widgets.clean_input import CleanInput
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.widgets.letter_text import LetterText

if TYPE_CHECKING:
    from imr_tui.loading.original import Original

READING_IS_TOLD_AFTER = 0.3
"""Seconds: what comes sooner needs no word."""


BETWEEN = ("label", "boilerplate", "footer")
"""What may stand between the parts of an item."""


class LetterScreen(TakeAwayScreen, ReadingScreen):
    """The letter of a case; `n` and `N` step through the matches, `J` and `K` through its items."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,backspace,h,left", "back", "Back", key_display="esc", id="letter.back",
            tooltip="Leave the search line, else the letter.",
        ),
        Binding("slash", "find", "Find", key_display="/", id="letter.find", tooltip="Find words in this letter."),
        Binding("n", "step_match(1)", "Match", id="letter.next_match", tooltip="Go to the next match."),
        Binding(
            "N", "step_match(-1)", "Previous match", show=False, id="letter.previous_match",
            tooltip="Go to the previous match.",
        ),
        Binding(
            "J,right_curly_bracket", "step_item(1)", "Next item", key_display="J", show=False, id="letter.next_item",
            tooltip="Go to where the letter's next item stands.",
        ),
        Binding(
            "K,left_curly_bracket", "step_item(-1)", "Previous item", key_display="K", show=False,
            id="letter.previous_item", tooltip="Go to where the letter's previous item stands.",
        ),
    ]  # fmt: skip

    def __init__(self, case: Case, item_no: int, sought: Sought) -> None:
        """Show the letter of `case` at an item, with what was `sought` marked."""
        super().__init__()
        self._case = case
        self._item_no = item_no
        self._sought = sought
        self._original: Original | None = None
        self._is_found = False
        self._text = ""
        self._matches: list[tuple[int, int]] = []
        self._current: int | None = None
        self._line = ""
        self._sought_from = 0
        """The first character in sight when the search line was opened: what is typed is sought from there on."""

    @property
    def place(self) -> Place:
        """The item that the letter is shown at."""
        return Place(self._case.facts["case_id"], self._item_no)

    @property
    def case_at_hand(self) -> Case:
        """Its case."""
        return self._case

    @property
    def sought(self) -> Sought:
        """What was sought when it was opened."""
        return self._sought

    def text_of(self, case: Case, item_no: int) -> str:
        """Return the letter."""
        return self._text or super().text_of(case, item_no)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The letter is here already."""
        return action != "original"

    def compose(self) -> ComposeResult:
        """Lay out title, search line and text."""
        yield TitleLine(f"{self._case.facts['case_id']} ▸ letter", self._case.facts["source_path"])
        with Horizontal(id="find-line"):
            yield Static("/", id="find-prompt")
            yield CleanInput(id="find", compact=True, select_on_focus=False)
        yield LetterText(id="text")
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask where the letter is."""
        case_id = self._case.facts["case_id"]
        self.post_message(CorpusWanted(lambda reader: reader.find_letter(case_id, self.post_message)))
        self.set_timer(READING_IS_TOLD_AFTER, self._tell_reading)

    def _tell_reading(self) -> None:
        if self._original is None:
            self.query_one(KeyLine).show_position("reading the letter…")

    @on(LetterFound)
    def _read(self, message: LetterFound) -> None:
        if not self._is_found:  # a newer snapshot answers once more
            self._is_found = True
            self.run_worker(lambda: self._read_letter(message), thread=True, exit_on_error=False)

    def _read_letter(self, found: LetterFound) -> None:
        from imr_tui.loading.original_row import read_letter

        worker = get_current_worker()
        roots = self.roots
        try:
            original = read_letter(found.place, roots, found.tables, lambda: not worker.is_cancelled)
            text = clean(original.text)
            matches = [(match.start, match.end) for match in find_matches(text, self._sought)]
        except ImrError as error:
            self.post_message(JobFailed(error))
        except Exception as error:
            self.post_message(JobFailed(unexpected(error)))
        else:
            self.post_message(LetterRead(original, text, matches))

    @on(LetterRead)
    def _show(self, message: LetterRead) -> None:
        self._original, self._text, self._matches = message.original, message.text, message.matches
        letter = self.query_one(LetterText)
        letter.show(self._text, self._original.spans, self._original.pages)
        letter.mark_matches(self._matches, None)
        if self._original.note:
            self.notify(f"{self._original.note[0].upper()}{self._original.note[1:]}.", markup=False)
        self._go_to_item()

    @on(JobFailed)
    def _show_error(self, message: JobFailed) -> None:
        if self.app.screen is self and self._original is None:  # else a newer snapshot has it no longer
            self.app.switch_screen(TextModal.of_failure(message.error))

    def _go_to_item(self) -> None:
        letter, spans = self.query_one(LetterText), self._original.spans if self._original else ()
        letter.mark_item(self._item_no)
        if (start := start_of(spans, self._item_no)) is not None:
            letter.go_to(start)
        self._show_position()

    @on(LetterText.Scrolled)
    def _tell_place(self, message: LetterText.Scrolled) -> None:
        page = f"page {message.page} · " if message.page else ""
        self._line = f"{page}line {message.line:,}/{message.lines:,}"
        self._show_position()

    def _show_position(self) -> None:
        item = f"item {self._item_no} of {len(self._case.items)}"
        match = f"match {self._current + 1:,} of {len(self._matches):,}" if self._current is not None else ""
        self.query_one(KeyLine).show_position(" · ".join(filter(None, (match or item, self._line))))

    def action_back(self) -> None:
        """Leave the search line, else the letter."""
        if self.focused:
            self._leave_find_line()
        else:
            self.dismiss()

    def action_find(self) -> None:
        """Find words in this letter."""
        self._sought_from = self.query_one(LetterText).first_in_sight
        self.query_one("#find-line").display = True
        self.set_focus(self.query_one("#find", Input))

    def _leave_find_line(self) -> None:
        self.set_focus(None)
        self.query_one("#find-line").display = bool(self.query_one("#find", Input).value)

    @on(Input.Changed, "#find")
    def _find(self, message: Input.Changed) -> None:
        words = message.value.split()
        pattern = r"\s+".join(map(re.escape, words))
        self._matches = [found.span() for found in re.finditer(pattern, self._text, re.IGNORECASE)] if words else []
        self._current = None
        self.query_one(LetterText).mark_matches(self._matches, None)
        if self._matches:
            self._step_from(self._sought_from, 1)
        else:
            self._show_position()
            if words:
                self.query_one(KeyLine).show_position("not in this letter")

    @on(Input.Submitted, "#find")
    def _found(self) -> None:
        self._leave_find_line()

    def action_step_match(self, step: int) -> None:
        """Go to the next or previous match, from the last to the first; at first to one in sight."""
        if not self._matches:
            self.notify("Nothing to step through: / finds words in this letter.", markup=False)
            return
        self._step_from(self.query_one(LetterText).first_in_sight, step)

    def _step_from(self, place: int, step: int) -> None:
        if self._current is None:
            below = bisect_left(self._matches, (place, 0))
            self._current = (below if step > 0 else below - 1) % len(self._matches)
        else:
            self._current = (self._current + step) % len(self._matches)
        letter = self.query_one(LetterText)
        letter.mark_matches(self._matches, self._current)
        letter.go_to(self._matches[self._current][0], is_top=False)
        self._show_position()

    def action_step_item(self, step: int) -> None:
        """Go to the next or previous item of the letter."""
        numbers = [item["item_no"] for item in self._case.items]
        index = numbers.index(self._item_no) + step
        if 0 <= index < len(numbers):
            self._item_no, self._current = numbers[index], None
            self.query_one(LetterText).mark_matches(self._matches, None)
            self._go_to_item()


def start_of(spans: Sequence[Span], item_no: int) -> int | None:
    """Return where an item begins: at its reasons and what stands with them, since some forms list all titles first."""
    own = [index for index, span in enumerate(spans) if span.item_no == item_no]
    reasons = [index for index in own if spans[index].name == "rationale"]
    if not own:
        return None
    first = index = (reasons or own)[0]
    while index and (spans[index - 1].item_no == item_no or spans[index - 1].name in BETWEEN):
        index -= 1
        first = index if spans[index].item_no == item_no else first
    return spans[first].start
