"""Where words stand: the slots of a segment, read when they are needed and kept while there is room."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator

import duckdb
import numpy as np

from imr_tui.search.segments import MOST_RARE, Segment, read_column
from imr_tui.search.slots import FIELD_OF_PLACE, FIRST_PLACES, PLACE_BITS, PLACES, Field, Float32s, Int64s, Uint32s
from imr_tui.search.vocabulary import Places

MOST_KEPT = 48_000_000
"""Slots of words that a segment keeps in memory."""
FIELD_WEIGHTS = {
    Field.RATIONALE: 1.0,
    Field.TITLE: 0.6,
    Field.CLAIMS_GUIDELINE: 0.25,
    Field.MAXIMUS_GUIDELINE: 0.25,
    Field.SUMMARY: 0.15,
}
"""What a word counts for in each field."""

_WEIGHT_OF_PLACE = np.array([FIELD_WEIGHTS[field] for field in Field], np.float32)[FIELD_OF_PLACE]
_PLACE_BITS, _PLACE_MASK = np.uint32(PLACE_BITS), np.uint32(PLACES - 1)


class SegmentPostings:
    """The slots of one segment."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, segment: Segment, places: Places, positions: Uint32s) -> None:
        """Read the slots of the rare words, and which items share a summary; `positions` are those of all documents."""
        self.positions = positions[segment.first_doc :]
        """Where each document of the segment is shown."""
        self._segment = segment
        self._places = places
        self._rare = read_column(cursor, f"SELECT slot FROM {segment.table('rare')}")
        self._kept: OrderedDict[int, Uint32s] = OrderedDict()
        columns = cursor.execute(f"SELECT doc, first_doc FROM {segment.table('siblings')} ORDER BY first_doc")
        docs, firsts = (np.asarray(column, np.int64) - segment.first_doc for column in columns.fetchnumpy().values())
        self._siblings = docs
        self._sibling_starts = np.concatenate(([0], np.cumsum(np.bincount(firsts, minlength=len(self.positions)))))

    def read(self, cursor: duckdb.DuckDBPyConnection, terms: Iterable[int]) -> None:
        """Have the slots of these words at hand: all that are missing are read at once, then the oldest let go."""
        counts, starts = self._places.counts, self._places.starts
        wanted = [term for term in set(terms) if counts[term] > MOST_RARE]
        missing = sorted(term for term in wanted if term not in self._kept)
        if missing:
            table = self._segment.table("common")
            parts = (
                f"SELECT slot FROM {table} WHERE rowid BETWEEN {starts[t]} AND {starts[t] + counts[t] - 1}"
                for t in missing
            )
            slots = read_column(cursor, " UNION ALL ".join(parts))
            self._kept.update(zip(missing, np.split(slots, np.cumsum(counts[missing])[:-1]), strict=True))
        for term in wanted:
            self._kept.move_to_end(term)
        while len(self._kept) > len(wanted) and sum(map(len, self._kept.values())) > MOST_KEPT:
            self._kept.popitem(last=False)

    def slots(self, term: int) -> Uint32s:
        """Return the slots of a word that was read."""
        start, count = self._places.starts[term], self._places.counts[term]
        return self._rare[start : start + count] if count <= MOST_RARE else self._kept[term]

    def holders(self, term: int) -> Iterator[tuple[Uint32s, Float32s]]:
        """Yield the items that hold a word, by position, and how much each does, from 0 to 1; an item may come twice.

        Comes twice what holds the word itself and shares a summary that does.
        """
        slots = self.slots(term)
        docs, places = slots >> _PLACE_BITS, slots & _PLACE_MASK
        is_summary = places >= FIRST_PLACES[Field.SUMMARY]
        weights = _WEIGHT_OF_PLACE[places]
        yield from self._strengths(docs.astype(np.int64), weights)
        if len(self._siblings) and is_summary.any():
            yield from self._strengths(*self._of_siblings(docs[is_summary], weights[is_summary]))

    def _strengths(self, docs: Int64s, weights: Float32s) -> Iterator[tuple[Uint32s, Float32s]]:
        if len(docs):
            starts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
            sums: Float32s = np.add.reduceat(weights, starts)
            yield self.positions[docs[starts]], np.divide(sums, sums + 1, dtype=np.float32)

    def _of_siblings(self, docs: Uint32s, weights: Float32s) -> tuple[Int64s, Float32s]:
        """Hand what first items hold in their summaries to the other items of their letters."""
        first = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
        sums = np.add.reduceat(weights, first)
        starts, ends = self._sibling_starts[docs[first]], self._sibling_starts[docs[first] + 1]
        counts = ends - starts
        numbers = np.arange(counts.sum()) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        return self._siblings[numbers], np.repeat(sums, counts)
