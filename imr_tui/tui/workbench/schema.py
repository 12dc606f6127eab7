"""Tables and columns that a query may name."""

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, ITEM_COLUMNS, MARK_COLUMNS

LETTER_COLUMNS = {
    "source_path": "VARCHAR",
    "size": "BIGINT",
    "modified_at": "TIMESTAMP",
    "content_hash": "VARCHAR",
    "case_id": "VARCHAR",
    "status": "VARCHAR",
    "problems": "VARCHAR[]",
    "unread": "VARCHAR[]",
}
TABLES = {
    "cases": CASE_COLUMNS,
    "items": ITEM_COLUMNS,
    "citations": CITATION_COLUMNS,
    "letters": LETTER_COLUMNS,
    "marks": MARK_COLUMNS,
    "selection": {"position": "INTEGER", "item_id": "VARCHAR"},
}
COLUMNS = [(f"{table}.{column}", kind) for table, columns in TABLES.items() for column, kind in columns.items()]
"""Each with its type."""
