"""One case with its items, for the drill-down and `show`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, ITEM_COLUMNS
from imr_tui.errors import UnusableInputError

if TYPE_CHECKING:
    import duckdb

MOST_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A case: the columns of `cases`, of `items` for each disputed item, in the order of the letter, of `citations`."""

    facts: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...]
    citations: tuple[Mapping[str, Any], ...] = ()

    def cited(self, item_id: str, party: str) -> tuple[Mapping[str, Any], ...]:
        """Return what `claims_administrator` or `reviewer` cites on an item."""
        return tuple(c for c in self.citations if (c["item_id"], c["party"]) == (item_id, party))


def read_case(cursor: "duckdb.DuckDBPyConnection", case_id: str) -> Case:
    """Return the case of this id, else of one that differs only in upper and lower case.

    Raises UnusableInputError, naming cases that are spelt alike, when there is none.
    """
    case_id = case_id.encode("utf-8", "backslashreplace").decode()
    condition = "lower(case_id) = lower(?) ORDER BY case_id <> ?"
    facts = _rows(cursor, "cases", CASE_COLUMNS, condition, case_id, case_id)
    if not facts:
        raise UnusableInputError(
            "No such case", f"The corpus has no case {case_id[:80]!r}.", _suggestion(cursor, case_id)
        )
    items = _rows(cursor, "items", ITEM_COLUMNS, "case_id = ? ORDER BY item_no", facts[0]["case_id"])
    names = ", ".join("?" * len(items)) or "NULL"
    citations = _rows(cursor, "citations", CITATION_COLUMNS, f"item_id IN ({names})", *(i["item_id"] for i in items))
    return Case(facts[0], tuple(items), tuple(citations))


def _rows(
    cursor: "duckdb.DuckDBPyConnection", table: str, columns: Mapping[str, str], condition: str, *values: str
) -> list[dict[str, Any]]:
    sql = f"SELECT {', '.join(columns)} FROM corpus.main.{table} WHERE {condition}"
    return [dict(zip(columns, row, strict=True)) for row in cursor.execute(sql, list(values)).fetchall()]


def _suggestion(cursor: "duckdb.DuckDBPyConnection", case_id: str) -> str:
    rows = cursor.execute(
        """
        SELECT case_id FROM corpus.main.cases
        WHERE jaro_winkler_similarity(lower(case_id), lower(?)) > 0.85 OR contains(lower(case_id), lower(?))
        ORDER BY jaro_winkler_similarity(lower(case_id), lower(?)) DESC, case_id LIMIT ?
        """,
        [case_id, case_id, case_id, MOST_SUGGESTIONS],
    ).fetchall()
    names = ", ".join(name for (name,) in rows)
    return f"Cases spelt alike: {names}." if names else "`imr-tui search` finds cases by what their letters say."
