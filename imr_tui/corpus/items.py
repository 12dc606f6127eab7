"""Single items: which one is meant, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from imr_tui.corpus.cases import MOST_SUGGESTIONS, Case, read_case
from imr_tui.corpus.results import read_by_doc
from imr_tui.errors import UnusableInputError

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Item:
    """A disputed item, with the date of its decision."""

    item_id: str
    case_id: str
    item_no: int
    title: str
    decision: str
    item_type: str
    decision_date: date | None
    rationale: str


def find_item(cursor: "duckdb.DuckDBPyConnection", name: str) -> int:
    """Return the number `doc` of an item: of `CASE#NUMBER`, or of `CASE` if that has but one item.

    Upper and lower case are the same. Raises UnusableInputError, naming what may be meant, when there is none.
    """
    name = name.encode("utf-8", "backslashreplace").decode()
    for condition in ("item_id = ?", "lower(item_id) = lower(?)"):
        found = cursor.execute(f"SELECT doc FROM corpus.internal.items WHERE {condition}", [name]).fetchone()
        if found:
            return int(found[0])
    case_id, has_number, number = name.rpartition("#")
    case = read_case(cursor, case_id or name)
    if has_number or len(case.items) != 1:
        raise _no_item(case, number if has_number else "")
    return find_item(cursor, case.items[0]["item_id"])


def read_items(cursor: "duckdb.DuckDBPyConnection", docs: Sequence[int]) -> list[Item]:
    """Return items by their numbers, in this order."""
    columns = "item_id, case_id, item_no, title, decision, item_type, decision_date, coalesce(rationale, '')"
    items = {doc: Item(*values) for doc, *values in read_by_doc(cursor, columns, docs)}
    return [items[doc] for doc in docs]


def items_of_case(cursor: "duckdb.DuckDBPyConnection", case_id: str) -> list[int]:
    """Return the numbers of a case's items, in the order of the letter."""
    sql = "SELECT doc FROM corpus.internal.items WHERE case_id = ? ORDER BY item_no"
    return [doc for (doc,) in cursor.execute(sql, [case_id]).fetchall()]


def read_rationales(cursor: "duckdb.DuckDBPyConnection", docs: Sequence[int]) -> list[tuple[int, str, str]]:
    """Return number, decision and rationale of those of the items that have a rationale, in the order of `docs`."""
    places = {doc: place for place, doc in enumerate(docs)}
    found = [(doc, decision, text) for doc, decision, text in read_by_doc(cursor, "decision, rationale", docs) if text]
    return sorted(found, key=lambda item: places[item[0]])


def _no_item(case: Case, number: str) -> UnusableInputError:
    names = [item["item_id"] for item in case.items]
    known = ", ".join(names[:MOST_SUGGESTIONS]) + (", …" if len(names) > MOST_SUGGESTIONS else "")
    case_id = case.facts["case_id"]
    if number:
        return UnusableInputError("No such item", f"Case {case_id} has no item {number[:20]}.", f"Its items: {known}.")
    return UnusableInputError("Which item?", f"Case {case_id} has {len(names)} items.", f"Name one of them: {known}.")
