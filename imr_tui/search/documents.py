"""The items of a snapshot as columns in memory, in the order in which they are shown without a search."""

import math

import duckdb
import numpy as np

from imr_tui.corpus.facets import FacetCount
from imr_tui.corpus.filters import FACETS, Filters
from imr_tui.search.segments import read_column
from imr_tui.search.slots import Bools, Float64s, Int64s, Uint32s

OVERTURNED = "Overturned"


class Documents:
    """Where each document of the index is shown, and what it is filtered by."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read the documents that are alive."""
        self.docs: Uint32s = read_column(cursor, "SELECT doc FROM corpus.search.docs")
        """By position."""
        self.count = len(self.docs)
        self.positions: Uint32s = np.full(int(self.docs.max(initial=0)) + 1, self.count, np.uint32)
        """Of each document by its number; `count` for what is deleted."""
        self.positions[self.docs] = np.arange(self.count, dtype=np.uint32)
        self._values: list[list[str]] = []
        """Of each facet."""
        self._cells = np.zeros(self.count, np.int64)
        """Of each item, its place in a table with a dimension for each facet."""
        for facet in FACETS:
            values, codes = self._read_facet(cursor, facet)
            self._values.append(values)
            self._cells = self._cells * len(values) + codes

    def held(self, filters: Filters) -> Bools | None:
        """Tell by position which items the filters leave; None for all."""
        if not filters.chosen:
            return None
        held: Bools = self._chosen(filters).ravel()[self._cells]
        return held

    def count_facets(self, filters: Filters, matched: Bools | None) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of each facet among the matched items, under the filters of the other facets; most first."""
        table = np.bincount(self._cells, weights=matched, minlength=math.prod(self._shape)).reshape(self._shape)
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

    def _counts(self, axis: int, items: Float64s, overturned: Float64s) -> tuple[FacetCount, ...]:
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
        codes = np.zeros(self.count, np.int64)
        codes[self.positions[columns["doc"]]] = columns["code"]
        return values, codes


def both(one: Bools | None, other: Bools | None) -> Bools | None:
    """Return what both tell; None tells all."""
    return other if one is None else one if other is None else one & other
