"""Counts beside the values of each facet, following the search and the other facets."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_tui.corpus.filters import FACETS, Filters

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many items a value has under the present search, and how many of them were overturned."""

    value: str
    items: int
    overturned: int


def count_facets(
    cursor: "duckdb.DuckDBPyConnection", filters: Filters, matches: str | None
) -> dict[str, tuple[FacetCount, ...]]:
    """Return the counts of every facet, most items first.

    Each facet is counted under the filters of the others, not its own. `matches` is a table with a column `item_row`,
    or None for all items.
    """
    return {facet: _count(cursor, facet, filters.without(facet), matches) for facet in FACETS}


def _count(
    cursor: "duckdb.DuckDBPyConnection", facet: str, others: Filters, matches: str | None
) -> tuple[FacetCount, ...]:
    condition, parameters = others.condition("i")
    matching = f"SEMI JOIN {matches} AS m ON i.rowid = m.item_row" if matches else ""
    rows = cursor.execute(
        f"""
        SELECT i.{facet}, count(*), count(*) FILTER (i.decision = 'Overturned')
        FROM corpus.main.items AS i {matching} WHERE {condition}
        GROUP BY ALL ORDER BY count(*) DESC, 1
        """,
        parameters,
    ).fetchall()
    return tuple(FacetCount(*row) for row in rows)
