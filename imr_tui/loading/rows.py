"""Letters -> rows of the public tables, keyed by source path until every file has its case id."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, ITEM_COLUMNS, LETTER_COLUMNS, create_table
from imr_tui.corpus.session import insert_rows
from imr_tui.letters.model import Decision, DisputedItem, Letter
from imr_tui.loading.reading import Reading

STAGED_CASES = {name: kind for name, kind in CASE_COLUMNS.items() if name != "case_id"}
STAGED_ITEMS = {"source_path": "VARCHAR"} | {n: k for n, k in ITEM_COLUMNS.items() if n not in ("item_id", "case_id")}
STAGED_CITATIONS = {"source_path": "VARCHAR", "item_no": "INTEGER"} | {
    n: k for n, k in CITATION_COLUMNS.items() if n != "item_id"
}
STAGED = {
    "cases": STAGED_CASES,
    "items": STAGED_ITEMS,
    "citations": STAGED_CITATIONS,
    "letters": LETTER_COLUMNS,
}


def create_staging(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty staging tables in the session's memory."""
    connection.execute("CREATE SCHEMA staging")
    for name, columns in STAGED.items():
        connection.execute(create_table(f"staging.{name}", columns))


def stage(connection: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> None:
    """Add a batch of files to the staging tables."""
    held = [(reading.source.name, reading.letter) for reading in readings if reading.letter]
    _insert(connection, "letters", (_letter_row(reading) for reading in readings))
    _insert(connection, "cases", (_case_row(name, letter) for name, letter in held))
    _insert(connection, "items", (_item_row(name, item) for name, letter in held for item in letter.items))
    _insert(connection, "citations", (row for name, letter in held for row in _citation_rows(name, letter)))


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
    return (
        source.name,
        source.size,
        modified_at,
        reading.content_hash,
        None,
        reading.status,
        list(reading.problems),
    )


def _case_row(name: str, letter: Letter) -> tuple[Any, ...]:
    header, reviewer, patient = letter.header, letter.reviewer, letter.patient
    decisions = [item.decision for item in letter.items]
    return (
        header.case_number, letter.generation, name, header.decision_date, header.assigned_date,
        header.injury_date or patient.injury_date, header.ur_denial_date, header.received_date, header.priority,
        list(reviewer.licensure_states), list(reviewer.specialties), patient.age, patient.gender,
        letter.clinical_summary, letter.documents_reviewed, len(decisions), decisions.count(Decision.UPHELD),
        decisions.count(Decision.OVERTURNED), outcome(decisions), list(letter.problems),
    )  # fmt: skip


def _item_row(name: str, item: DisputedItem) -> tuple[Any, ...]:
    return (
        name, item.number, item.title, item.decision, item.item_type.name, item.item_type.subtype,
        item.claims_guideline, item.maximus_guideline, item.rationale,
    )  # fmt: skip


def _citation_rows(name: str, letter: Letter) -> Iterable[tuple[Any, ...]]:
    for item in letter.items:
        for cited in item.citations:
            yield (name, item.number, cited.party, cited.source, cited.section, cited.pages)
