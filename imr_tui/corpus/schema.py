"""The tables of a snapshot. Those in `main` are public: saved queries rely on their names and columns."""

SCHEMA_VERSION = 5
"""Raised with every change to the tables: a snapshot of another version cannot be read, and is rebuilt."""

CASE_COLUMNS = {
    "case_id": "VARCHAR",
    "case_number": "VARCHAR",
    "generation": "VARCHAR",
    "source_path": "VARCHAR",
    "decision_date": "DATE",
    "assigned_date": "DATE",
    "injury_date": "DATE",
    "ur_denial_date": "DATE",
    "received_date": "DATE",
    "priority": "VARCHAR",
    "licensure_states": "VARCHAR[]",
    "specialties": "VARCHAR[]",
    "patient_age": "INTEGER",
    "patient_gender": "VARCHAR",
    "clinical_summary": "VARCHAR",
    "documents_reviewed": "VARCHAR",
    "item_count": "INTEGER",
    "upheld_count": "INTEGER",
    "overturned_count": "INTEGER",
    "outcome": "VARCHAR",
    "problems": "VARCHAR[]",
    "unread": "VARCHAR[]",
}
ITEM_COLUMNS = {
    "item_id": "VARCHAR",
    "case_id": "VARCHAR",
    "item_no": "INTEGER",
    "title": "VARCHAR",
    "decision": "VARCHAR",
    "item_type": "VARCHAR",
    "item_subtype": "VARCHAR",
    "claims_guideline": "VARCHAR",
    "maximus_guideline": "VARCHAR",
    "rationale": "VARCHAR",
}
STORED_ITEM_COLUMNS = {"doc": "UINTEGER", "decision_date": "DATE"} | ITEM_COLUMNS
"""`doc` is the number that the search index knows an item by; the date is that of the case."""
ITEMS_VIEW = f"SELECT {', '.join(ITEM_COLUMNS)} FROM internal.items"
CITATION_COLUMNS = {
    "item_id": "VARCHAR",
    "party": "VARCHAR",
    "source": "VARCHAR",
    "section": "VARCHAR",
    "pages": "VARCHAR",
}
READ_LETTER_COLUMNS = {
    "source_path": "VARCHAR",
    "part": "INTEGER",
    "file": "VARCHAR",
    "size": "BIGINT",
    "modified_us": "BIGINT",
    "content_hash": "VARCHAR",
    "is_letter": "BOOLEAN",
    "case_number": "VARCHAR",
    "fingerprint": "VARCHAR",
    "name": "VARCHAR",
    "status": "VARCHAR",
    "problems": "VARCHAR[]",
    "unread": "VARCHAR[]",
}
"""What is known of a letter when it is read, alone. `part` counts the letters of one `source_path`, which is a file on
disk, a member of one or a row of one; `file` names the file on disk. `name` names the case if no number does."""
STORED_LETTER_COLUMNS = READ_LETTER_COLUMNS | {"case_id": "VARCHAR", "duplicate_of": "VARCHAR"}
"""And what is known when it is compared with all others: its case, and the `source_path` that the case is read from."""
LETTERS_VIEW = """
SELECT source_path, size, make_timestamp(modified_us) AS modified_at, content_hash, case_id,
       if(duplicate_of IS NULL, status, 'duplicate') AS status,
       if(duplicate_of IS NULL, problems, ['the case is read from ' || duplicate_of]) AS problems, unread
FROM internal.letters
"""
FILE_COLUMNS = {
    "source_path": "VARCHAR",
    "size": "BIGINT",
    "modified_ns": "BIGINT",
    "changed_ns": "BIGINT",
    "was_read": "BOOLEAN",
    "kind": "VARCHAR",
}
"""Files on disk as they were when they were read; `was_read` is false when one could not be. `kind` is that of a file
that holds letters as members or rows, an archive or a Parquet table."""
MARK_COLUMNS = {
    "item_id": "VARCHAR",
    "mark": "VARCHAR",
    "tags": "VARCHAR[]",
    "note": "VARCHAR",
    "updated_at": "TIMESTAMP",
}
SNAPSHOT_TABLES = {
    "main.cases": CASE_COLUMNS,
    "internal.items": STORED_ITEM_COLUMNS,
    "main.citations": CITATION_COLUMNS,
    "internal.letters": STORED_LETTER_COLUMNS,
    "internal.files": FILE_COLUMNS,
    "internal.state": {"key": "VARCHAR", "value": "VARCHAR"},
}
VIEWS = {"main.items": ITEMS_VIEW, "main.letters": LETTERS_VIEW}
INDEXES = {"items_by_doc": "internal.items (doc)"}


def create_table(name: str, columns: dict[str, str]) -> str:
    """Return the statement that creates a table."""
    return f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
