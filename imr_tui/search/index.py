"""The search index inside a snapshot: every word, and the items that hold it."""

import duckdb

from imr_tui.search.words import words_in_sql

MOST = 65_535
"""Occurrences of a word in one text that are counted."""


def build_index(connection: duckdb.DuckDBPyConnection, alias: str) -> None:
    """Fill the schema `search` of the snapshot attached as `alias` from its `items`.

    `terms(term_id, term, items)` are the words with the number of items that hold them; `postings(term_id, item_row,
    in_rationale, in_title)` count how often. Sorted by term, so that a look-up reads few row groups.
    """
    for table in ("terms", "postings"):
        connection.execute(f"DROP TABLE IF EXISTS {alias}.search.{table}")
    connection.execute(
        f"""
        CREATE TABLE {alias}.search.terms AS
        SELECT row_number() OVER (ORDER BY term)::UINTEGER AS term_id, term, count(DISTINCT item_row)::UINTEGER AS items
        FROM ({_occurrences(alias)}) GROUP BY term ORDER BY term
        """
    )
    connection.execute(
        f"""
        CREATE TABLE {alias}.search.postings AS
        SELECT t.term_id, o.item_row::UINTEGER AS item_row,
               least(sum(o.in_rationale), {MOST})::USMALLINT AS in_rationale,
               least(sum(o.in_title), {MOST})::USMALLINT AS in_title
        FROM ({_occurrences(alias)}) AS o JOIN {alias}.search.terms AS t USING (term)
        GROUP BY ALL ORDER BY ALL
        """
    )


def _occurrences(alias: str) -> str:
    fields = {"rationale": (1, 0), "title": (0, 1)}
    parts = (
        f"SELECT rowid AS item_row, unnest({words_in_sql(column)}) AS term, "
        f"{rationale} AS in_rationale, {title} AS in_title FROM {alias}.main.items"
        for column, (rationale, title) in fields.items()
    )
    return " UNION ALL ".join(parts)
