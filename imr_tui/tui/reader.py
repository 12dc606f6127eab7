"""The screens' way to the corpus: asks in background threads, answers by messages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from imr_tui.corpus.cases import read_case
from imr_tui.corpus.results import Results, read_page
from imr_tui.corpus.totals import count_totals
from imr_tui.search.answer import SearchRequest
from imr_tui.tui.lane import Lane
from imr_tui.tui.messages import Answered, CaseRead, Counted, JobFailed, PageRead

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Cursor

    from imr_tui.corpus.session import Corpus
    from imr_tui.search.engine import SearchEngine


class CorpusReader:
    """Two lanes: one searches, one reads pages and cases, so that a slow search never holds up scrolling."""

    def __init__(
        self, corpus: "Corpus", engine: "SearchEngine", page_size: int, post: Callable[[Message], object]
    ) -> None:
        """Answer by `post`, from any thread; results come in pages of `page_size`."""
        self._engine = engine
        self._page_size = page_size
        self._post = post
        self._asked = 0
        self._retired: list[Results] = []
        self._search = Lane("search", corpus.cursor, self._fail)
        self._reading = Lane("reading", corpus.cursor, self._fail)

    def ask(self, request: SearchRequest) -> None:
        """Search; the latest request wins. Posts `Answered`."""
        self._asked += 1
        number = self._asked

        def job(cursor: "Cursor") -> None:
            self._drop_retired(cursor)
            answer = self._engine.search(request, cursor)
            rows = read_page(cursor, answer.results, 0, self._page_size)
            self._post(Answered(number, answer, rows))

        self._search.submit(job)

    def is_latest(self, message: Answered) -> bool:
        """Tell whether nothing was asked after this."""
        return message.number == self._asked

    def retire(self, results: Results) -> None:
        """Free these results once no page of them can be asked for."""
        self._retired.append(results)

    def read_page(self, results: Results, first: int) -> None:
        """Read the page that starts at row `first`. Posts `PageRead`."""
        self._reading.submit(
            lambda cursor: self._post(PageRead(results, first, read_page(cursor, results, first, self._page_size))),
            key=(results.table, first),
        )

    def read_case(self, case_id: str, item_no: int) -> None:
        """Read a case, to be shown at one of its items. Posts `CaseRead`."""
        self._reading.submit(lambda cursor: self._post(CaseRead(read_case(cursor, case_id), item_no)), key="case")

    def count(self) -> None:
        """Count the whole corpus. Posts `Counted`."""
        self._reading.submit(lambda cursor: self._post(Counted(count_totals(cursor))), key="count")

    def close(self) -> None:
        """Stop what runs and end the threads."""
        self._search.close()
        self._reading.close()

    def _drop_retired(self, cursor: "Cursor") -> None:
        # The last one may still be read by a page that was asked for before the new answer came.
        while len(self._retired) > 1:
            self._retired.pop(0).drop(cursor)

    def _fail(self, error: Exception) -> None:
        self._post(JobFailed(error))
