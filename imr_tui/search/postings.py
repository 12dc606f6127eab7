"""What a segment of the index says of words, read when it is needed and kept while there is room."""

from collections import OrderedDict
from collections.abc import Collection, Iterator

import duckdb
import numpy as np

from imr_tui.search.holders import (
    DOC_SHIFT,
    IN_SUMMARY,
    STRENGTH_MASK,
    STRENGTHS,
    holders_of,
)
from imr_tui.search.segments import MOST_RARE, Segment, read_column
from imr_tui.search.slots import Bools, Float32s, Int64s, Uint32s
from imr_tui.search.vocabulary import Places

MOST_KEPT = 16_000_000
"""Numbers of a column that are kept in memory."""


class _Column:
    """The numbers of a table that belong to each word: those of word n are `counts[n]` from `starts[n]` on."""

    def __init__(self, table: str, column: str, starts: Int64s, counts: Int64s) -> None:
        self._sql = f"SELECT {column} FROM {table} WHERE rowid BETWEEN {{}} AND {{}}"
        self._starts, self._counts = starts, counts
        self._kept: OrderedDict[int, Uint32s] = OrderedDict()

    def read(self, cursor: duckdb.DuckDBPyConnection, terms: Collection[int]) -> list[Uint32s]:
        """Return the numbers of each term; all that are not kept are read by one query."""
        missing = sorted(set(terms) - self._kept.keys())
        if missing:
            ranges = ((self._starts[t], self._starts[t] + self._counts[t] - 1) for t in missing)
            numbers = read_column(cursor, " UNION ALL ".join(self._sql.format(*span) for span in ranges))
            self._kept.update(zip(missing, np.split(numbers, np.cumsum(self._counts[missing])[:-1]), strict=True))
        for term in terms:
            self._kept.move_to_end(term)
        found = [self._kept[term] for term in terms]
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found


class SegmentPostings:
    """Where words stand in one segment, and which of its documents hold them."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, segment: Segment, places: Places, positions: Uint32s) -> None:
        """Read what is rare, and which items share a summary; `positions` are those of the snapshot's documents."""
        self.positions = positions[segment.first_doc :]
        """Where each document of the segment is shown."""
        self._places = places
        self._rare = read_column(cursor, f"SELECT slot FROM {segment.table('rare')}")
        self._slots = _Column(segment.table("common"), "slot", places.slot_starts, places.slots)
        self._holders = _Column(segment.table("holders"), "holder", places.holder_starts, places.holders)
        docs, firsts = (
            read_column(cursor, f"SELECT {column} FROM {segment.table('siblings')}") for column in ("doc", "first_doc")
        )
        self.siblings = self.positions[docs], self.positions[firsts]
        """Items that share a summary with the first of their letter, and that one, by position."""

    def slots(self, cursor: duckdb.DuckDBPyConnection, terms: Collection[int]) -> Uint32s:
        """Return, sorted, where any of these words stand."""
        parts = self._read_slots(cursor, [term for term in terms if self._places.slots[term]])
        if not parts:
            return np.empty(0, np.uint32)
        *few, most = sorted(parts, key=len)
        if not few:
            return most
        others = np.sort(np.concatenate(few))
        # Quicker than to sort all, for one spelling has nearly all slots.
        return np.insert(most, np.searchsorted(most, others), others)

    def holders(
        self, cursor: duckdb.DuckDBPyConnection, weights: dict[int, float]
    ) -> Iterator[tuple[Uint32s, Float32s, Bools]]:
        """Yield positions of items that hold any of these words, how much each does, and if its summary does.

        How much is times the word's weight. An item may come twice in a part: its greatest weight comes last.
        """
        terms = sorted((term for term in weights if self._places.slots[term]), key=lambda term: weights[term])
        stored = [term for term in terms if self._places.holders[term]]
        for term, holders in zip(stored, self._holders.read(cursor, stored), strict=True):
            yield self._strengths(holders, np.full(1, weights[term], np.float32))
        others = [term for term in terms if not self._places.holders[term]]
        parts = self._read_slots(cursor, others)
        if parts:
            counts, holders = holders_of(np.concatenate(parts), _starts(parts))
            yield self._strengths(holders, np.repeat(np.array([weights[t] for t in others], np.float32), counts))

    def _strengths(self, holders: Uint32s, weights: Float32s) -> tuple[Uint32s, Float32s, Bools]:
        positions = self.positions[holders >> np.uint32(DOC_SHIFT)]
        return positions, STRENGTHS[holders & np.uint32(STRENGTH_MASK)] * weights, holders & np.uint32(IN_SUMMARY) > 0

    def _read_slots(self, cursor: duckdb.DuckDBPyConnection, terms: list[int]) -> list[Uint32s]:
        """Return the slots of each term."""
        starts, counts = self._places.slot_starts, self._places.slots
        common = [term for term in terms if counts[term] > MOST_RARE]
        slots = dict(zip(common, self._slots.read(cursor, common), strict=True))
        return [slots[t] if t in slots else self._rare[starts[t] : starts[t] + counts[t]] for t in terms]


def _starts(parts: list[Uint32s]) -> Int64s:
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    starts: Int64s = np.cumsum(lengths) - lengths
    return starts
