"""The screens' way to the corpus: asks in background threads, answers by messages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from imr_tui.corpus.cases import read_case
from imr_tui.corpus.facets import Counts
from imr_tui.corpus.items import items_of_case
from imr_tui.corpus.letters import find_letter, parquet_files
from imr_tui.corpus.results import Results, position_of, read_page
from imr_tui.corpus.totals import count_totals
from imr_tui.search.answer import Answer, SearchRequest
from imr_tui.tui.lane import Lane
from imr_tui.tui.messages import (
    Answered,
    CaseGlanced,
    CaseRead,
    Counted,
    FacetsCounted,
    GroupsCounted,
    ItemsCollected,
    JobFailed,
    LetterFound,
    NoSuchResult,
    PageRead,
    ResultSpot,
    SimilarFound,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Cursor

    from imr_tui.corpus.session import Corpus
    from imr_tui.search.engine import SearchEngine

Reply = Callable[[Message], object]


class CorpusReader:
    """Lanes: one searches, one reads pages and cases, so that a slow search never holds up scrolling; one prepares."""

    def __init__(
        self, corpus: "Corpus", engine: "SearchEngine", page_size: int, post: Callable[[Message], object]
    ) -> None:
        """Answer by `post`, from any thread; results come in pages of `page_size`."""
        self._engine = engine
        self._page_size = page_size
        self._post = post
        self._asked = 0
        self._answered: tuple[int, Answer] | None = None
        self._facets: tuple[str, ...] = ()
        self._is_prepared = False
        self._search = Lane("search", corpus.cursor, self._fail)
        self._reading = Lane("reading", corpus.cursor, self._fail)
        self._preparing = Lane("preparing", corpus.cursor, self._fail)

    def ask(self, request: SearchRequest, item_id: str | None = None, row: int = 0) -> None:
        """Search; the latest request wins. Posts `Answered`.

        It comes with the page that holds the item `item_id`, or if that is not found any more, the row `row`.
        """
        self._asked += 1
        number = self._asked

        def job(cursor: "Cursor") -> None:
            answer = self._engine.search(request, cursor)
            place = position_of(cursor, answer.results, item_id) if item_id else None
            if item_id and place is None:
                place = max(0, min(row, answer.results.total - 1))
            first = (place or 0) // self._page_size * self._page_size
            rows = read_page(cursor, answer.results, first, self._page_size)
            self._post(Answered(number, answer, rows, first, place))
            self._answered = (number, answer)
            self._count_facets(cursor)
            if not self._is_prepared:
                self._is_prepared = True
                self._search.submit(lambda _: self._engine.warm_up(), key="warm up")
                self._preparing.submit(self._engine.prepare)

        self._search.submit(job)

    def count_facets(self, facets: tuple[str, ...]) -> None:
        """Count these facets too, now and behind each answer to come. Posts `FacetsCounted`."""
        self._facets = facets
        self._search.submit(self._count_facets, key="facets")

    def _count_facets(self, cursor: "Cursor") -> None:
        number, answer = self._answered or (0, None)
        counts: Counts = {}
        if answer and answer.count_facets:
            for facet, counted in answer.count_facets(cursor, self._facets):
                if number != self._asked:
                    return
                counts[facet] = counted
        if counts:
            self._post(FacetsCounted(number, counts))

    def is_latest(self, message: Answered | FacetsCounted) -> bool:
        """Tell whether nothing was asked after this."""
        return message.number == self._asked

    def read_page(self, results: Results, first: int) -> None:
        """Read the page that starts at row `first`. Posts `PageRead`."""

        def job(cursor: "Cursor") -> None:
            self._post(PageRead(results, first, read_page(cursor, results, first, self._page_size)))

        self._reading.submit(job, key=(id(results), first))

    def read_case(self, case_id: str, item_no: int, reply: Reply | None = None) -> None:
        """Read a case, to be shown at one of its items. Posts `CaseRead`, by `reply` if there is one."""
        post = reply or self._post
        self._reading.submit(
            lambda cursor: post(CaseRead(read_case(cursor, case_id), item_no)),
            key="case",
            on_error=lambda error: post(JobFailed(error)),
        )

    def collect(self, request: SearchRequest | None, case_id: str, reply: Reply) -> None:
        """Find out which items a request finds, or a case has. Posts `ItemsCollected` or `JobFailed` by `reply`."""

        def job(cursor: "Cursor") -> None:
            if request:
                results = self._engine.search(request, cursor).results
                docs = results.docs(results.total)[: results.total].tolist()
            else:
                docs = items_of_case(cursor, case_id)
            reply(ItemsCollected(docs, cursor.cursor()))

        self._search.submit(job, key="collect", on_error=lambda error: reply(JobFailed(error)))

    def glance(self, case_id: str) -> None:
        """Read a case to be shown beside the results. Posts `CaseGlanced`."""
        self._reading.submit(lambda cursor: self._post(CaseGlanced(read_case(cursor, case_id))), key="glance")

    def find_letter(self, case_id: str, reply: Reply) -> None:
        """Find out where the letter of a case is. Posts `LetterFound` or `JobFailed` by `reply`."""

        def job(cursor: "Cursor") -> None:
            place = find_letter(cursor, case_id)
            reply(LetterFound(place, parquet_files(cursor) if place.row_name else []))

        self._reading.submit(job, key="letter", on_error=lambda error: reply(JobFailed(error)))

    def read_result(self, results: Results, position: int, reply: Reply) -> None:
        """Read the case of a result. Posts `CaseRead`, `NoSuchResult` or `JobFailed` by `reply`."""

        def job(cursor: "Cursor") -> None:
            row = next(iter(read_page(cursor, results, position, 1)), None)
            if row is None:
                reply(NoSuchResult())
                return
            spot = ResultSpot(row.item_id, position + 1, results.total)
            reply(CaseRead(read_case(cursor, row.case_id), row.item_no, spot))

        self._reading.submit(job, key="case", on_error=lambda error: reply(JobFailed(error)))

    def find_similar(self, item_id: str, reply: Reply) -> None:
        """Find the items with the nearest rationales. Posts `SimilarFound` or `JobFailed` by `reply`."""

        def job(cursor: "Cursor") -> None:
            from imr_tui.search.similar import find_similar

            reply(SimilarFound(find_similar(cursor, self._engine.word_holders, item_id)))

        self._search.submit(job, key="similar", on_error=lambda error: reply(JobFailed(error)))

    def count_groups(self, request: SearchRequest, table: str, reply: Reply) -> None:
        """Count what a search finds by one of the tables of statistics. Posts `GroupsCounted` or `JobFailed`."""

        def job(cursor: "Cursor") -> None:
            from imr_tui.search.statistics import count_groups

            reply(GroupsCounted(count_groups(cursor, self._engine.search(request, cursor).results, table)))

        self._search.submit(job, key="statistics", on_error=lambda error: reply(JobFailed(error)))

    def count(self) -> None:
        """Count the whole corpus. Posts `Counted`."""
        self._reading.submit(lambda cursor: self._post(Counted(count_totals(cursor))), key="count")

    def close(self) -> None:
        """Stop what runs and end the threads."""
        self._search.close()
        self._reading.close()
        self._preparing.close()

    def _fail(self, error: Exception) -> None:
        self._post(JobFailed(error))
