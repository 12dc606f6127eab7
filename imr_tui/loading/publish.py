"""Staged rows, old and new -> the public tables of the new snapshot."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from imr_tui.corpus.schema import create_table
from imr_tui.corpus.session import attach, insert_rows
from imr_tui.loading.identity import Claim, identify
from imr_tui.loading.rows import LETTER_KEY, STAGED
from imr_tui.search.index import build_index

IDENTITY_COLUMNS = LETTER_KEY | {"case_id": "VARCHAR", "duplicate_of": "VARCHAR"}
KEPT = """
CREATE TABLE staging.kept AS
SELECT l.rowid AS old_row, l.source_path, l.case_id, f.fingerprint,
       row_number() OVER (PARTITION BY l.source_path ORDER BY l.rowid) AS part
FROM old.main.letters AS l LEFT JOIN old.internal.fingerprints AS f USING (case_id)
SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS source_path) AS kept USING (source_path)
"""
"""The letters that are carried over; those of a file stand in its order, and none of them is a duplicate."""
OLD_ROWS = {
    "letters": """(
        SELECT l.*, k.part, k.fingerprint FROM old.main.letters AS l JOIN staging.kept AS k ON k.old_row = l.rowid
    )""",
    "cases": "(SELECT k.part, c.* FROM old.main.cases AS c JOIN staging.kept AS k USING (case_id))",
    "items": "(SELECT k.source_path, k.part, i.* FROM old.main.items AS i JOIN staging.kept AS k USING (case_id))",
    "citations": """(
        SELECT k.source_path, k.part, i.item_no, t.* FROM old.main.citations AS t
        JOIN old.main.items AS i USING (item_id) JOIN staging.kept AS k USING (case_id) ORDER BY t.rowid
    )""",
}

LETTERS = """
INSERT INTO fresh.main.letters BY NAME
SELECT l.* EXCLUDE (part, fingerprint, case_id, status, problems), n.case_id,
       if(n.duplicate_of IS NULL, l.status, 'duplicate') AS status,
       if(n.duplicate_of IS NULL, l.problems, ['the case is read from ' || n.duplicate_of]) AS problems
FROM staging.letters AS l LEFT JOIN staging.identity AS n USING (source_path, part) ORDER BY l.source_path, l.part
"""
HELD = "(SELECT source_path, part, case_id FROM staging.identity WHERE duplicate_of IS NULL) AS n"
CASES = f"""
INSERT INTO fresh.main.cases BY NAME
SELECT n.case_id, c.* EXCLUDE (part) FROM staging.cases AS c JOIN {HELD} USING (source_path, part) ORDER BY n.case_id
"""
ITEMS = f"""
INSERT INTO fresh.main.items BY NAME
SELECT n.case_id || '#' || i.item_no AS item_id, n.case_id, i.* EXCLUDE (source_path, part)
FROM staging.items AS i JOIN staging.cases AS c USING (source_path, part) JOIN {HELD} USING (source_path, part)
ORDER BY c.decision_date DESC NULLS LAST, n.case_id, i.item_no
"""
CITATIONS = f"""
INSERT INTO fresh.main.citations BY NAME
SELECT n.case_id || '#' || t.item_no AS item_id, t.* EXCLUDE (source_path, part, item_no)
FROM staging.citations AS t JOIN {HELD} USING (source_path, part) ORDER BY n.case_id, t.item_no, t.rowid
"""
FINGERPRINTS = f"""
INSERT INTO fresh.internal.fingerprints
SELECT n.case_id, l.fingerprint FROM staging.letters AS l JOIN {HELD} USING (source_path, part) ORDER BY ALL
"""


class DamagedSnapshotError(Exception):
    """The old snapshot opened, but its rows cannot be read."""


def carry_over(connection: duckdb.DuckDBPyConnection, db: Path, names: Sequence[str]) -> None:
    """Stage the rows of these files from the old snapshot.

    Raises DamagedSnapshotError when they cannot be read, or are not there any more since another load replaced it.
    """
    try:
        attach(connection, db, "old")
        connection.execute(KEPT, [list(names)])
        for table, source in OLD_ROWS.items():
            connection.execute(f"INSERT INTO staging.{table} SELECT {', '.join(STAGED[table])} FROM {source}")
        connection.execute("DETACH old")
        carried = connection.execute("SELECT count(DISTINCT source_path) FROM staging.letters").fetchall()[0][0]
    except duckdb.Error as error:
        raise DamagedSnapshotError from error
    if carried != len(names):
        raise DamagedSnapshotError


def publish(connection: duckdb.DuckDBPyConnection) -> int:
    """Give every case its id, fill the tables and the search index of `fresh`, and return the number of cases.

    Items are stored in the order in which they are shown without a search: latest decision first.
    """
    _identify(connection)
    for statement in (LETTERS, CASES, ITEMS, CITATIONS, FINGERPRINTS):
        connection.execute(statement)
    build_index(connection, "fresh")
    return int(connection.execute("SELECT count(*) FROM fresh.main.cases").fetchall()[0][0])


def _identify(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        """
        SELECT source_path, part, c.case_number, l.content_hash, l.fingerprint, len(l.problems) > 0
        FROM staging.letters AS l JOIN staging.cases AS c USING (source_path, part)
        """
    ).fetchall()
    identities = identify(Claim(*row) for row in rows)
    connection.execute(create_table("staging.identity", IDENTITY_COLUMNS))
    insert_rows(
        connection,
        "staging.identity",
        IDENTITY_COLUMNS.values(),
        ((n.source_path, n.part, n.case_id, n.duplicate_of) for n in identities),
    )
