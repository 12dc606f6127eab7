"""The items of a snapshot as columns in memory, in the order in which they are shown without a search."""

import math
from collections.abc import Sequence

import duckdb
import numpy as np

from imr_tui.corpus.facets import FACETS, FacetCount
from imr_tui.search.query import Narrowing
from imr_tui.search.slots import Bools, Float64s, Int64s, Uint32s

OVERTURNED = Narrowing("decision", ("Overturned",))


class Documents:
    """Where each document of the index is shown, and the values of its facets."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read the documents that are alive."""
        columns = cursor.execute("SELECT doc, item_row FROM corpus.search.docs ORDER BY position").fetchnumpy()
        docs, self.rows = (np.asarray(columns[name], np.uint32) for name in ("doc", "item_row"))
        self.count = len(docs)
        self.positions: Uint32s = np.full(int(docs.max(initial=0)) + 2, self.count, np.uint32)
        """Of each document by its number; `count` for what is deleted."""
        self.positions[docs] = np.arange(self.count, dtype=np.uint32)
        self._values: list[list[str]] = []
        """Of each facet."""
        self._cells = np.zeros(self.count, np.int64)
        """Of each item, its place in a table with a dimension for each facet."""
        for column in FACETS.values():
            values, codes = self._read_facet(cursor, column)
            self._values.append(values)
            self._cells = self._cells * len(values) + codes

    def count_facets(self, narrowings: Sequence[Narrowing], matched: Bools | None) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of each facet among the matched items, under the narrowings by other facets; most first."""
        table = np.bincount(self._cells, weights=matched, minlength=math.prod(self._shape)).reshape(self._shape)
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

    def _counts(self, axis: int, items: Float64s, overturned: Float64s) -> tuple[FacetCount, ...]:
        others = tuple(n for n in range(len(FACETS)) if n != axis)
        rows = zip(self._values[axis], items.sum(axis=others), overturned.sum(axis=others), strict=True)
        counts = [FacetCount(value, int(held), int(won)) for value, held, won in rows if held]
        return tuple(sorted(counts, key=lambda count: (-count.items, count.value)))

    def _read_facet(self, cursor: duckdb.DuckDBPyConnection, column: str) -> tuple[list[str], Int64s]:
        """Return the values of a facet, and of each item the number of its value."""
        found = cursor.execute(f"SELECT DISTINCT {column} FROM corpus.main.items ORDER BY ALL").fetchall()
        values = [value for (value,) in found]
        sql = f"SELECT rowid AS item_row, list_position(?::VARCHAR[], {column}) - 1 AS code FROM corpus.main.items"
        columns = cursor.execute(sql, [values]).fetchnumpy()
        codes = np.zeros(int(columns["item_row"].max(initial=0)) + 1, np.int64)
        codes[columns["item_row"]] = columns["code"]
        return values, codes[self.rows]


def both(one: Bools | None, other: Bools | None) -> Bools | None:
    """Return what both tell; None tells all."""
    return other if one is None else one if other is None else one & other
