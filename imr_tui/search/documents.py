"""The items of a snapshot as columns in memory, by their numbers as documents."""

import math
from collections.abc import Sequence

import duckdb
import numpy as np
from numpy.typing import NDArray

from imr_tui.corpus.facets import FACETS, FacetCount
from imr_tui.search.query import Narrowing
from imr_tui.search.segments import read_column
from imr_tui.search.slots import Bools, Float32s, Int64s, Uint32s

SORTED = {
    "case": "case_id, item_no",
    "type": "item_type, item_subtype, decision_date DESC NULLS LAST, case_id, item_no",
}
"""Orders of results beside that of the snapshot itself."""
OVERTURNED = Narrowing("decision", ("Overturned",))


class Documents:
    """Which documents are alive, in which order they are shown, and the values of their facets."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read the documents that are alive."""
        self.shown: Uint32s = read_column(cursor, "SELECT doc FROM corpus.search.docs")
        """In the order in which they are shown without a search."""
        self.count = len(self.shown)
        size = 1 + int(self.shown.max()) if self.count else 0
        self.is_alive: Bools = np.zeros(size, np.bool_)
        """By document."""
        self.is_alive[self.shown] = True
        self._places = np.zeros(size, np.uint32)
        self._places[self.shown] = np.arange(self.count, dtype=np.uint32)
        self._sequences: dict[str, Uint32s] = {}
        self._values: list[list[str]] = []
        """Of each facet."""
        self._cells: NDArray[np.integer] = np.zeros(size, np.int64)
        """Of each document, its place in a table with a dimension for each facet."""
        for column in FACETS.values():
            values, codes = self._read_facet(cursor, column)
            self._values.append(values)
            self._cells = self._cells * len(values) + codes
        self._cells = self._cells.astype(np.min_scalar_type(math.prod(self._shape)))

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

    def count_facets(self, narrowings: Sequence[Narrowing], matched: Bools | None) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of each facet among the matched items, under the narrowings by other facets; most first."""
        cells = self._cells[self.is_alive if matched is None else matched]
        table = np.bincount(cells, minlength=math.prod(self._shape)).reshape(self._shape)
        overturned = self._left([OVERTURNED])
        counts = {}
        for axis, facet in enumerate(FACETS):
            items = np.where(self._left([n for n in narrowings if n.field != facet]), table, 0)
            counts[facet] = self._counts(axis, items, np.where(overturned, items, 0))
        return counts

    @property
    def _shape(self) -> tuple[int, ...]:
        return tuple(map(len, self._values))

    def _left(self, narrowings: Sequence[Narrowing]) -> Bools:
        """Tell of each cell of the table whether the narrowings by facets leave it."""
        is_left = np.ones(self._shape, np.bool_)
        for axis, (facet, values) in enumerate(zip(FACETS, self._values, strict=True)):
            along = [-1 if n == axis else 1 for n in range(len(FACETS))]
            for wanted in (narrowing for narrowing in narrowings if narrowing.field == facet):
                has_value = np.array([value in wanted.values for value in values], np.bool_)
                is_left &= (has_value != wanted.is_excluded).reshape(along)
        return is_left

    def _counts(self, axis: int, items: Int64s, overturned: Int64s) -> tuple[FacetCount, ...]:
        others = tuple(n for n in range(len(FACETS)) if n != axis)
        rows = zip(self._values[axis], items.sum(axis=others), overturned.sum(axis=others), strict=True)
        counts = [FacetCount(value, int(held), int(won)) for value, held, won in rows if held]
        return tuple(sorted(counts, key=lambda count: (-count.items, count.value)))

    def _read_facet(self, cursor: duckdb.DuckDBPyConnection, column: str) -> tuple[list[str], Int64s]:
        """Return the values of a facet, and of each item the number of its value."""
        found = cursor.execute(f"SELECT DISTINCT {column} FROM corpus.main.items ORDER BY ALL").fetchall()
        values = [value for (value,) in found]
        sql = f"SELECT doc, list_position(?::VARCHAR[], {column}) - 1 AS code FROM corpus.internal.items"
        columns = cursor.execute(sql, [values]).fetchnumpy()
        codes = np.zeros(len(self.is_alive), np.int64)
        codes[columns["doc"]] = columns["code"]
        return values, codes


def both(one: Bools | None, other: Bools | None) -> Bools | None:
    """Return what both tell; None tells all."""
    return other if one is None else one if other is None else one & other
