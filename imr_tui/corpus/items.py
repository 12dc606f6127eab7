"""Single items: which one is meant, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from imr_tui.corpus.cases import MOST_SUGGESTIONS, Case, read_case
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
    """Return the row of an item in `corpus.main.items`: of `CASE#NUMBER`, or of `CASE` if that has but one item.

    Upper and lower case are the same. Raises UnusableInputError, naming what may be meant, when there is none.
    """
    name = name.encode("utf-8", "backslashreplace").decode()
    for condition in ("item_id = ?", "lower(item_id) = lower(?)"):
        found = cursor.execute(f"SELECT rowid FROM corpus.main.items WHERE {condition}", [name]).fetchone()
        if found:
            return int(found[0])
    case_id, has_number, number = name.rpartition("#")
    case = read_case(cursor, case_id or name)
    if has_number or len(case.items) != 1:
        raise _no_item(case, number if has_number else "")
    return find_item(cursor, case.items[0]["item_id"])


def read_items(cursor: "duckdb.DuckDBPyConnection", rows: Sequence[int]) -> list[Item]:
    """Return the items at `rows` of `corpus.main.items`, in this order."""
    found = cursor.execute(
        """
        SELECT rowid, item_id, case_id, item_no, title, decision, item_type, coalesce(rationale, '')
        FROM corpus.main.items WHERE rowid IN (SELECT unnest(?::BIGINT[]))
        """,
        [list(rows)],
    ).fetchall()
    # A join would read all cases.
    sql = "SELECT case_id, decision_date FROM corpus.main.cases WHERE case_id IN (SELECT unnest(?::VARCHAR[]))"
    dates = dict(cursor.execute(sql, [[case_id for _, _, case_id, *_ in found]]).fetchall())
    items = {
        row: Item(item_id, case_id, number, title, decision, item_type, dates[case_id], rationale)
        for row, item_id, case_id, number, title, decision, item_type, rationale in found
    }
    return [items[row] for row in rows]


def read_rationales(cursor: "duckdb.DuckDBPyConnection", rows: Sequence[int]) -> list[tuple[int, str, str]]:
    """Return row, decision and rationale of the items at `rows` that have a rationale, in the order of `rows`."""
    found = cursor.execute(
        """
        SELECT rowid, decision, rationale FROM corpus.main.items
        WHERE rowid IN (SELECT unnest(?::BIGINT[])) AND rationale <> ''
        """,
        [list(rows)],
    ).fetchall()
    places = {row: place for place, row in enumerate(rows)}
    return sorted(found, key=lambda item: places[item[0]])


def _no_item(case: Case, number: str) -> UnusableInputError:
    names = [item["item_id"] for item in case.items]
    known = ", ".join(names[:MOST_SUGGESTIONS]) + (", …" if len(names) > MOST_SUGGESTIONS else "")
    case_id = case.facts["case_id"]
    if number:
        return UnusableInputError("No such item", f"Case {case_id} has no item {number[:20]}.", f"Its items: {known}.")
    return UnusableInputError("Which item?", f"Case {case_id} has {len(names)} items.", f"Name one of them: {known}.")
