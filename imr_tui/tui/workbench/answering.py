"""The lower half of the workbench: runs queries, keeps their results, takes rows away."""

import asyncio
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from imr_tui.errors import ImrError, unexpected
from imr_tui.search.answer import SearchRequest
from imr_tui.settings import Settings
from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui import clipboard
from imr_tui.tui.lane import Lane
from imr_tui.tui.messages import CaseRead, CorpusWanted, JobFailed
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.window_table import Enter, WindowTable
from imr_tui.tui.workbench.jobs import Export, Exported, Failed, Finished, Run
from imr_tui.tui.workbench.prompt import PromptModal
from imr_tui.tui.workbench.result_set import ResultSet, cell_text
from imr_tui.tui.workbench.result_table import ResultTable
from imr_tui.tui.workbench.shown_sql import shown_failure

if TYPE_CHECKING:
    from imr_tui.saved_queries import QuerySession, SavedQuery

MOST_RESULTS = 10
TICK = 1.0
STARTED_AFTER = 0.2
"""Seconds."""


class AnswerPart(Vertical):
    """The status line, and below it the rows or what is wrong."""

    def compose(self) -> ComposeResult:
        """Lay out line, table and failure, of which one is shown."""
        yield Static(id="status")
        yield ResultTable(id="result")
        with VerticalScroll(id="failure", can_focus=False):
            yield Static(id="why")


class AnsweringScreen(Screen[None]):
    """A screen that runs queries, one at a time, and keeps the latest results."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "drill", "Drill", id="queries.drill", tooltip="Open the case or the item of the row."),
        Binding("y", "copy_cell", "Copy the cell", show=False, id="queries.copy_cell",
                tooltip="Copy the cell of the row in the current column."),
        Binding("Y", "copy_row", "Copy the row", show=False, id="queries.copy_row",
                tooltip="Copy the row, its cells with tabs between them."),
        Binding("e", "export", "Export", show=False, id="queries.export",
                tooltip="Write all rows to a csv, json, jsonl, md or parquet file."),
        Binding("right_square_bracket", "step_result(1)", "Next result", key_display="]", show=False,
                id="queries.next_result", tooltip="Go to the result that came after this one."),
        Binding("left_square_bracket", "step_result(-1)", "Earlier result", key_display="[", show=False,
                id="queries.earlier_result", tooltip="Go back to the result before; ten are kept."),
    ]  # fmt: skip
    ENTER: ClassVar[Enter] = {
        "queries": ("Run", "Run the query, with the values that are filled in."),
        "result": ("Row", "Show the whole row."),
    }

    def __init__(self, settings: Settings) -> None:
        """Run queries on the settings' snapshot."""
        super().__init__()
        self._settings = settings
        self._explored = SearchRequest()
        """What the explorer shows: the table `selection`."""
        self._lane: Lane[QuerySession] | None = None
        self._results: list[ResultSet] = []
        self._at = 0
        self._asked: SavedQuery | None = None
        self._started = 0.0
        self._is_drilling = self._opens_item = False

    async def on_mount(self) -> None:
        """Tell now and then for how long a query runs."""
        self.set_interval(TICK, self._tell_running)

    def open_session(self) -> None:
        """Make ready to run queries. The process for it starts when the screen is painted: both want a processor."""
        if self._lane:
            return
        from imr_tui.saved_queries import Limits, QuerySession

        db, limits = self._settings.db, Limits.of(self._settings.preferences)
        lane = self._lane = Lane("queries", lambda: QuerySession(db, limits), lambda error: None)
        self.set_timer(STARTED_AFTER, lambda: lane.submit(lambda session: None, key="open"))

    def close_session(self) -> None:
        """Stop what runs."""
        if self._lane:
            self._lane.close()
            self._lane = None

    def on_unmount(self) -> None:
        """Stop what runs."""
        self.close_session()

    @property
    def _table(self) -> ResultTable:
        return self.query_one(ResultTable)

    def submit(self, query: "SavedQuery", texts: dict[str, str]) -> None:
        """Run a query, in the place of the one that runs."""
        if self._lane is None:
            return
        run = Run(query, texts, self._settings.db, self._explored)
        self._asked, self._started = query, monotonic()
        self._tell("running, esc stops it")
        self._lane.submit(
            lambda session: run.start(session, self.post_message),
            on_error=lambda error: self.post_message(Failed(query, error)),
        )

    def stop(self) -> bool:
        """Stop the query that runs; tell whether one did."""
        if self._asked is None or self._lane is None:
            return False
        self._lane.interrupt()
        self._asked = None
        self._tell("stopped")
        return True

    def _tell_running(self) -> None:
        seconds = monotonic() - self._started
        if self._asked and seconds >= TICK:
            self._tell(f"running for {seconds:.0f} s, esc stops it")

    def _tell(self, text: str) -> None:
        self.add_class("-answered")
        self.query_one("#status", Static).update(Content(clean_line(text)))

    @on(Finished)
    def _keep_result(self, message: Finished) -> None:
        if self._asked is None or message.result.query is not self._asked:
            return  # stopped, or another was started
        self._asked = None
        self._results = [*self._results, message.result][-MOST_RESULTS:]
        self._at = len(self._results) - 1
        self._show_result()
        if message.result.rows and not self.has_class("-editing"):
            self.set_focus(self._table)

    def _show_result(self) -> None:
        result = self._results[self._at]
        self.remove_class("-failed")
        self._table.show_result(result)
        self._tell_result()

    def _tell_result(self) -> None:
        result = self._results[self._at]
        place = f"result {self._at + 1} of {len(self._results)}" if len(self._results) > 1 else ""
        limit = "e exports all" if result.is_cut else ""
        chart = "c draws bars" if result.chart and result.rows else ""
        note = "  ".join(filter(None, (f"{result.count} · {result.took}", place, limit, chart)))
        title = Content.styled(clean_line(result.query.title), "bold")
        self.add_class("-answered")
        self.query_one("#status", Static).update(Content.assemble(title, f": {note}"))

    @on(Failed)
    def _show_failure(self, message: Failed) -> None:
        if message.is_run and message.query is self._asked:
            self._asked = None
        error = message.error
        if not isinstance(error, ImrError):
            error = unexpected(error)
        self.show_failure(error, message.query)

    def show_failure(self, error: ImrError, query: "SavedQuery") -> None:
        """Tell what is wrong with a query, and where."""
        self.add_class("-failed")
        self._tell(f"{query.title}: no result")
        self.query_one("#why", Static).update(shown_failure(error, query.sql))

    def action_step_result(self, step: int) -> None:
        """Go to another of the results that are kept."""
        if self._results and 0 <= self._at + step < len(self._results):
            self._at += step
            self._show_result()
        elif self._results and self.has_class("-failed"):
            self._show_result()

    @on(WindowTable.RowOpened, "#result")
    def _show_record(self) -> None:
        result, row = self._table.result, self._table.current_row
        if result and row is not None:
            pairs = zip(result.columns, row, strict=True)
            lines = [
                Content.assemble((f"{clean(name)}\n", DIM), clean(cell_text(value)), "\n") for name, value in pairs
            ]
            self.app.push_screen(TextModal("Row", Content("\n").join(lines)))

    def action_drill(self) -> None:
        """Open the case or item of the row."""
        result, row = self._table.result, self._table.current_row
        if result is None or row is None:
            return
        if result.drill is None or row[result.drill] is None:
            self.notify("This row names no case and no item (columns case_id, item_id).", markup=False)
            return
        name, self._opens_item = str(row[result.drill]), result.columns[result.drill] == "item_id"
        case_id, _, number = name.rpartition("#") if self._opens_item else (name, "", "")
        item_no = int(number) if number.isdecimal() else 1
        self._is_drilling = True
        self.post_message(CorpusWanted(lambda reader: reader.read_case(case_id, item_no, self.post_message)))

    @on(CaseRead)
    def _show_case(self, message: CaseRead) -> None:
        if self._is_drilling and self.app.screen is self:
            from imr_tui.tui.screens.case import CaseScreen

            self.app.push_screen(CaseScreen(message.case, message.item_no, (), self._opens_item))
        self._is_drilling = False

    @on(JobFailed)
    def _show_error(self, message: JobFailed) -> None:
        self._is_drilling = False
        self.app.push_screen(TextModal.of_failure(message.error))

    async def action_copy_cell(self) -> None:
        """Copy the current cell."""
        row = self._table.current_row
        if row is not None:
            await self._copy(cell_text(row[self._table.current]), "cell")

    async def action_copy_row(self) -> None:
        """Copy the row."""
        row = self._table.current_row
        if row is not None:
            await self._copy("\t".join(map(cell_text, row)), "row")

    async def _copy(self, text: str, what: str) -> None:
        place = await asyncio.to_thread(clipboard.copy, self.app, text)
        self.notify(clean_line(f"Copied the {what} to {place}"), markup=False)

    def action_export(self) -> None:
        """Ask for a file, and write the rows to it."""
        result = self._table.result
        if result is None:
            return

        def write(name: str | None) -> None:
            if name and self._lane:
                job = Export(result, Path(name).expanduser().absolute(), self._settings.db, self._explored)
                self._lane.submit(
                    lambda session: job.start(session, self.post_message),
                    key="export",
                    on_error=lambda error: self.post_message(JobFailed(error)),
                )

        note = "The end tells the format: .csv .json .jsonl .md .parquet. No file is replaced."
        self.app.push_screen(PromptModal("Write all rows to", f"{result.query.name}.csv", note), write)

    @on(Exported)
    def _tell_export(self, message: Exported) -> None:
        self.notify(clean_line(f"Wrote {message.path}"), markup=False)
