"""The search that is measured: all that these benchmarks know of how it is asked and kept."""

import time
from dataclasses import dataclass
from pathlib import Path

from imr_tui.corpus.results import read_page
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine

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
        answer.results.drop(self._cursor)
        found, decisions = [row.item_id for row in rows], frozenset(row.decision for row in rows)
        return Keystroke((searched - start) * 1e3, cpu * 1e3, (done - searched) * 1e3, found, decisions)


def warmed_up(corpus: Corpus) -> Ours:
    """Return an engine that has been asked once."""
    ours = Ours(corpus)
    ours.ask("lumbar ")
    return ours


def index_files(snapshot: Path) -> list[Path]:
    """Return the snapshot and what is kept beside it."""
    return [snapshot, *snapshot.parent.glob(f".{snapshot.name}.*")]


def index_bytes(corpus: Corpus) -> int:
    """Return the size of the search index: the blocks of its tables."""
    cursor = corpus.cursor()
    sql = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'corpus' AND schema_name = 'search'"
    tables = [f"pragma_storage_info('corpus.search.{name}')" for (name,) in cursor.execute(sql).fetchall()]
    blocks = " UNION ".join(
        f"SELECT block_id FROM {table} UNION SELECT unnest(additional_block_ids) FROM {table}" for table in tables
    )
    size = "SELECT block_size FROM pragma_database_size() WHERE database_name = 'corpus'"
    found = cursor.execute(f"SELECT count(*) FILTER (block_id >= 0) * ({size}) FROM ({blocks})").fetchall()
    return int(found[0][0])
