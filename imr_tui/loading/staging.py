"""All letters of the corpus side by side, those of the old snapshot and those just read, and the case of each."""

from collections.abc import Iterable, Sequence

import duckdb

from imr_tui.corpus.schema import create_table
from imr_tui.corpus.session import insert_rows, quote_pattern
from imr_tui.loading.changes import Changes
from imr_tui.loading.identity import Claim, identify
from imr_tui.loading.journal import Batch, Journal
from imr_tui.loading.rows import BATCH_SHIFT, TABLES

LONGEST_ROW = 24_000_000
"""Bytes of a row of a journal: three times the largest text. DuckDB sets aside twice as much for each thread."""
STAGED = {
    "gone": {"name": "VARCHAR"},
    "renamed": {
        "old_name": "VARCHAR", "name": "VARCHAR", "size": "BIGINT", "modified_ns": "BIGINT", "changed_ns": "BIGINT",
    },
    "dropped": {"name": "VARCHAR", "batch": "BIGINT"},
    "read_letters": TABLES["letters"],
    "letters": {
        "source_path": "VARCHAR", "part": "INTEGER", "case_number": "VARCHAR", "content_hash": "VARCHAR",
        "fingerprint": "VARCHAR", "has_problems": "BOOLEAN", "file": "VARCHAR", "letter": "BIGINT", "held": "VARCHAR",
        "name": "VARCHAR",
    },
    "identity": {"source_path": "VARCHAR", "part": "INTEGER", "case_id": "VARCHAR", "duplicate_of": "VARCHAR"},
}  # fmt: skip
"""`letters.letter` is the number of a letter that was just read, `letters.held` the case that an old one holds."""

OLD_LETTERS = """
INSERT INTO staging.letters
SELECT coalesce(r.name, l.source_path), l.part, l.case_number, l.content_hash, l.fingerprint, len(l.problems) > 0,
       coalesce(r.name, l.file), NULL, if(l.duplicate_of IS NULL, l.case_id, NULL), l.name
FROM old.internal.letters AS l LEFT JOIN staging.renamed AS r ON r.old_name = l.source_path
WHERE l.is_letter AND l.file NOT IN (FROM staging.gone)
"""
NEW_LETTERS = """
INSERT INTO staging.letters
SELECT source_path, part, case_number, content_hash, fingerprint, len(problems) > 0, file, letter, NULL, name
FROM staging.read_letters WHERE is_letter
"""
CONTESTED = """
CREATE OR REPLACE TABLE staging.contested AS
WITH numbers AS (
    SELECT case_number FROM staging.letters WHERE case_number IS NOT NULL GROUP BY ALL HAVING count(*) > 1
), bytes AS (
    SELECT content_hash, part FROM staging.letters WHERE content_hash IS NOT NULL GROUP BY ALL HAVING count(*) > 1
), nameless AS (
    SELECT DISTINCT fingerprint FROM staging.letters WHERE case_number IS NULL AND fingerprint IS NOT NULL
)
SELECT source_path, part, case_number, content_hash, fingerprint, has_problems, name FROM staging.letters AS l
WHERE case_number IS NULL OR case_number IN (FROM numbers) OR fingerprint IN (FROM nameless)
   OR EXISTS (FROM bytes AS b WHERE b.content_hash = l.content_hash AND b.part = l.part)
"""
"""Letters whose case another letter may hold as well, and those without a number, which need a name of their own."""
TAKEN = """
WITH names AS (SELECT unnest(?::VARCHAR[]) AS name)
SELECT lower(case_number) FROM staging.letters ANTI JOIN staging.contested USING (source_path, part)
WHERE lower(case_number) IN (FROM names) OR regexp_replace(lower(case_number), '-\\d+$', '') IN (FROM names)
"""
SURE = """
INSERT INTO staging.identity
SELECT source_path, part, case_number, NULL FROM staging.letters ANTI JOIN staging.contested USING (source_path, part)
"""
UNREAD_HOLDERS = """
SELECT DISTINCT l.file FROM staging.letters AS l JOIN staging.identity AS n USING (source_path, part)
WHERE l.letter IS NULL AND n.duplicate_of IS NULL AND l.held IS DISTINCT FROM n.case_id
"""


def stage(connection: duckdb.DuckDBPyConnection, changes: Changes, journal: Journal, has_old: bool) -> list[str]:
    """Put all letters side by side and give each its case.

    Returns the files that hold a case from now on which another file held before, so that they must be read again.
    """
    connection.execute("CREATE SCHEMA IF NOT EXISTS staging")
    for name, columns in STAGED.items():
        connection.execute(f"DROP TABLE IF EXISTS staging.{name}")
        connection.execute(create_table(f"staging.{name}", columns))
    _insert(connection, "gone", [(name,) for name in changes.gone])
    _insert(connection, "renamed", [(old, s.name, s.size, s.modified_ns, s.changed_ns) for old, s in changes.renamed])
    _insert(connection, "dropped", list(journal.dropped.items()))
    connection.execute(f"INSERT INTO staging.read_letters {read_table(journal, 'letters', journal.batches(), 'file')}")
    if has_old:
        connection.execute(OLD_LETTERS)
    connection.execute(NEW_LETTERS)
    _identify(connection)
    return [name for (name,) in connection.execute(UNREAD_HOLDERS).fetchall()]


def read_table(journal: Journal, table: str, batches: Sequence[Batch], name: str | None = None) -> str:
    """Return the query for a table of some batches.

    With `name`, the column that holds a file's name, rows of files are left out that were dropped from the journal.
    """
    columns = ", ".join(f"{column}: '{kind}'" for column, kind in TABLES[table].items())
    paths = ", ".join(
        quote_pattern(journal.path(batch.number, table)) for batch in batches if batch.sizes[f"{table}.json"]
    )
    if not paths:
        return f"SELECT {', '.join(f'NULL::{kind} AS {column}' for column, kind in TABLES[table].items())} LIMIT 0"
    query = (
        f"SELECT t.* FROM read_json([{paths}], format = 'array', columns = {{{columns}}}, "
        f"maximum_object_size = {LONGEST_ROW}) AS t"
    )
    if name is None:
        return query
    batch = "t.batch" if table == "files" else f"t.letter >> {BATCH_SHIFT}"
    return f"{query} ANTI JOIN staging.dropped AS d ON d.name = t.{name} AND {batch} <= d.batch"


def _identify(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(CONTESTED)
    rows = connection.execute("FROM staging.contested").fetchall()
    claims = [Claim(*row) for row in rows]
    names = {claim.name.lower() for claim in claims if claim.case_number is None}
    taken = connection.execute(TAKEN, [list(names)]).fetchall() if names else []
    connection.execute(SURE)
    identities = identify(claims, (case_id for (case_id,) in taken))
    _insert(connection, "identity", [(n.source_path, n.part, n.case_id, n.duplicate_of) for n in identities])


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]) -> None:
    insert_rows(connection, f"staging.{table}", STAGED[table].values(), rows)
