"""What background threads tell the screens. Threads change no state themselves: handlers do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from imr_tui.corpus.cases import Case
from imr_tui.corpus.facets import Counts
from imr_tui.corpus.results import ResultRow, Results
from imr_tui.corpus.totals import Totals
from imr_tui.search.answer import Answer
from imr_tui.terminal_text import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Cursor

    from imr_tui.corpus.letters import LetterPlace
    from imr_tui.corpus.session import Corpus
    from imr_tui.errors import ImrError
    from imr_tui.loading.original import Original
    from imr_tui.loading.progress import LoadReport, Progress
    from imr_tui.marks.corpus_marks import CorpusMarks
    from imr_tui.search.engine import SearchEngine
    from imr_tui.search.similar import Similar
    from imr_tui.search.statistics import Statistics
    from imr_tui.tui.reader import CorpusReader


@dataclass
class Loading(Message):
    """Letters are being read."""

    progress: "Progress"

    def can_replace(self, message: Message) -> bool:
        """Only the latest progress matters."""
        return isinstance(message, Loading)


@dataclass
class Loaded(Message):
    """A snapshot of the corpus is open; it takes the place of the one before."""

    corpus: "Corpus"
    engine: "SearchEngine"
    marks: "CorpusMarks"


@dataclass
class LoadEnded(Message):
    """The corpus was looked through; there is no report if that was cancelled."""

    report: "LoadReport | None"
    is_first: bool
    """No snapshot was shown before."""


@dataclass
class LoadFailed(Message):
    """The corpus cannot be opened, or not brought up to date."""

    error: "ImrError"


@dataclass
class Answered(Message):
    """A search has its answer, with the first rows."""

    number: int
    """Which request this answers, counted from 1: only the reader knows which is the latest."""
    answer: Answer
    rows: list[ResultRow]
    first: int = 0
    """Position of the first of these rows."""
    place: int | None = None
    """Position of the item that the cursor shall stay on, if it was found."""


@dataclass
class FacetsCounted(Message):
    """The counts of facets that were opened are there."""

    number: int
    """Of the request that they belong to."""
    counts: Counts


@dataclass
class PageRead(Message):
    """More rows of the results are there."""

    results: Results
    first: int
    rows: list[ResultRow]


@dataclass
class Counted(Message):
    """The figures of the whole corpus."""

    totals: Totals


class ResultSpot(NamedTuple):
    """Where an item stands among the results of the explorer."""

    item_id: str
    number: int
    """From 1."""
    total: int

    def __str__(self) -> str:
        return f"{self.number:,} of {counted(self.total, 'result')}"


@dataclass
class CaseRead(Message):
    """A case is ready to be shown."""

    case: Case
    item_no: int
    spot: ResultSpot | None = None
    """If the item was wanted as one of the results."""


@dataclass
class CaseGlanced(Message):
    """The case of the item under the cursor, to be shown beside the results."""

    case: Case


@dataclass
class ResultWanted(Message):
    """A screen wants the result so many steps from the explorer's cursor, which goes there; `reply` takes it."""

    step: int
    reply: Callable[[Message], object]
    """Called with `CaseRead`, `NoSuchResult` or `JobFailed`."""


@dataclass
class NoSuchResult(Message):
    """There is no result so far from the cursor."""


@dataclass
class CorpusWanted(Message):
    """A screen wants to know something of the corpus; it is answered by a message to itself."""

    ask: "Callable[[CorpusReader], None]"


@dataclass
class SimilarFound(Message):
    """The items with rationales like an item's."""

    similar: "Similar"


@dataclass
class GroupsCounted(Message):
    """What a search found, by one of the tables of the statistics."""

    statistics: "Statistics"


@dataclass
class LetterFound(Message):
    """It is known where the letter of a case is."""

    place: "LetterPlace"
    tables: list[str]
    """The Parquet files of the corpus, if the case is a row of one."""


@dataclass
class LetterRead(Message):
    """The original letter, to be shown."""

    original: "Original"
    text: str
    """Safe for a terminal, its characters at the same places."""
    matches: list[tuple[int, int]]


@dataclass
class ItemsCollected(Message):
    """It is known which items are to be exported."""

    docs: list[int]
    """Their numbers in the snapshot, in the order of the file."""
    cursor: "Cursor"
    """To read them by; whoever takes it closes it."""


@dataclass
class JobFailed(Message):
    """A job ended with an error."""

    error: Exception
