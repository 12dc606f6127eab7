"""Letters -> rows of the public tables, keyed by file until every letter has its case id."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, ITEM_COLUMNS, LETTER_COLUMNS, create_table
from imr_tui.corpus.session import insert_rows
from imr_tui.letters.model import Decision, DisputedItem, Letter
from imr_tui.loading.identity import fingerprint
from imr_tui.loading.reading import Reading

LETTER_KEY = {"source_path": "VARCHAR", "part": "INTEGER"}
"""What names a letter until it has its case id: its file, and its number among the letters of the file."""


def _staged(columns: dict[str, str], *without: str) -> dict[str, str]:
    return LETTER_KEY | {name: kind for name, kind in columns.items() if name not in without}


STAGED = {
    "letters": _staged(LETTER_COLUMNS) | {"fingerprint": "VARCHAR"},
    "cases": _staged(CASE_COLUMNS, "case_id"),
    "items": _staged(ITEM_COLUMNS, "item_id", "case_id"),
    "citations": _staged({"item_no": "INTEGER"} | CITATION_COLUMNS, "item_id"),
}


def create_staging(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty staging tables in the session's memory."""
    connection.execute("CREATE SCHEMA staging")
    for name, columns in STAGED.items():
        connection.execute(create_table(f"staging.{name}", columns))


def stage(connection: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> None:
    """Add a batch of files to the staging tables."""
    held = [((reading.source.name, reading.part), reading.letter) for reading in readings if reading.letter]
    _insert(connection, "letters", (_letter_row(reading) for reading in readings))
    _insert(connection, "cases", (key + _case_row(letter) for key, letter in held))
    _insert(connection, "items", (key + _item_row(item) for key, letter in held for item in letter.items))
    _insert(connection, "citations", (key + row for key, letter in held for row in _citation_rows(letter)))


def outcome(decisions: Sequence[Decision]) -> str:
    """Sum up a case: `All upheld`, `All overturned`, `Mixed`, or `Unclear` where a decision is missing."""
    if {Decision.UPHELD, Decision.OVERTURNED} <= set(decisions):
        return "Mixed"
    if not decisions or Decision.UNCLEAR in decisions:
        return "Unclear"
    return f"All {decisions[0].lower()}"


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    insert_rows(connection, f"staging.{table}", STAGED[table].values(), rows)


def _letter_row(reading: Reading) -> tuple[Any, ...]:
    source = reading.source
    modified_at = datetime.fromtimestamp(source.modified_us / 1_000_000, UTC).replace(tzinfo=None)
    unread = list(reading.letter.unread) if reading.letter else []
    return (
        source.name, reading.part, source.size, modified_at, reading.content_hash, None, reading.status,
        list(reading.problems), unread, fingerprint(reading.letter) if reading.letter else None,
    )  # fmt: skip


def _case_row(letter: Letter) -> tuple[Any, ...]:
    header, reviewer, patient = letter.header, letter.reviewer, letter.patient
    decisions = [item.decision for item in letter.items]
    return (
        header.case_number, letter.generation, header.decision_date, header.assigned_date,
        header.injury_date or patient.injury_date, header.ur_denial_date, header.received_date, header.priority,
        list(reviewer.licensure_states), list(reviewer.specialties), patient.age, patient.gender,
        letter.clinical_summary, letter.documents_reviewed, len(decisions), decisions.count(Decision.UPHELD),
        decisions.count(Decision.OVERTURNED), outcome(decisions), list(letter.problems), list(letter.unread),
    )  # fmt: skip


def _item_row(item: DisputedItem) -> tuple[Any, ...]:
    return (
        item.number, item.title, item.decision, item.item_type.name, item.item_type.subtype,
        item.claims_guideline, item.maximus_guideline, item.rationale,
    )  # fmt: skip


def _citation_rows(letter: Letter) -> Iterable[tuple[Any, ...]]:
    for item in letter.items:
        for cited in item.citations:
            yield (item.number, cited.party, cited.source, cited.section, cited.pages)
