"""Which items hold a word, as the index tells it."""

import duckdb
import numpy as np

from imr_tui.search.postings import SegmentPostings
from imr_tui.search.segments import list_segments, read_column
from imr_tui.search.slots import FIRST_PLACES, PLACE_BITS, PLACES, Field, Uint32s
from imr_tui.search.vocabulary import Vocabulary


class IndexHolders:
    """`similar.Holders` of the snapshot attached as `corpus`, for one thread."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read the words and where each document is."""
        self._cursor = cursor
        segments = list_segments(cursor, "corpus")
        self._vocabulary = Vocabulary(cursor, segments)
        docs, rows = (read_column(cursor, f"SELECT {name} FROM corpus.search.docs") for name in ("doc", "item_row"))
        self._count = len(docs)
        positions: Uint32s = np.full(int(docs.max(initial=0)) + 2, len(docs), np.uint32)
        positions[docs] = np.arange(len(docs), dtype=np.uint32)
        self._rows = rows
        pairs = zip(segments, self._vocabulary.places, strict=True)
        self._segments = [SegmentPostings(cursor, segment, places, positions) for segment, places in pairs]

    def items(self, word: str) -> int:
        """Return how many items hold the word in any text that is searched."""
        number = self._vocabulary.find(word)
        return 0 if number is None else int(self._vocabulary.items[number])

    def rows(self, word: str) -> Uint32s:
        """Return the rows in `corpus.main.items` of those that hold it in rationale or title."""
        number = self._vocabulary.find(word)
        if number is None:
            return np.empty(0, np.uint32)
        held = np.concatenate([self._positions(segment, number) for segment in self._segments])
        rows: Uint32s = self._rows[held[held < self._count]]
        return rows

    def _positions(self, segment: SegmentPostings, number: int) -> Uint32s:
        slots = segment.slots(self._cursor, [number])
        is_near = (slots & np.uint32(PLACES - 1)) < FIRST_PLACES[Field.CLAIMS_GUIDELINE]
        positions: Uint32s = segment.positions[slots[is_near] >> np.uint32(PLACE_BITS)]
        return positions
