"""Letters -> rows of the tables of a journal, keyed by a number until every letter has its case id."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from imr_tui.corpus.schema import CASE_COLUMNS, CITATION_COLUMNS, FILE_COLUMNS, ITEM_COLUMNS, READ_LETTER_COLUMNS
from imr_tui.letters.model import Citation, Decision, DisputedItem, Letter
from imr_tui.loading.identity import fingerprint
from imr_tui.loading.reading import ReadFile, Reading
from imr_tui.loading.sources import SourceFile

LETTER_KEY = {"letter": "BIGINT"}
"""The number of a letter within its journal: its batch, shifted by `BATCH_SHIFT`, and its place in the batch."""
BATCH_SHIFT = 20

Row = Sequence[Any]


def _of_letter(columns: dict[str, str], *without: str) -> dict[str, str]:
    return LETTER_KEY | {name: kind for name, kind in columns.items() if name not in without}


TABLES = {
    "files": {"batch": "BIGINT"} | FILE_COLUMNS,
    "letters": LETTER_KEY | READ_LETTER_COLUMNS,
    "cases": _of_letter(CASE_COLUMNS, "case_id", "source_path"),
    "items": _of_letter({"number": "INTEGER"} | ITEM_COLUMNS, "item_id", "case_id"),
    "citations": _of_letter({"number": "INTEGER", "item_no": "INTEGER"} | CITATION_COLUMNS, "item_id"),
}
"""What is read of a batch of files. `number` counts the items, and the citations, of the whole batch, from 0."""


def rows_of(batch: int, reads: Iterable[ReadFile], container: SourceFile | None) -> dict[str, list[Row]]:
    """Return the rows of a batch of files for each of `TABLES`; all are members of `container`, if there is one."""
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for read in reads:
        source = read.source
        if not container:
            rows["files"].append(
                (batch, source.name, source.size, source.modified_ns, source.changed_ns, read.was_read, _kind(read))
            )
        for part, reading in enumerate(read.readings, read.part):
            number = batch << BATCH_SHIFT | len(rows["letters"])
            rows["letters"].append((number, *_letter_row(read, part, container or source, reading)))
            if reading.letter:
                rows["cases"].append((number, *_case_row(reading.letter)))
                for item in reading.letter.items:
                    rows["items"].append((number, len(rows["items"]), *_item_row(item)))
                    for count, cited in enumerate(item.citations, len(rows["citations"])):
                        rows["citations"].append((number, count, item.number, *_citation_row(cited)))
    return rows


def table_rows(letter: Letter, case_id: str, source_path: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that a letter gives of `cases`, `items` and `citations`, for whoever parses letters elsewhere."""
    case = {"case_id": case_id, "source_path": source_path}
    rows: dict[str, list[dict[str, Any]]] = {
        "cases": [case | _named("cases", _case_row(letter), 1)], "items": [], "citations": [],
    }  # fmt: skip
    for item in letter.items:
        item_id = f"{case_id}#{item.number}"
        rows["items"].append({"item_id": item_id, "case_id": case_id} | _named("items", _item_row(item), 2))
        rows["citations"] += [
            {"item_id": item_id} | _named("citations", _citation_row(cited), 3) for cited in item.citations
        ]
    return rows


def outcome(decisions: Sequence[Decision]) -> str:
    """Sum up a case: `All upheld`, `All overturned`, `Mixed`, or `Unclear` where a decision is missing."""
    if {Decision.UPHELD, Decision.OVERTURNED} <= set(decisions):
        return "Mixed"
    if not decisions or Decision.UNCLEAR in decisions:
        return "Unclear"
    return f"All {decisions[0].lower()}"


def _named(table: str, row: Row, first: int) -> dict[str, Any]:
    return dict(zip(list(TABLES[table])[first:], row, strict=True))


def _kind(read: ReadFile) -> str | None:
    return read.container.value if read.container else None


def _letter_row(read: ReadFile, part: int, file: SourceFile, reading: Reading) -> Row:
    source, letter = read.source, reading.letter
    size, modified = (None, None) if read.is_row else (source.size, source.modified_ns // 1000)
    return (
        source.name, part, file.name, size, modified, reading.content_hash, letter is not None,
        letter.header.case_number if letter else None, fingerprint(letter) if letter else None,
        read.case_id or PurePosixPath(source.name).stem,
        reading.status, reading.problems, letter.unread if letter else (),
    )  # fmt: skip


def _case_row(letter: Letter) -> Row:
    header, reviewer, patient = letter.header, letter.reviewer, letter.patient
    decisions = [item.decision for item in letter.items]
    return (
        header.case_number, letter.generation, header.decision_date, header.assigned_date,
        header.injury_date or patient.injury_date, header.ur_denial_date, header.received_date, header.priority,
        reviewer.licensure_states, reviewer.specialties, patient.age, patient.gender,
        letter.clinical_summary, letter.documents_reviewed, len(decisions), decisions.count(Decision.UPHELD),
        decisions.count(Decision.OVERTURNED), outcome(decisions), letter.problems, letter.unread,
    )  # fmt: skip


def _item_row(item: DisputedItem) -> Row:
    return (
        item.number, item.title, item.decision, item.item_type.name, item.item_type.subtype,
        item.claims_guideline, item.maximus_guideline, item.rationale,
    )  # fmt: skip


def _citation_row(cited: Citation) -> Row:
    return cited.party, cited.source, cited.section, cited.pages
