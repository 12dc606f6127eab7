"""Narrowings -> the items that they leave."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import duckdb
import numpy as np

from imr_tui.search.documents import Documents, both
from imr_tui.search.fields import CASE_FIELDS, ITEM_FIELDS, VALUES
from imr_tui.search.query import Narrowing, Range
from imr_tui.search.slots import Bools, Uint32s

MOST_KEPT = 8
"""Narrowings of which it is kept what they leave, a byte an item."""
CASES_OF_ITEMS = """
SELECT items.rowid AS item_row, cases.rowid AS case_row FROM corpus.main.items JOIN corpus.main.cases USING (case_id)
"""

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Rows = Mapping[str | int, Uint32s]
"""Value of a field -> the rows of `items`, or of `cases`, that have it."""


class Narrower:
    """Tells which items of a snapshot have the values that are wanted. A field is read when it is first used."""

    def __init__(self, documents: Documents) -> None:
        """Take the items of the snapshot."""
        self._documents = documents
        self._fields: dict[str, Rows] = {}
        self._cases: Uint32s | None = None
        self._recent: OrderedDict[Narrowing, Bools] = OrderedDict()
        self._recent_cases: OrderedDict[str, Sequence[str]] = OrderedDict()

    def prepare(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read what takes too long to be read at a keystroke: whatever is found by joining tables."""
        self._case_rows(cursor)
        self._field(cursor, "guideline")

    def known(self, cursor: duckdb.DuckDBPyConnection, field: str, typed: str) -> Sequence[str]:
        """Return the values of a field in the corpus, of which some may be meant by `typed`; of cases, only these."""
        if field == "case":
            return _kept(self._recent_cases, typed, partial(_known_cases, cursor, typed))
        there = self._field(cursor, field) if field in ITEM_FIELDS or field in CASE_FIELDS else ()
        return tuple(dict.fromkeys((*VALUES.get(field, ()), *map(str, there))))

    def held(self, cursor: duckdb.DuckDBPyConnection, narrowings: Sequence[Narrowing]) -> Bools | None:
        """Tell by position which items all `narrowings` leave, whose values are as the corpus has them; None: all."""
        held: Bools | None = None
        for narrowing in narrowings:
            held = both(held, _kept(self._recent, narrowing, partial(self._held, cursor, narrowing)))
        return held

    def _held(self, cursor: duckdb.DuckDBPyConnection, narrowing: Narrowing) -> Bools:
        if narrowing.field == "case":
            rows = [_rows_of_cases(cursor, str(value)) for value in narrowing.values]
        else:
            there = self._field(cursor, narrowing.field)
            rows = [held for value, held in there.items() if _is_meant(value, narrowing)]
        places = self._case_rows(cursor) if narrowing.field in CASE_FIELDS else self._documents.rows
        has_value = np.zeros(1 + max(int(found.max(initial=0)) for found in (*rows, places)), np.bool_)
        for found in rows:
            has_value[found] = True
        is_held: Bools = has_value[places] != narrowing.is_excluded
        return is_held

    def _field(self, cursor: duckdb.DuckDBPyConnection, field: str) -> Rows:
        if field not in self._fields:
            sql = {**ITEM_FIELDS, **CASE_FIELDS}[field]
            sql = f"SELECT value, list(row) AS rows FROM ({sql}) WHERE value IS NOT NULL GROUP BY value ORDER BY value"
            found = cursor.execute(sql).fetchnumpy()
            rows = (held.astype(np.uint32) for held in found["rows"])
            self._fields[field] = dict(zip(found["value"].tolist(), rows, strict=True))
        return self._fields[field]

    def _case_rows(self, cursor: duckdb.DuckDBPyConnection) -> Uint32s:
        """Return by position the row of the case of each item."""
        if self._cases is None:
            found = cursor.execute(CASES_OF_ITEMS).fetchnumpy()
            cases = np.zeros(1 + int(found["item_row"].max(initial=0)), np.uint32)
            cases[found["item_row"]] = found["case_row"]
            self._cases = cases[self._documents.rows]
        return self._cases


def _kept(recent: OrderedDict[Key, Value], key: Key, make: Callable[[], Value]) -> Value:
    """Return what was made for `key`, while that is among the last that were used."""
    if key not in recent:
        recent[key] = make()
        if len(recent) > MOST_KEPT:
            recent.popitem(last=False)
    recent.move_to_end(key)
    return recent[key]


def _is_meant(value: str | int, narrowing: Narrowing) -> bool:
    return any(value in meant if isinstance(meant, Range) else value == meant for meant in narrowing.values)


def _known_cases(cursor: duckdb.DuckDBPyConnection, typed: str) -> Sequence[str]:
    """Return the case of this number; where there is none, or with `*`, what all begin with that begin so."""
    sql = """
        SELECT max(case_id) FILTER (lower(case_id) = $1), min(case_id)
        FROM corpus.main.cases WHERE starts_with(lower(case_id), $1)
    """
    start = typed.removesuffix("*")
    case, first = cursor.execute(sql, [_plain(start)]).fetchall()[0]
    if case and start == typed:
        return (case,)
    return (f"{first[: len(start)]}*",) if first else ()


def _rows_of_cases(cursor: duckdb.DuckDBPyConnection, value: str) -> Uint32s:
    is_it = "starts_with(lower(case_id), ?)" if value.endswith("*") else "lower(case_id) = ?"
    sql = f"SELECT rowid AS item_row FROM corpus.main.items WHERE {is_it}"
    found = cursor.execute(sql, [_plain(value.removesuffix("*"))]).fetchnumpy()
    rows: Uint32s = found["item_row"].astype(np.uint32)
    return rows


def _plain(text: str) -> str:
    """Return `text` as the database compares it; bytes that are no text, it would not take."""
    return text.lower().encode("utf-8", "backslashreplace").decode()
