"""The items of a snapshot as columns in memory, in the order in which they are shown without a search."""

from dataclasses import dataclass

import duckdb
import numpy as np

from imr_tui.corpus.facets import FacetCount
from imr_tui.corpus.filters import FACETS, Filters
from imr_tui.search.slots import Bools, Uint32s

OVERTURNED = "Overturned"


@dataclass(frozen=True, slots=True)
class _Facet:
    values: list[str]
    codes: Uint32s
    """Of each item, the number of its value."""

    def held(self, chosen: tuple[str, ...]) -> Bools:
        is_chosen = np.array([value in chosen for value in self.values], np.bool_)
        return is_chosen[self.codes]


class Documents:
    """Where each document of the index is shown, and what it is filtered by."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read the documents that are alive."""
        columns = cursor.execute("SELECT doc, item_row FROM corpus.search.docs ORDER BY position").fetchnumpy()
        docs, self.rows = (np.asarray(columns[name], np.uint32) for name in ("doc", "item_row"))
        self.count = len(docs)
        self.positions: Uint32s = np.full(int(docs.max(initial=0)) + 2, self.count, np.uint32)
        """Of each document by its number; `count` for what is deleted."""
        self.positions[docs] = np.arange(self.count, dtype=np.uint32)
        self._facets = {facet: self._read_facet(cursor, facet) for facet in FACETS}

    def held(self, filters: Filters) -> Bools | None:
        """Tell by position which items the filters leave; None for all."""
        held = [self._facets[facet].held(values) for facet, values in filters.chosen.items()]
        return np.logical_and.reduce(held) if held else None

    def count_facets(self, filters: Filters, matched: Bools | None) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of each facet among the matched items, under the filters of the other facets; most first."""
        return {facet: self._count(facet, both(matched, self.held(filters.without(facet)))) for facet in FACETS}

    def _count(self, facet: str, matched: Bools | None) -> tuple[FacetCount, ...]:
        values, codes = self._facets[facet].values, self._facets[facet].codes
        is_overturned = self._facets["decision"].held((OVERTURNED,))
        if matched is not None:
            codes, is_overturned = codes[matched], is_overturned[matched]
        items = np.bincount(codes, minlength=len(values)).tolist()
        overturned = np.bincount(codes[is_overturned], minlength=len(values)).tolist()
        counts = [FacetCount(*row) for row in zip(values, items, overturned, strict=True) if row[1]]
        return tuple(sorted(counts, key=lambda count: (-count.items, count.value)))

    def _read_facet(self, cursor: duckdb.DuckDBPyConnection, facet: str) -> _Facet:
        found = cursor.execute(f"SELECT DISTINCT {facet} FROM corpus.main.items ORDER BY ALL").fetchall()
        values = [value for (value,) in found]
        sql = f"SELECT rowid AS item_row, list_position(?::VARCHAR[], {facet}) - 1 AS code FROM corpus.main.items"
        columns = cursor.execute(sql, [values]).fetchnumpy()
        codes = np.zeros(int(columns["item_row"].max(initial=0)) + 1, np.uint32)
        codes[columns["item_row"]] = columns["code"]
        return _Facet(values, codes[self.rows])


def both(one: Bools | None, other: Bools | None) -> Bools | None:
    """Return what both tell; None tells all."""
    return other if one is None else one if other is None else one & other
