"""Ranked items: kept as numbers, read in pages at any depth."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


class Results:
    """A ranked list of items, known by their numbers `doc` in the snapshot."""

    def __init__(self, total: int, best: Any = (), scores: Any = (), others: Callable[[], Any] | None = None) -> None:
        """Take how many there are, and the best of them with their scores, both as numpy arrays.

        `others` returns all that follow: they are worked out when they are first needed.
        """
        self.total = total
        self._best, self._scores, self._others = best, scores, others
        self._all: Any = None

    @property
    def is_readable(self) -> bool:
        """Tell whether it is known which items they are: of what was kept for the first screen it is not."""
        return len(self._best) > 0 or self._others is not None

    def docs(self, end: int) -> Any:
        """Return the items from the first on, at least up to, without, the position `end`."""
        if self._others is None or end <= len(self._best):
            return self._best
        if self._all is None:
            import numpy as np

            self._all = np.concatenate((self._best, self._others()))
        return self._all

    def score(self, position: int) -> float:
        """Return the score of the item at a position: at most 1, and 0 for all that were not ranked."""
        return float(self._scores[position]) if position < len(self._scores) else 0.0


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One item of the results, with what a table and a preview show of it."""

    item_id: str
    case_id: str
    item_no: int
    title: str
    decision: str
    item_type: str
    item_subtype: str
    decision_date: date | None
    rationale: str
    score: float


def read_page(cursor: "duckdb.DuckDBPyConnection", results: Results, first: int, size: int) -> list[ResultRow]:
    """Return the rows at positions `first` up to, without, `first + size`."""
    docs = results.docs(first + size)[first : first + size].tolist() if results.is_readable else []
    columns = "item_id, case_id, item_no, title, decision, item_type, item_subtype, decision_date"
    rows = {doc: row for doc, *row in read_by_doc(cursor, f"{columns}, coalesce(rationale, '')", docs)}
    return [ResultRow(*[*rows[doc], results.score(position)]) for position, doc in enumerate(docs, first)]


def read_by_doc(cursor: "duckdb.DuckDBPyConnection", columns: str, docs: Sequence[int]) -> list[Any]:
    """Return the number `doc` and the columns of each of these items, in no order."""
    # A list of constants is looked up in the index of the table; all other ways read much of it.
    wanted = ", ".join(str(int(doc)) for doc in docs)
    if not wanted:
        return []
    return cursor.execute(f"SELECT doc, {columns} FROM corpus.internal.items WHERE doc IN ({wanted})").fetchall()


def read_item_ids(cursor: "duckdb.DuckDBPyConnection", results: Results) -> list[str]:
    """Return the ids of all items found, in their order."""
    docs = results.docs(results.total).tolist() if results.is_readable else []
    found = cursor.execute(
        """
        SELECT item_id
        FROM (SELECT unnest(docs) AS doc, unnest(range(len(docs))) AS position
              FROM (SELECT from_json(?, '["UINTEGER"]') AS docs))
        JOIN corpus.internal.items USING (doc) ORDER BY position
        """,
        [json.dumps(docs)],
    )
    return [str(item_id) for (item_id,) in found.fetchall()]


def position_of(cursor: "duckdb.DuckDBPyConnection", results: Results, item_id: str) -> int | None:
    """Return the position of an item in the results, None if it is not among them."""
    found = cursor.execute("SELECT doc FROM corpus.internal.items WHERE item_id = ?", [item_id]).fetchone()
    if not found or not results.is_readable:
        return None
    positions = (results.docs(results.total) == found[0]).nonzero()[0]
    return int(positions[0]) if len(positions) else None


def read_all(cursor: "duckdb.DuckDBPyConnection", results: Results, limit: int, page: int = 500) -> Iterator[ResultRow]:
    """Yield the first `limit` rows, a page at a time."""
    for first in range(0, min(limit, results.total), page):
        yield from read_page(cursor, results, first, min(page, limit - first))
