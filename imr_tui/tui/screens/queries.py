"""Saved queries: the list, what each asks, and its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from imr_tui.errors import ImrError, WorkFailedError
from imr_tui.settings import Settings
from imr_tui.terminal_text import clean, counted
from imr_tui.tui.lane import Lane
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.widgets.window_table import GAP, Cell, Column, WindowTable

if TYPE_CHECKING:
    from imr_tui.saved_queries import QuerySession, SavedQuery

MOST_ROWS = 10_000
LEAST_WIDTH = 6
ROOM_BESIDE = 4
"""Cells of a table's line that are no column: the cursor's mark, the scroll bar, the edge."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of a query, as many as are shown."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    is_cut: bool


class QueriesScreen(Screen[None]):
    """Run a saved query with Enter; its result stays until the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "back",
            "Back",
            key_display="esc",
            id="queries.back",
            tooltip="Stop the query that runs; from the result to the list; else back.",
        ),
        Binding(
            "tab",
            "switch",
            "List/result",
            key_display="tab",
            id="queries.switch",
            tooltip="Go from the list to the result and back.",
        ),
    ]

    @dataclass
    class Finished(Message):
        """A query has its result."""

        query: "SavedQuery"
        outcome: Outcome

    @dataclass
    class Failed(Message):
        """A query ended with an error."""

        error: Exception

    def __init__(self, settings: Settings) -> None:
        """List the queries of the settings' folders."""
        super().__init__()
        from imr_tui.saved_queries import find_queries

        self._settings = settings
        self._queries = list(find_queries(settings.queries).values())
        self._outcome: Outcome | None = None
        self._lane: Lane[QuerySession] | None = None

    def compose(self) -> ComposeResult:
        """Lay out list, question and result."""
        yield TitleLine("Saved queries", counted(len(self._queries), "query", "queries"))
        with Horizontal(id="body"):
            yield WindowTable((Column("QUERY", share=1),), _title, id="queries")
            with VerticalScroll(id="sql", can_focus=False):
                yield Static(id="about")
        yield WindowTable((), _cells, id="result")
        yield KeyLine()

    def on_mount(self) -> None:
        """Fill the list and open the session that runs queries."""
        from imr_tui.saved_queries import QuerySession

        db = self._settings.db
        self._lane = Lane("queries", lambda: QuerySession(db), lambda error: self.post_message(self.Failed(error)))
        table = self.query_one("#queries", WindowTable)
        table.show_rows(len(self._queries), self._queries)
        table.focus()

    def on_unmount(self) -> None:
        """Stop what runs."""
        if self._lane:
            self._lane.close()

    @on(WindowTable.RowHighlighted, "#queries")
    def _show_question(self, message: WindowTable.RowHighlighted) -> None:
        if not self._queries:
            folders = ", ".join(str(folder) for folder in self._settings.queries)
            self.query_one("#about", Static).update(Content(f"No saved queries in {clean(folders)}"))
            return
        query = self._queries[message.row]
        body = "\n".join(line for line in query.sql.splitlines() if not line.startswith("--")).strip()
        takes = "".join(f"\n${p.name} = {p.default or '?'}: {p.label}" for p in query.parameters)
        about = f"{query.description}{takes}"
        text = Content.assemble((clean(query.title), "bold"), "\n", clean(about), "\n\n", (clean(body), DIM))
        self.query_one("#about", Static).update(text)

    @on(WindowTable.RowOpened, "#queries")
    def _run(self, message: WindowTable.RowOpened) -> None:
        if not self._queries or self._lane is None:
            return
        query = self._queries[message.row]

        def job(session: "QuerySession") -> None:
            from imr_tui.marks.corpus_marks import read_marks

            session.provide("marks", read_marks(self._settings.db, query.sql))
            from imr_tui.saved_queries import bind
            from imr_tui.saved_queries.choices import read_choices

            values = bind(query.parameters, {}, lambda parameter: read_choices(session, parameter), lambda _: [])
            result = session.run(query.sql, values)
            rows = list(islice(result.rows, MOST_ROWS + 1))
            outcome = Outcome(result.columns, rows[:MOST_ROWS], len(rows) > MOST_ROWS)
            self.post_message(self.Finished(query, outcome))

        self.query_one(KeyLine).show_position("running, esc stops it")
        self._lane.submit(job)

    @on(Finished)
    def _show_result(self, message: Finished) -> None:
        outcome = self._outcome = message.outcome
        self.add_class("-answered")
        table = self.query_one("#result", WindowTable)
        table.show_columns(_columns(outcome, self.size.width - ROOM_BESIDE))
        table.show_rows(len(outcome.rows), outcome.rows)
        note = f"{'>' if outcome.is_cut else ''}{counted(len(outcome.rows), 'row')}"
        self.query_one(TitleLine).show_note(f"{message.query.title}: {note}")
        self.query_one(KeyLine).show_position(note)
        if outcome.rows:
            table.focus()

    @on(Failed)
    def _show_error(self, message: Failed) -> None:
        self.query_one(KeyLine).show_position("")
        error = message.error
        if not isinstance(error, ImrError):
            error = WorkFailedError("The query failed", str(error), "Its SQL is at the right.")
        self.app.push_screen(TextModal.of_error(error))

    @on(WindowTable.RowOpened, "#result")
    def _show_record(self, message: WindowTable.RowOpened) -> None:
        if self._outcome and message.row < len(self._outcome.rows):
            pairs = zip(self._outcome.columns, self._outcome.rows[message.row], strict=True)
            lines = [Content.assemble((f"{clean(name)}\n", DIM), clean(_text(value)), "\n") for name, value in pairs]
            self.app.push_screen(TextModal("Row", Content("\n").join(lines)))

    def action_switch(self) -> None:
        """Go from the list to the result and back."""
        result, queries = self.query_one("#result"), self.query_one("#queries")
        (queries if result.has_focus or self._outcome is None else result).focus()

    def action_back(self) -> None:
        """Stop the query that runs; else from the result to the list; else back to the explorer."""
        queries = self.query_one("#queries")
        if self._lane and self._lane.is_busy:
            self._lane.interrupt()
            self.query_one(KeyLine).show_position("stopped")
        elif not queries.has_focus:
            queries.focus()
        else:
            self.dismiss()


def _title(query: "SavedQuery") -> tuple[Cell, ...]:
    return (Cell(query.title),)


def _columns(outcome: Outcome, room: int) -> tuple[Column, ...]:
    """Give each column its widest value's width; where that does not fit, the widest texts give way, numbers never."""
    numbers = [all(isinstance(row[n], int | float | None) for row in outcome.rows) for n in range(len(outcome.columns))]
    widths = [
        max([cell_len(name), *(cell_len(_text(row[n])) for row in outcome.rows)])
        for n, name in enumerate(outcome.columns)
    ]
    texts = [width for width, is_number in zip(widths, numbers, strict=True) if not is_number]
    room -= sum(width + GAP for width, is_number in zip(widths, numbers, strict=True) if is_number)
    most = next(
        (m for m in range(max(texts, default=0), LEAST_WIDTH, -1) if _cells_needed(texts, m) <= room), LEAST_WIDTH
    )
    return tuple(
        Column(name, width if is_number else min(width, most), is_number=is_number)
        for name, width, is_number in zip(outcome.columns, widths, numbers, strict=True)
    )


def _cells_needed(widths: Sequence[int], most: int) -> int:
    return sum(min(width, most) + GAP for width in widths)


def _cells(row: Sequence[Any]) -> tuple[Cell, ...]:
    return tuple(Cell(_text(value)) for value in row)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
