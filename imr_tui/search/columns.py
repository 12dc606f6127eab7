"""A column: what each item has of a field, in memory. Items that have the same values have the same code."""

from collections.abc import Callable, Iterable

import duckdb
import numpy as np
from numpy.typing import NDArray

from imr_tui.search.slots import Bools, Int64s, Uint32s

Value = str | int
Codes = NDArray[np.unsignedinteger]


class Column:
    """The values of a field, and by document a code that tells which of them it has."""

    def __init__(self, rows: Iterable[tuple[Value, Uint32s]], size: int) -> None:
        """Take the values, in order, each with the rows of `size` that have it."""
        values, codes, sets = list[Value](), np.zeros(size, np.uint32), [tuple[int, ...]()]
        for number, (value, held) in enumerate(rows):
            values.append(value)
            # What the rows had so far parts them; those of each part have this value, too.
            is_there = np.zeros(len(sets), np.bool_)
            is_there[codes[held]] = True
            parts = np.flatnonzero(is_there)
            renamed = np.zeros(len(sets), np.uint32)
            renamed[parts] = np.arange(len(sets), len(sets) + len(parts))
            sets += [(*sets[part], number) for part in parts.tolist()]
            codes[held] = renamed[codes[held]]
        self.values = tuple(values)
        self.codes: Codes = codes.astype(np.min_scalar_type(len(sets)))
        self._size = len(sets)
        pairs = [(code, number) for code, numbers in enumerate(sets) for number in numbers]
        self._codes_of_pairs, self._numbers_of_pairs = np.array(pairs, np.int64).reshape(-1, 2).T

    def holds(self, is_meant: Callable[[Value], bool]) -> Bools:
        """Tell by document whether it has one of the values that are meant."""
        meant = np.array([is_meant(value) for value in self.values], np.bool_)
        holds = np.zeros(self._size, np.bool_)
        holds[self._codes_of_pairs[meant[self._numbers_of_pairs]]] = True
        held: Bools = holds[self.codes]
        return held

    def count(self, docs: Int64s) -> Int64s:
        """Return of each of the `values` how many of these documents have it."""
        if not self.values:
            return np.zeros(0, np.int64)
        by_code = np.bincount(self.codes.take(docs), minlength=self._size)
        counts = np.zeros(len(self.values), np.int64)
        np.add.at(counts, self._numbers_of_pairs, by_code[self._codes_of_pairs])
        return counts


def read_values(cursor: duckdb.DuckDBPyConnection, sql: str, size: int, cases: Uint32s | None = None) -> Column:
    """Read a column of `size` documents; `sql` gives a `value` for each `row`, the number of a document.

    With `cases`, by document the row of its case, a row is that of a case.
    """
    sql = f"SELECT value, list(row) AS rows FROM ({sql}) WHERE value IS NOT NULL GROUP BY value ORDER BY value"
    found = cursor.execute(sql).fetchnumpy()
    if cases is None:
        return Column(zip(found["value"].tolist(), found["rows"], strict=True), size)
    count = 1 + int(cases.max(initial=0))
    rows = (held[held < count] for held in found["rows"])
    column = Column(zip(found["value"].tolist(), rows, strict=True), count)
    column.codes = column.codes[cases]
    return column


def read_column(connection: duckdb.DuckDBPyConnection, sql: str) -> Uint32s:
    """Return the only column of a query as numbers."""
    (column,) = connection.execute(sql).fetchnumpy().values()
    return np.asarray(column, np.uint32)
