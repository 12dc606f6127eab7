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
CASES_OF_ITEMS = "SELECT doc, c.rowid AS row FROM corpus.internal.items JOIN corpus.main.cases AS c USING (case_id)"

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Rows = Mapping[str | int, Uint32s]
"""Value of a field -> the documents, or the rows of `cases`, that have it."""


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
        """Tell by document which ones all `narrowings` leave, whose values are as the corpus has them; None: all."""
        held: Bools | None = None
        for narrowing in narrowings:
            held = both(held, _kept(self._recent, narrowing, partial(self._held, cursor, narrowing)))
        return held

    def _held(self, cursor: duckdb.DuckDBPyConnection, narrowing: Narrowing) -> Bools:
        if narrowing.field == "case":
            rows = [_docs_of_cases(cursor, str(value)) for value in narrowing.values]
        else:
            there = self._field(cursor, narrowing.field)
            rows = [held for value, held in there.items() if _is_meant(value, narrowing)]
        is_alive = self._documents.is_alive
        has_value = np.zeros(len(is_alive), np.bool_)
        if narrowing.field in CASE_FIELDS:
            has_value[:] = self._is_among(cursor, rows)
        else:
            for docs in rows:
                has_value[docs] = True
        is_held: Bools = (has_value != narrowing.is_excluded) & is_alive
        return is_held

    def _is_among(self, cursor: duckdb.DuckDBPyConnection, rows: Sequence[Uint32s]) -> Bools:
        """Tell by document whether its case is among these rows of `cases`."""
        cases = self._case_rows(cursor)
        is_wanted = np.zeros(1 + int(cases.max(initial=0)), np.bool_)
        for found in rows:
            is_wanted[found[found < len(is_wanted)]] = True
        is_among: Bools = is_wanted[cases]
        return is_among

    def _field(self, cursor: duckdb.DuckDBPyConnection, field: str) -> Rows:
        if field not in self._fields:
            sql = {**ITEM_FIELDS, **CASE_FIELDS}[field]
            sql = f"SELECT value, list(row) AS rows FROM ({sql}) WHERE value IS NOT NULL GROUP BY value ORDER BY value"
            found = cursor.execute(sql).fetchnumpy()
            rows = (held.astype(np.uint32) for held in found["rows"])
            self._fields[field] = dict(zip(found["value"].tolist(), rows, strict=True))
        return self._fields[field]

    def _case_rows(self, cursor: duckdb.DuckDBPyConnection) -> Uint32s:
        """Return by document the row of its case."""
        if self._cases is None:
            found = cursor.execute(CASES_OF_ITEMS).fetchnumpy()
            self._cases = np.zeros(len(self._documents.is_alive), np.uint32)
            self._cases[found["doc"]] = found["row"]
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


def _docs_of_cases(cursor: duckdb.DuckDBPyConnection, value: str) -> Uint32s:
    is_it = "starts_with(lower(case_id), ?)" if value.endswith("*") else "lower(case_id) = ?"
    found = cursor.execute(
        f"SELECT doc FROM corpus.internal.items WHERE {is_it}", [_plain(value.removesuffix("*"))]
    ).fetchnumpy()
    docs: Uint32s = found["doc"]
    return docs


def _plain(text: str) -> str:
    """Return `text` as the database compares it; bytes that are no text, it would not take."""
    return text.lower().encode("utf-8", "backslashreplace").decode()
