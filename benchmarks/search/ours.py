"""The search that is measured: all that these benchmarks know of how it is asked and kept."""

import time
from dataclasses import dataclass
from pathlib import Path

from imr_tui.corpus.results import read_page
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine
from imr_tui.search.segments import index_folder

SHOWN = 10
"""Rows of the first page."""
NARROWING = "decision:overturned "
"""Typed before a query, this leaves the items that were overturned."""
NARROWED_TO = "Overturned"


@dataclass(frozen=True, slots=True)
class Keystroke:
    """What a keystroke took, in milliseconds, and what the first page then holds."""

    search_ms: float
    """Until the results, their exact total and the facets are known."""
    cpu_ms: float
    """What all threads of the process worked meanwhile."""
    page_ms: float
    items: list[str]
    decisions: frozenset[str]

    @property
    def ms(self) -> float:
        """Until the first page could be painted."""
        return self.search_ms + self.page_ms


class Ours:
    """A search engine, asked as the screen asks it."""

    def __init__(self, corpus: Corpus) -> None:
        """Open the engine; what it reads when it is first asked is not read yet."""
        self._engine = SearchEngine(corpus)
        self._cursor = corpus.cursor()

    def ask(self, text: str) -> Keystroke:
        """Search for `text` and read the first page."""
        start, cpu = time.perf_counter(), time.process_time()
        answer = self._engine.search(SearchRequest(text), self._cursor)
        searched, cpu = time.perf_counter(), time.process_time() - cpu
        rows = read_page(self._cursor, answer.results, 0, SHOWN)
        done = time.perf_counter()
        found, decisions = [row.item_id for row in rows], frozenset(row.decision for row in rows)
        return Keystroke((searched - start) * 1e3, cpu * 1e3, (done - searched) * 1e3, found, decisions)


def warmed_up(corpus: Corpus) -> Ours:
    """Return an engine that has been asked once."""
    ours = Ours(corpus)
    ours.ask("lumbar ")
    return ours


def index_files(snapshot: Path) -> list[Path]:
    """Return the snapshot and all files that are kept beside it."""
    beside = [path for folder in snapshot.parent.glob(f".{snapshot.name}.*") for path in (folder, *folder.rglob("*"))]
    return [snapshot, *(path for path in beside if path.is_file())]


def index_bytes(corpus: Corpus) -> int:
    """Return the size of the search index."""
    return sum(file.stat().st_size for file in index_folder(corpus.snapshot).rglob("*"))
