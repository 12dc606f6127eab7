"""The passage of the item under the cursor."""

from textual.content import Content
from textual.widgets import Static

from imr_tui.corpus.results import ResultRow
from imr_tui.marks.annotation import Annotation
from imr_tui.search.passages import ELLIPSIS, Sought, find_matches, passage_start
from imr_tui.terminal_text import clean_line
from imr_tui.tui.marking import described
from imr_tui.tui.shown import DIM, decision_content, with_matches


class Preview(Static):
    """Title, decision, and the rationale from a little above its best match."""

    def show(self, row: ResultRow, sought: Sought, said: Annotation) -> None:
        """Show one item, and what is said of it."""
        start = passage_start(row.rationale, sought, length=self.size.width * max(1, self.size.height))
        text = f"{ELLIPSIS if start else ''}{row.rationale[start:]}" or "No rationale was found in the letter."
        facts = [row.item_type, row.item_subtype, row.decision_date.isoformat() if row.decision_date else ""]
        marked = " · ".join(filter(None, (described(said), clean_line(said.note))))
        head = Content.assemble(
            decision_content(row.decision), "  ", (clean_line(row.title), "bold"), "\n",
            (clean_line(" · ".join(fact for fact in facts if fact)), DIM), "  " if marked else "", marked, "\n",
        )  # fmt: skip
        self.update(head + with_matches(text, find_matches(text, sought)), layout=False)

    def clear_item(self, text: str = "") -> None:
        """Show no item, but a word on why."""
        self.update(Content.styled(text, DIM), layout=False)
