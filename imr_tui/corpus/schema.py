"""The tables of a snapshot. Those in `main` are public: saved queries rely on their names and columns."""

SCHEMA_VERSION = 2
"""Raised with every change to the tables or to what the parser reads: a snapshot of another version is rebuilt."""

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
CITATION_COLUMNS = {
    "item_id": "VARCHAR",
    "party": "VARCHAR",
    "source": "VARCHAR",
    "section": "VARCHAR",
    "pages": "VARCHAR",
}
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
MARK_COLUMNS = {
    "item_id": "VARCHAR",
    "mark": "VARCHAR",
    "tags": "VARCHAR[]",
    "note": "VARCHAR",
    "updated_at": "TIMESTAMP",
}
SNAPSHOT_TABLES = {
    "cases": CASE_COLUMNS,
    "items": ITEM_COLUMNS,
    "citations": CITATION_COLUMNS,
    "letters": LETTER_COLUMNS,
}


def create_table(name: str, columns: dict[str, str]) -> str:
    """Return the statement that creates a table."""
    return f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
