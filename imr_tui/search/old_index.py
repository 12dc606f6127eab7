"""The tables that the present engine reads; they go when it reads the segments."""

import duckdb

MOST = 65_535
WORD_IN_SQL = r"[\p{L}\p{N}]+(?:\.\p{Nd}+[\p{L}\p{N}]*)?"


def build_old_tables(connection: duckdb.DuckDBPyConnection, alias: str) -> None:
    """Fill `terms(term_id, term, items)` and `postings(term_id, item_row, in_rationale, in_title)`."""
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
        f"SELECT rowid AS item_row, unnest(regexp_extract_all(lower(strip_accents(coalesce({column}, ''))), "
        f"'{WORD_IN_SQL}')) AS term, {rationale} AS in_rationale, {title} AS in_title FROM {alias}.main.items"
        for column, (rationale, title) in fields.items()
    )
    return " UNION ALL ".join(parts)
