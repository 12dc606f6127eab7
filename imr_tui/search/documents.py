"""The items of a snapshot by their numbers as documents, in their orders."""

import duckdb
import numpy as np

from imr_tui.search.columns import read_column
from imr_tui.search.slots import Bools, Float32s, Uint32s

SORTED = {
    "case": "case_id, item_no",
    "oldest": "decision_date NULLS LAST, case_id, item_no",
    "decision": "decision, decision_date DESC NULLS LAST, case_id, item_no",
    "title": "lower(title), decision_date DESC NULLS LAST, case_id, item_no",
    "type": "item_type, item_subtype, decision_date DESC NULLS LAST, case_id, item_no",
}
"""Orders of results beside that of the snapshot itself."""


class Documents:
    """Which documents are alive, and in which order they are shown."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read the documents that are alive."""
        self.shown: Uint32s = read_column(cursor, "SELECT doc FROM corpus.search.docs")
        """In the order in which they are shown without a search."""
        self.count = len(self.shown)
        ends = read_column(cursor, "SELECT first_doc + span FROM corpus.search.segments")
        size = int(ends.max(initial=0))
        self.is_alive: Bools = np.zeros(size, np.bool_)
        """By document, of all that the index covers: the last ones may be deleted."""
        self.is_alive[self.shown] = True
        self._places = np.zeros(size, np.uint32)
        self._places[self.shown] = np.arange(self.count, dtype=np.uint32)
        self._sequences: dict[str, Uint32s] = {}

    def sequence(self, cursor: duckdb.DuckDBPyConnection, order: str) -> Uint32s:
        """Return all documents in one of the `ORDERS` of results; by date if by relevance."""
        if order not in SORTED:
            return self.shown
        if order not in self._sequences:
            sql = f"SELECT doc FROM corpus.internal.items ORDER BY {SORTED[order]}"
            self._sequences[order] = read_column(cursor, sql)
        return self._sequences[order]

    def ordered(self, docs: Uint32s, scores: Float32s) -> tuple[Uint32s, Float32s]:
        """Return documents with their scores, the highest first; equal ones as they are shown without a search."""
        # Scores are not negative: their bits are in the order of the scores.
        keys = (~scores.view(np.uint32)).astype(np.uint64) << np.uint64(32) | self._places[docs]
        keys.sort()
        places, bits = keys.astype(np.uint32), (keys >> np.uint64(32)).astype(np.uint32)
        return self.shown[places], (~bits).view(np.float32)


def both(one: Bools | None, other: Bools | None) -> Bools | None:
    """Return what both tell; None tells all."""
    return other if one is None else one if other is None else one & other
