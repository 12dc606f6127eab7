"""The main screen: search line, filter panes, results, preview."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Input

from imr_tui.corpus.results import ResultRow
from imr_tui.last_session import LastSession
from imr_tui.search.answer import ORDERS, Answer, SearchRequest
from imr_tui.search.editing import exactly, in_order_of_coming, toggled, without
from imr_tui.search.first_view import read_first_view
from imr_tui.search.query import Narrowing
from imr_tui.search_history import keep_search
from imr_tui.settings import Settings, corpus_text
from imr_tui.terminal_text import clean_line, counted
from imr_tui.tui.messages import (
    Answered,
    CaseGlanced,
    CorpusWanted,
    Counted,
    FacetsCounted,
    JobFailed,
    PageRead,
)
from imr_tui.tui.pace import Pace
from imr_tui.tui.reader import CorpusReader
from imr_tui.tui.restoring import offer_history, request_of, restore_views, session_of
from imr_tui.tui.screens.explorer_keys import EXPLORER_KEYS
from imr_tui.tui.screens.opening import OpeningScreen
from imr_tui.tui.screens.take_away import Place
from imr_tui.tui.screens.text_modal import TextModal
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.beside import Beside
from imr_tui.tui.widgets.filter_pane import FilterPane
from imr_tui.tui.widgets.frame import KeyLine, Line, TitleLine
from imr_tui.tui.widgets.result_table import ResultTable
from imr_tui.tui.widgets.search_line import SearchLine
from imr_tui.tui.widgets.window_table import PAGE_SIZE, WindowTable

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus
    from imr_tui.loading.progress import Progress
    from imr_tui.search.engine import SearchEngine
    from imr_tui.tui.screens.export import Offer
    from imr_tui.tui.workbench.screen import QueriesScreen

PAUSE = 0.035
"""Seconds without a key after which an answer is drawn: one that types fast sees the keys first."""
READ_ONCE = "Each letter is read once: what is read now is kept, also if you quit meanwhile (q)."


class ExplorerScreen(OpeningScreen):
    """Narrow all items down by words and filters; Enter opens the case of an item."""

    BINDINGS: ClassVar[list[BindingType]] = EXPLORER_KEYS

    def __init__(self, settings: Settings, start: LastSession) -> None:
        """Show an empty screen until the corpus is open; then what was there when the explorer was left."""
        super().__init__()
        self._start = start
        self._settings = settings
        self._request = request_of(start)
        self._narrowings: list[Narrowing] = []
        """Of the request, in the order in which they came."""
        self._wish: CorpusWanted | None = None
        self._pace = Pace()
        self._typed_at = -inf
        self._workbench: QueriesScreen | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen; the style sheet places the preview by the width."""
        yield TitleLine(f"imr-tui · {self._settings.corpus_name}", "opening")
        yield SearchLine(id="search")
        yield Line(id="active")
        with Horizontal(id="body"):
            yield FilterPane(id="filters")
            with Container(id="answer"):
                yield ResultTable(self.said_of, self.is_selected, id="results")
                yield Beside(id="beside")
        yield KeyLine()

    def on_mount(self) -> None:
        """Start where the keys work, with what there was to see when the snapshot was built."""
        self.set_focus(self.table)
        restore_views(self, self._start)
        if self._request != SearchRequest():
            self.query_one(SearchLine).edit(self._request.text)
        elif view := read_first_view(self._settings.db, corpus_text(self._settings.corpus)):
            self._show(view.answer, view.rows)
            self._show_totals(Counted(view.totals))

    def show_progress(self, progress: "Progress") -> None:
        """Tell how far the reading of letters has come."""
        step = self._pace.describe(progress)
        if self._reader is None:
            self.query_one(TitleLine).show_note(step)
            self.query_one(Beside).say(f"{step[0].upper()}{step[1:]}.\n\n{READ_ONCE}")
        elif progress.phase == "reading":
            self.query_one(TitleLine).show_note(
                f"+{counted(progress.total, 'letter')} · {progress.done:,} read · r stops"
            )

    def open_corpus(self, corpus: "Corpus", engine: "SearchEngine") -> None:
        """Show the corpus, narrowed by what was typed while it loaded; a newer snapshot keeps the place in it."""
        row = self._row_shown
        if self._reader:
            self._reader.close()
        self._reader = CorpusReader(corpus, engine, PAGE_SIZE, self.post_message)
        self._reader.count()
        self._reader.count_facets(self.query_one(FilterPane).counted)
        self._ask(self._request, self._start.item_id or (row.item_id if row else None))
        self.go_on_opening()
        if self._wish:
            self._wish.ask(self._reader)

    def session(self, theme: str, instead_of: str) -> LastSession:
        """Return what there is on the screen, to be shown again by the next session."""
        keep_search(self.query_one(SearchLine).text)
        item_id = self._start.item_id or (self._row_shown.item_id if self._row_shown else "")
        return session_of(self, self._request, item_id, theme, instead_of)

    def ask_for(self, wish: CorpusWanted) -> None:
        """Ask what another screen wants to know; again when a newer snapshot comes, which may be before the answer."""
        self._wish = wish
        if self._reader:
            wish.ask(self._reader)

    def show_totals(self) -> None:
        """Tell how much there is, again."""
        if self._reader:
            self._reader.count()

    def on_unmount(self) -> None:
        """Stop what runs."""
        if self._reader:
            self._reader.close()

    @property
    def _row_shown(self) -> ResultRow | None:
        """The row under the cursor, unless other rows are awaited."""
        is_latest = self._answer is not None and self._answer.request == self._request
        return self.table.row_at(self.table.cursor) if is_latest else None

    @property
    def table(self) -> ResultTable:
        """The results."""
        return self.query_one("#results", ResultTable)

    @property
    def place(self) -> Place | None:
        """The item under the cursor."""
        row = self.table.row_at(self.table.cursor)
        return Place(row.case_id, row.item_no) if row else None

    @property
    def offers(self) -> "list[Offer]":
        """What may be exported: the results, what is marked, the case under the cursor."""
        from imr_tui.tui.screens.export import Offer

        if not self._answer or not self._answer.results.total:
            return super().offers
        *case, marked = super().offers
        label = counted(self._answer.results.total, "result")
        results = Offer(label, self._answer.query.title, self._request)
        return [results, marked, *case]

    def _ask(self, request: SearchRequest, item_id: str | None = None) -> None:
        if request.text != self._request.text:
            self.selection.clear()
        self._request = request
        self._narrowings = in_order_of_coming(request.text, self._narrowings)
        self.table.await_rows()
        if self._reader:
            self._reader.ask(request, item_id, self.table.cursor)

    @on(Answered)
    def _show_answer(self, message: Answered) -> None:
        if self._reader is None or not self._reader.is_latest(message):
            return
        if (left := self._typed_at + PAUSE - monotonic()) > 0:
            # Drawing it would hold up the echo of the next key.
            self.set_timer(left, partial(self._show_answer, message))
            return
        if self._is_shown(message):
            self._answer = message.answer
            self.table.confirm_rows(message.rows, message.first)
            if self._start.item_id and message.place is not None:
                self.table.cursor = message.place
        else:
            self._show(message.answer, message.rows, message.first, message.place)
        self.marker.look()
        self._start = LastSession()

    def _is_shown(self, message: Answered) -> bool:
        """Tell whether the answer says what is on the screen already: then nothing is sent over a slow line again."""
        shown, answer = self._answer, message.answer
        if shown is None or (shown.request, shown.query) != (answer.request, answer.query):
            return False
        if shown.results.total != answer.results.total or shown.facets != answer.facets:
            return False
        return all(self.table.row_at(n) == row for n, row in enumerate(message.rows, message.first))

    def _show(self, answer: Answer, rows: Sequence[ResultRow], first: int = 0, place: int | None = None) -> None:
        self._answer = answer
        self.query_one(SearchLine).show(answer)
        self.query_one(FilterPane).show(answer.query, answer.facets)
        self._show_active()
        self.table.seek(answer.sought, answer.request.order)
        self.table.show_rows(answer.results.total, rows, first, place)

    @on(FilterPane.CountsWanted)
    def _count_facets(self, message: FilterPane.CountsWanted) -> None:
        if self._reader:
            self._reader.count_facets(message.facets)

    @on(FacetsCounted)
    def _show_counts(self, message: FacetsCounted) -> None:
        if self._reader and self._reader.is_latest(message):
            self.query_one(FilterPane).add_counts(message.counts)

    @on(WindowTable.RowsWanted, "#results")
    def _read_page(self, message: WindowTable.RowsWanted) -> None:
        if self._reader and self._answer and self._answer.results.is_readable:
            self._reader.read_page(self._answer.results, message.row)

    @on(PageRead)
    def _show_page(self, message: PageRead) -> None:
        if self._answer and message.results is self._answer.results:
            self.table.add_rows(message.first, message.rows)
            self.show_row()

    @on(WindowTable.RowHighlighted, "#results")
    def show_row(self) -> None:
        """Show the position of the row under the cursor; what is in it, when the cursor rests."""
        if self._answer is None:
            return
        total = self._answer.results.total
        place = f"{self.table.cursor + 1:,} of {total:,}" if total else "nothing"
        self.query_one(KeyLine).show_position(f"{self.told_selection}{place}")
        row = self.table.row_at(self.table.cursor)
        if not total:
            self.query_one(Beside).say("Nothing fits. Escape takes back the last narrowing; fewer words find more.")
        elif row:
            self.query_one(Beside).rest_on(row, self.sought, self.marker.said_of(row.item_id))

    @on(Beside.CaseWanted)
    def _glance(self, message: Beside.CaseWanted) -> None:
        if self._reader:
            self._reader.glance(message.case_id)

    @on(CaseGlanced)
    def _show_glance(self, message: CaseGlanced) -> None:
        self.query_one(Beside).show_case(message.case)

    def _show_active(self) -> None:
        text = clean_line(self._answer.query.describe()) if self._answer else ""
        hint = f"   {'esc' if self.focused is self.table else 'esc esc'} takes it back" if text else ""
        self.query_one("#active", Line).show(Content.assemble((text, "bold"), (hint, DIM)))

    @on(Counted)
    def _show_totals(self, message: Counted) -> None:
        totals = message.totals
        broken = sum(totals.letters.get(status, 0) for status in ("parsed with problems", "unreadable"))
        problems = f"{broken:,} with problems · " if broken else ""
        self.query_one(TitleLine).show_note(
            f"{problems}{counted(totals.cases, 'case')} · {counted(totals.items, 'item')}"
        )

    @on(Input.Changed, "#query")
    def _typed(self) -> None:
        text = self.query_one(SearchLine).text
        if text != self._request.text:
            self._typed_at = monotonic()
            self._ask(replace(self._request, text=text))

    @on(FilterPane.Toggled)
    def _ticked(self, message: FilterPane.Toggled) -> None:
        self._edit(toggled(self.query_one(SearchLine).text, message.facet, message.value, message.known))

    def _edit(self, text: str) -> None:
        # At once, not when the input tells of its change: keys typed fast are meant for the rows to come.
        self.query_one(SearchLine).edit(text)
        self._typed()

    def action_leave_search(self) -> None:
        """Go to the results."""
        keep_search(self.query_one(SearchLine).text)
        self.set_focus(self.table)

    def action_history(self) -> None:
        """Choose one of the earlier searches."""
        offer_history(self, self._search_again)

    def _search_again(self, text: str) -> None:
        self._edit(text)
        self.set_focus(self.table)

    def action_focus_search(self) -> None:
        """Go to the search line."""
        self.set_focus(self.query_one("#query"))

    def action_focus_filters(self) -> None:
        """Go to the filter panes; where they are hidden for want of room, show them instead of the results."""
        self.add_class("-filtering")
        filters = self.query_one(FilterPane)
        if filters.focusable:
            self.set_focus(filters)
        else:
            self.call_after_refresh(self.set_focus, filters)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Leave the filter panes for good when the focus does."""
        self.set_class(isinstance(event.widget, FilterPane), "-filtering")
        self._show_active()

    def action_back(self) -> None:
        """Back to the results; from there take back the latest narrowing, then the words."""
        if self.query_one(FilterPane).stop_finding():
            return
        if self.focused is not self.table:
            self.set_focus(self.table)
        elif self.selected:
            self.select_none()
        else:
            text = self.query_one(SearchLine).text
            self._edit(without(text, self._narrowings[-1]) if self._narrowings else "")

    def action_sort(self) -> None:
        """Sort the results in the next of the orders."""
        orders = list(ORDERS)
        order = orders[(orders.index(self._request.order) + 1) % len(orders)]
        self._ask(replace(self._request, order=order))

    def action_columns(self) -> None:
        """Choose the columns of the results."""
        from imr_tui.tui.screens.columns import ColumnsPanel

        self.app.push_screen(ColumnsPanel(self.table))

    def action_exact(self) -> None:
        """Seek the words as typed only; again: with typos."""
        self._edit(exactly(self.query_one(SearchLine).text))

    def action_queries(self) -> None:
        """Open the saved queries."""
        self.when_ready(self._open_queries)

    def _open_queries(self) -> None:
        if self._answer:
            from imr_tui.tui.workbench.screen import QueriesScreen

            if self._workbench is None:
                self._workbench = QueriesScreen(self._settings)
                self.app.install_screen(self._workbench, "queries")  # else it would end with the first visit
            self._workbench.visit(self._request)
            self.app.push_screen(self._workbench)

    def action_statistics(self) -> None:
        """Count the results; a row that is chosen there narrows them."""
        self.when_ready(self._open_statistics)

    def _open_statistics(self) -> None:
        if self._answer:
            from imr_tui.tui.screens.statistics import StatisticsScreen

            self.app.push_screen(StatisticsScreen(self._request, self._answer.query), self._narrow)

    def _narrow(self, text: str | None) -> None:
        if text is not None:
            self._edit(text)

    @on(JobFailed)
    def _show_error(self, message: JobFailed) -> None:
        self.open_none()
        self.table.await_no_rows()
        if self.app.screen is self:  # one window for a burst of failures
            self.app.push_screen(TextModal.of_failure(message.error))
