"""Staged letters -> the tables of the new snapshot `fresh`, which holds those of the old one already."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import duckdb
import numpy as np

from imr_tui.corpus.schema import READ_LETTER_COLUMNS, create_table
from imr_tui.corpus.session import insert_rows
from imr_tui.loading.journal import Batch, Journal
from imr_tui.loading.progress import Progress, Tell
from imr_tui.loading.rows import BATCH_SHIFT
from imr_tui.loading.staging import read_table
from imr_tui.search.build import IndexBuilder
from imr_tui.search.columns import read_column
from imr_tui.search.sources import LEFT_OUT

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
STALE_ITEMS = "SELECT item_id FROM fresh.internal.items SEMI JOIN staging.stale USING (case_id)"
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
    f"DELETE FROM fresh.main.citations WHERE item_id IN ({STALE_ITEMS})",
    "DELETE FROM fresh.internal.items WHERE case_id IN (FROM staging.stale)",
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
    "internal.items": (
        "items",
        f"""
        SELECT s.first + t.number AS doc, c.decision_date, h.case_id || '#' || t.item_no AS item_id, h.case_id,
               t.* EXCLUDE (letter, number)
        FROM {{read}} JOIN staging.starts AS s ON s.batch = t.letter >> {BATCH_SHIFT}
        JOIN ({{cases}}) AS c USING (letter)
        """,
    ),
    "main.citations": (
        "citations",
        "SELECT h.case_id || '#' || t.item_no AS item_id, t.* EXCLUDE (letter, number, item_no) FROM {read} "
        "ORDER BY t.letter, t.number",
    ),
}
"""Of each table of the snapshot: that of the journal, and what becomes of its rows. Citations stay in their order."""
STARTS = {"batch": "BIGINT", "first": "BIGINT"}
PLACE_DOCS = """
INSERT INTO fresh.search.docs
SELECT doc FROM fresh.internal.items ORDER BY decision_date DESC NULLS LAST, case_id, item_no
"""
"""Latest decisions come first."""


def publish(connection: duckdb.DuckDBPyConnection, journal: Journal, index: Path, first_doc: int, tell: Tell) -> int:
    """Bring the tables of `fresh` and its search index in the folder `index` up to date; return the number of cases.

    New items are documents of the index from `first_doc` on.
    """
    batches = journal.batches()
    for statement in (*RENAME, *FORGET, LETTERS, HELD):
        connection.execute(statement)
    files = read_table(journal, "files", batches, "source_path")
    connection.execute(f"INSERT INTO fresh.internal.files SELECT * EXCLUDE (batch) FROM ({files})")
    first_docs = accumulate((batch.items for batch in batches), initial=first_doc)
    starts = {batch.number: first for batch, first in zip(batches, first_docs, strict=False)}
    connection.execute(create_table("staging.starts", STARTS))
    insert_rows(connection, "staging.starts", STARTS.values(), starts.items())
    for first in range(0, len(batches), GROUP):
        tell(Progress("writing", first, len(batches)))
        _insert(connection, journal, batches[first : first + GROUP])
    connection.execute("CHECKPOINT fresh")
    connection.execute("DELETE FROM fresh.search.docs")
    connection.execute(PLACE_DOCS)
    _index(connection, journal, index, batches, starts)
    return int(connection.execute("SELECT count(*) FROM fresh.main.cases").fetchall()[0][0])


def _insert(connection: duckdb.DuckDBPyConnection, journal: Journal, batches: Sequence[Batch]) -> None:
    cases = read_table(journal, "cases", batches)
    for table, (source, columns) in READ_ROWS.items():
        read = f"({read_table(journal, source, batches)}) AS t JOIN staging.held AS h USING (letter)"
        connection.execute(f"INSERT INTO fresh.{table} BY NAME {columns.format(read=read, cases=cases)}")


def _index(
    connection: duckdb.DuckDBPyConnection,
    journal: Journal,
    index: Path,
    batches: Sequence[Batch],
    starts: dict[int, int],
) -> None:
    """Add the items of the batches to the search index, without those whose letter holds no case."""
    ends = [starts[batch.number] + batch.items for batch in batches]
    docs = np.full(max(ends, default=0), LEFT_OUT, dtype=np.uint32)
    alive = read_column(connection, f"SELECT doc FROM fresh.search.docs WHERE doc < {len(docs)}")
    docs[alive] = alive
    runs = [
        (journal.words(batch.number), docs[starts[batch.number] : end])
        for batch, end in zip(batches, ends, strict=True)
    ]
    IndexBuilder(connection, "fresh", index, journal.folder).add(runs)
