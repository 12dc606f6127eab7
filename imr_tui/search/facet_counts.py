"""Counts beside the values of facets: each facet under the search and the narrowings by all other fields."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from imr_tui.corpus.facets import FacetCount
from imr_tui.search.columns import Column
from imr_tui.search.documents import both
from imr_tui.search.narrowing import Narrower
from imr_tui.search.query import Narrowing
from imr_tui.search.slots import Bools, Int64s

OVERTURNED = Narrowing("decision", ("Overturned",))
NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that are found, or if these are most of the corpus, the rest of it: the fewer to count."""

    docs: Int64s
    overturned: Int64s
    is_rest: bool


class FacetCounter:
    """Counts the values that the items of a snapshot have."""

    def __init__(self, narrower: Narrower) -> None:
        """Take what tells the values of each item."""
        self._narrower = narrower
        self._whole: dict[str, tuple[Column, Int64s, Int64s]] = {}

    def count(
        self,
        narrowings: Sequence[Narrowing],
        is_match: Bools | None,
        cursor: duckdb.DuckDBPyConnection,
        fields: Iterable[str],
    ) -> Iterator[tuple[str, tuple[FacetCount, ...]]]:
        """Yield facets with the counts of their values, one by one: whoever asks may lose interest meanwhile.

        `is_match` tells by document whether it is found without the narrowings; None: all are.
        """
        found: dict[tuple[Narrowing, ...], Found] = {}
        for field in fields:
            others = tuple(narrowing for narrowing in narrowings if narrowing.field != field)
            if others not in found:
                found[others] = self._found(cursor, both(is_match, self._narrower.held(cursor, others)))
            yield field, self._counts(cursor, field, found[others])

    def _found(self, cursor: duckdb.DuckDBPyConnection, is_found: Bools | None) -> Found:
        if is_found is None:
            return Found(NONE, NONE, is_rest=True)
        documents = self._narrower.documents
        is_rest = 2 * int(np.count_nonzero(is_found)) > documents.count
        is_counted = documents.is_alive & ~is_found if is_rest else is_found
        return Found(np.flatnonzero(is_counted), np.flatnonzero(is_counted & self._is_overturned(cursor)), is_rest)

    def _counts(self, cursor: duckdb.DuckDBPyConnection, field: str, found: Found) -> tuple[FacetCount, ...]:
        column, parents = self._narrower.column(cursor, field), self._narrower.parents(cursor, field)
        items, overturned = column.count(found.docs), column.count(found.overturned)
        if found.is_rest:
            all_items, all_overturned = self._count_whole(cursor, field, column)
            items, overturned = all_items - items, all_overturned - overturned
        counts = [
            FacetCount(str(value), held, won, parents.get(str(value), ""))
            for value, held, won in zip(column.values, items.tolist(), overturned.tolist(), strict=True)
        ]
        return tuple(sorted(counts, key=lambda count: (-count.items, count.value)))

    def _count_whole(self, cursor: duckdb.DuckDBPyConnection, field: str, column: Column) -> tuple[Int64s, Int64s]:
        if field not in self._whole or self._whole[field][0] is not column:
            is_alive = self._narrower.documents.is_alive
            overturned = np.flatnonzero(self._is_overturned(cursor))
            self._whole[field] = column, column.count(np.flatnonzero(is_alive)), column.count(overturned)
        return self._whole[field][1:]

    def _is_overturned(self, cursor: duckdb.DuckDBPyConnection) -> Bools:
        is_overturned = self._narrower.held(cursor, [OVERTURNED])
        return self._narrower.documents.is_alive if is_overturned is None else is_overturned
