"""Narrowings -> the items that they leave."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import duckdb
import numpy as np

from imr_tui.search.columns import Column, read_values
from imr_tui.search.documents import Documents, both
from imr_tui.search.fields import CASE_FIELDS, ITEM_FIELDS, MARK_FIELDS, PARENTS, VALUES, Fields
from imr_tui.search.query import Narrowing
from imr_tui.search.slots import Bools, Uint32s

PREPARED = ("guideline", "specialty", "state")
"""Fields that take long to read, of those that are used most."""
MOST_KEPT = 8
"""Narrowings of which it is kept what they leave, a byte an item."""
CASES_OF_ITEMS = "SELECT doc, c.rowid AS row FROM corpus.internal.items JOIN corpus.main.cases AS c USING (case_id)"

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Narrower:
    """Tells which items of a snapshot have the values that are wanted. A field is read when it is first used."""

    def __init__(self, documents: Documents, marks: Callable[[], Fields] = dict) -> None:
        """Take the items of the snapshot; `marks` returns what the `MARK_FIELDS` are at present."""
        self.documents = documents
        self._marks = marks
        self._marked: Fields = {}
        """Of which there are columns."""
        self._columns: dict[str, Column] = {}
        self._parents: dict[str, Mapping[str, str]] = {}
        self._cases: Uint32s | None = None
        self._recent: OrderedDict[Narrowing, Bools] = OrderedDict()
        self._recent_cases: OrderedDict[str, Sequence[str]] = OrderedDict()

    def prepare(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read what takes too long to be read at a keystroke."""
        self._case_rows(cursor)
        for field in PREPARED:
            self.column(cursor, field)

    def known(self, cursor: duckdb.DuckDBPyConnection, field: str, typed: str) -> Sequence[str]:
        """Return the values of a field in the corpus, of which some may be meant by `typed`; of cases, only these."""
        if field == "case":
            return _kept(self._recent_cases, typed, partial(_known_cases, cursor, typed))
        is_read = field in ITEM_FIELDS or field in CASE_FIELDS or field in MARK_FIELDS
        there = self.column(cursor, field).values if is_read else ()
        return tuple(dict.fromkeys((*VALUES.get(field, ()), *map(str, there))))

    def held(self, cursor: duckdb.DuckDBPyConnection, narrowings: Sequence[Narrowing]) -> Bools | None:
        """Tell by document which ones all `narrowings` leave, whose values are as the corpus has them; None: all."""
        held: Bools | None = None
        for narrowing in narrowings:
            if narrowing.field in MARK_FIELDS:  # they may change at any time
                held = both(held, self._held(cursor, narrowing))
            else:
                held = both(held, _kept(self._recent, narrowing, partial(self._held, cursor, narrowing)))
        return held

    def column(self, cursor: duckdb.DuckDBPyConnection, field: str) -> Column:
        """Return what the items have of a field, read once; of marks as they are now."""
        if field in MARK_FIELDS:
            self._forget_old_marks()
        if field not in self._columns:
            size = len(self.documents.is_alive)
            if field in MARK_FIELDS:
                self._columns[field] = Column(self._marked.get(field, {}).items(), size)
            elif field in ITEM_FIELDS:
                self._columns[field] = read_values(cursor, ITEM_FIELDS[field], size)
            else:
                self._columns[field] = read_values(cursor, CASE_FIELDS[field], size, self._case_rows(cursor))
        return self._columns[field]

    def parents(self, cursor: duckdb.DuckDBPyConnection, field: str) -> Mapping[str, str]:
        """Return what the values of a field are parts of; empty if they are parts of nothing."""
        if field not in self._parents:
            self._parents[field] = dict(cursor.execute(PARENTS[field]).fetchall()) if field in PARENTS else {}
        return self._parents[field]

    def _forget_old_marks(self) -> None:
        marked = self._marks()
        if marked is not self._marked and (marked or self._marked):
            self._marked = marked
            for field in MARK_FIELDS:
                self._columns.pop(field, None)

    def _held(self, cursor: duckdb.DuckDBPyConnection, narrowing: Narrowing) -> Bools:
        is_alive = self.documents.is_alive
        if narrowing.field == "case":
            has_value = np.zeros(len(is_alive), np.bool_)
            for value in narrowing.values:
                has_value[_docs_of_cases(cursor, str(value))] = True
        else:
            has_value = self.column(cursor, narrowing.field).holds(narrowing.means)
        is_held: Bools = (has_value != narrowing.is_excluded) & is_alive
        return is_held

    def _case_rows(self, cursor: duckdb.DuckDBPyConnection) -> Uint32s:
        """Return by document the row of its case."""
        if self._cases is None:
            found = cursor.execute(CASES_OF_ITEMS).fetchnumpy()
            self._cases = np.zeros(len(self.documents.is_alive), np.uint32)
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
