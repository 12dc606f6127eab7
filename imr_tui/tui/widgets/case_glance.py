"""The case of the item under the cursor, where the screen has room for it."""

from textual.content import Content
from textual.widgets import Static

from imr_tui.corpus.cases import Case
from imr_tui.terminal_text import clean_line, counted
from imr_tui.tui.shown_case import facts_content


class CaseGlance(Static):
    """Facts of one case."""

    _case: Case | None = None

    def show(self, case: Case | None) -> None:
        """Show a case, or none."""
        if case != self._case:
            self._case = case
            self._draw()

    def on_resize(self) -> None:
        """Wrap the facts to the new width."""
        self._draw()

    def _draw(self) -> None:
        if self._case is None:
            self.update("")
            return
        facts = self._case.facts
        head = clean_line(f"{facts['case_id']} · {counted(len(self._case.items), 'item')} · {facts['outcome'].lower()}")
        self.update(Content("\n").join((Content.styled(head, "bold"), facts_content(facts, self.content_size.width))))
