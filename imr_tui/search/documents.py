"""The items of a snapshot as columns in memory, by their numbers as documents."""

import math

import duckdb
import numpy as np
from numpy.typing import NDArray

from imr_tui.corpus.facets import FacetCount
from imr_tui.corpus.filters import FACETS, Filters
from imr_tui.search.segments import read_column
from imr_tui.search.slots import Bools, Float32s, Int64s, Uint32s

OVERTURNED = "Overturned"


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
        self._values: list[list[str]] = []
        """Of each facet."""
        self._cells: NDArray[np.integer] = np.zeros(size, np.int64)
        """Of each document, its place in a table with a dimension for each facet."""
        for facet in FACETS:
            values, codes = self._read_facet(cursor, facet)
            self._values.append(values)
            self._cells = self._cells * len(values) + codes
        self._cells = self._cells.astype(np.min_scalar_type(math.prod(self._shape)))

    def ordered(self, docs: Uint32s, scores: Float32s) -> tuple[Uint32s, Float32s]:
        """Return documents with their scores, the highest first; equal ones as they are shown without a search."""
        # Scores are not negative: their bits are in the order of the scores.
        keys = (~scores.view(np.uint32)).astype(np.uint64) << np.uint64(32) | self._places[docs]
        keys.sort()
        places, bits = keys.astype(np.uint32), (keys >> np.uint64(32)).astype(np.uint32)
        return self.shown[places], (~bits).view(np.float32)

    def held(self, filters: Filters) -> Bools | None:
        """Tell by document whether the filters leave it; None for all."""
        if not filters.chosen:
            return None
        held: Bools = self._chosen(filters).ravel()[self._cells] & self.is_alive
        return held

    def count_facets(self, filters: Filters, matched: Bools | None) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of each facet among the matched items, under the filters of the other facets; most first."""
        cells = self._cells[self.is_alive if matched is None else matched]
        table = np.bincount(cells, minlength=math.prod(self._shape)).reshape(self._shape)
        overturned = self._chosen(Filters({"decision": (OVERTURNED,)}))
        return {
            facet: self._counts(
                axis, *(np.where(self._chosen(filters.without(facet)) & kept, table, 0) for kept in (True, overturned))
            )
            for axis, facet in enumerate(FACETS)
        }

    @property
    def _shape(self) -> tuple[int, ...]:
        return tuple(map(len, self._values))

    def _chosen(self, filters: Filters) -> Bools:
        """Tell of each cell of the table whether the filters leave it."""
        is_chosen = np.ones(self._shape, np.bool_)
        for axis, (facet, values) in enumerate(zip(FACETS, self._values, strict=True)):
            if chosen := filters.values(facet):
                along = [-1 if n == axis else 1 for n in range(len(FACETS))]
                is_chosen &= np.array([value in chosen for value in values], np.bool_).reshape(along)
        return is_chosen

    def _counts(self, axis: int, items: Int64s, overturned: Int64s) -> tuple[FacetCount, ...]:
        others = tuple(n for n in range(len(FACETS)) if n != axis)
        rows = zip(self._values[axis], items.sum(axis=others), overturned.sum(axis=others), strict=True)
        counts = [FacetCount(value, int(held), int(won)) for value, held, won in rows if held]
        return tuple(sorted(counts, key=lambda count: (-count.items, count.value)))

    def _read_facet(self, cursor: duckdb.DuckDBPyConnection, facet: str) -> tuple[list[str], Int64s]:
        """Return the values of a facet, and of each item the number of its value."""
        found = cursor.execute(f"SELECT DISTINCT {facet} FROM corpus.main.items ORDER BY ALL").fetchall()
        values = [value for (value,) in found]
        sql = f"SELECT doc, list_position(?::VARCHAR[], {facet}) - 1 AS code FROM corpus.internal.items"
        columns = cursor.execute(sql, [values]).fetchnumpy()
        codes = np.zeros(len(self.is_alive), np.int64)
        codes[columns["doc"]] = columns["code"]
        return values, codes


def both(one: Bools | None, other: Bools | None) -> Bools | None:
    """Return what both tell; None tells all."""
    return other if one is None else one if other is None else one & other
