"""What stands beside the results: the passage of the item under the cursor, and its case where there is room."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer

from imr_tui.corpus.cases import Case
from imr_tui.corpus.results import ResultRow
from imr_tui.marks.annotation import Annotation
from imr_tui.search.passages import Sought
from imr_tui.tui.widgets.case_glance import CaseGlance
from imr_tui.tui.widgets.preview import Preview

REST = 0.1
"""Seconds without another row under the cursor after which its passage is drawn: it is most of what a key sends."""


class Beside(Vertical):
    """Follows the cursor when that rests. Posts `CaseWanted` for a case that there is room for."""

    @dataclass
    class CaseWanted(Message):
        """The case of the item came into sight."""

        case_id: str

    _at: tuple[ResultRow, Sought, Annotation] | None = None
    _timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out passage and case; the style sheet hides what there is no room for."""
        yield Preview(id="preview", markup=False)
        yield CaseGlance(id="glance", markup=False)

    def rest_on(self, row: ResultRow, sought: Sought, said: Annotation) -> None:
        """Show one item as soon as the cursor rests on it, with what was sought and what is said of it."""
        self._at = row, sought, said
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(REST, self._draw)

    def say(self, text: str) -> None:
        """Show no item, but a word on why."""
        self._at = None
        self.query_one(Preview).clear_item(text)
        self.query_one(CaseGlance).show(None)

    def show_case(self, case: Case) -> None:
        """Show a case, if the item is still one of it."""
        if self._at and self._at[0].case_id == case.facts["case_id"]:
            self.query_one(CaseGlance).show(case)

    def on_resize(self) -> None:
        """Show what there is room for now."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self._at is None:
            return
        self.query_one(Preview).show(*self._at)
        if self.query_one(CaseGlance).display:
            self.post_message(self.CaseWanted(self._at[0].case_id))
        else:
            self.query_one(CaseGlance).show(None)
