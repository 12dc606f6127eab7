"""Staged letters -> the tables of the new snapshot `fresh`, which holds those of the old one already."""

from collections.abc import Sequence
from itertools import accumulate

import duckdb

from imr_tui.corpus.schema import READ_LETTER_COLUMNS
from imr_tui.corpus.session import insert_rows
from imr_tui.loading.journal import Batch, Journal
from imr_tui.loading.progress import Progress, Tell
from imr_tui.loading.rows import BATCH_SHIFT
from imr_tui.loading.staging import read_table
from imr_tui.search.index import build_index

GROUP = 64
"""Batches that go into the snapshot at once, so that memory does not grow with the corpus."""

RENAME = (
    """
    UPDATE fresh.internal.files AS f
    SET source_path = r.name, size = r.size, modified_ns = r.modified_ns, changed_ns = r.changed_ns
    FROM staging.renamed AS r WHERE f.source_path = r.old_name
    """,
    """
    UPDATE fresh.internal.letters AS l
    SET source_path = r.name, file = r.name, size = r.size, modified_us = r.modified_ns // 1000
    FROM staging.renamed AS r WHERE l.source_path = r.old_name
    """,
    """
    UPDATE fresh.main.cases AS c SET source_path = r.name
    FROM staging.renamed AS r WHERE c.source_path = r.old_name AND r.old_name <> r.name
    """,
)
STALE_ITEMS = "SELECT item_id FROM fresh.main.items SEMI JOIN staging.stale USING (case_id)"
FORGET = (
    "DELETE FROM fresh.internal.files WHERE source_path IN (FROM staging.gone)",
    "DELETE FROM fresh.internal.letters WHERE file IN (FROM staging.gone)",
    """
    CREATE OR REPLACE TABLE staging.stale AS
    SELECT case_id FROM fresh.main.cases
    WHERE case_id NOT IN (
        SELECT l.held FROM staging.letters AS l JOIN staging.identity AS n USING (source_path, part)
        WHERE n.duplicate_of IS NULL AND l.held = n.case_id
    )
    """,
    f"DELETE FROM fresh.search.docs WHERE item_id IN ({STALE_ITEMS})",
    f"DELETE FROM fresh.main.citations WHERE item_id IN ({STALE_ITEMS})",
    "DELETE FROM fresh.main.items WHERE case_id IN (FROM staging.stale)",
    "DELETE FROM fresh.main.cases WHERE case_id IN (FROM staging.stale)",
    """
    UPDATE fresh.internal.letters AS l SET case_id = n.case_id, duplicate_of = n.duplicate_of
    FROM staging.identity AS n
    WHERE l.source_path = n.source_path AND l.part = n.part
      AND (l.case_id IS DISTINCT FROM n.case_id OR l.duplicate_of IS DISTINCT FROM n.duplicate_of)
    """,
)
LETTERS = f"""
INSERT INTO fresh.internal.letters BY NAME
SELECT {", ".join(f"r.{column}" for column in READ_LETTER_COLUMNS)}, n.case_id, n.duplicate_of
FROM staging.read_letters AS r LEFT JOIN staging.identity AS n USING (source_path, part)
"""
HELD = """
CREATE OR REPLACE TABLE staging.held AS
SELECT l.letter, l.source_path, n.case_id
FROM staging.letters AS l JOIN staging.identity AS n USING (source_path, part)
WHERE l.letter IS NOT NULL AND n.duplicate_of IS NULL
"""
"""The letters just read that hold a case: only their rows become public."""
READ_ROWS = {
    "main.cases": ("cases", "SELECT h.case_id, h.source_path, t.* EXCLUDE (letter) FROM {read}"),
    "main.items": (
        "items",
        "SELECT h.case_id || '#' || t.item_no AS item_id, h.case_id, t.* EXCLUDE (letter, number) FROM {read}",
    ),
    "main.citations": (
        "citations",
        "SELECT h.case_id || '#' || t.item_no AS item_id, t.* EXCLUDE (letter, item_no) FROM {read}",
    ),
    "search.docs": (
        "items",
        f"""
        SELECT s.first + t.number AS doc, h.case_id || '#' || t.item_no AS item_id
        FROM {{read}} JOIN staging.starts AS s ON s.batch = t.letter >> {BATCH_SHIFT}
        """,
    ),
}
"""Of each table of the snapshot: that of the journal, and what becomes of its rows."""
PLACE_DOCS = """
CREATE OR REPLACE TABLE fresh.search.docs AS
SELECT d.doc, d.item_id, i.rowid::UINTEGER AS item_row,
       (row_number() OVER (ORDER BY c.decision_date DESC NULLS LAST, i.case_id, i.item_no) - 1)::UINTEGER AS position
FROM fresh.search.docs AS d JOIN fresh.main.items AS i USING (item_id) JOIN fresh.main.cases AS c USING (case_id)
ORDER BY position
"""
"""Rows move when others are deleted: they are looked up when the tables are on disk. Latest decisions come first."""


def publish(connection: duckdb.DuckDBPyConnection, journal: Journal, tell: Tell) -> int:
    """Bring the tables and the search index of `fresh` up to date, and return the number of cases."""
    batches = journal.batches()
    for statement in (*RENAME, *FORGET, LETTERS, HELD):
        connection.execute(statement)
    files = read_table(journal, "files", batches, "source_path")
    connection.execute(f"INSERT INTO fresh.internal.files SELECT * EXCLUDE (batch) FROM ({files})")
    _number_docs(connection, batches)
    for first in range(0, len(batches), GROUP):
        tell(Progress("writing", first, len(batches)))
        _insert(connection, journal, batches[first : first + GROUP])
    connection.execute("CHECKPOINT fresh")
    connection.execute(PLACE_DOCS)
    build_index(connection, "fresh")
    return int(connection.execute("SELECT count(*) FROM fresh.main.cases").fetchall()[0][0])


def _insert(connection: duckdb.DuckDBPyConnection, journal: Journal, batches: Sequence[Batch]) -> None:
    for table, (source, columns) in READ_ROWS.items():
        read = f"({read_table(journal, source, batches)}) AS t JOIN staging.held AS h USING (letter)"
        connection.execute(f"INSERT INTO fresh.{table} BY NAME {columns.format(read=read)}")


def _number_docs(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch]) -> None:
    """Number the items of the batches as documents of the search index, after those that are in it already."""
    first = connection.execute("SELECT coalesce(max(doc) + 1, 0) FROM fresh.search.docs").fetchall()[0][0]
    starts = accumulate((batch.items for batch in batches), initial=first)
    connection.execute("CREATE OR REPLACE TABLE staging.starts (batch BIGINT, first BIGINT)")
    rows = zip((batch.number for batch in batches), starts, strict=False)
    insert_rows(connection, "staging.starts", ("BIGINT", "BIGINT"), rows)
