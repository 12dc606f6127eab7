"""A connection that can read one snapshot, and open, write or change nothing."""

import resource
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from imr_tui.corpus.schema import create_table
from imr_tui.corpus.session import attach, connect, quote_path
from imr_tui.corpus.snapshot_file import refuse_log
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.saved_queries.provided import PROVIDED

ADDRESS_SPACE = 2.5
"""Of the memory that DuckDB may take; its functions may take more than it counts."""
LEAST_ADDRESS_SPACE = 1_500_000_000
"""Bytes: what the program, its libraries and its threads reserve before they hold anything."""
LOCKS = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)
"""In this order, after the snapshot was attached. Without external access the attached file itself stays writable (a
COPY within a SELECT reaches it) until the local file system is disabled too; what is attached stays readable."""


def limit_process(memory: int) -> None:
    """Bound what this process may take: DuckDB's own limit does not bind its functions. `memory` is in bytes."""
    most = int(ADDRESS_SPACE * memory) + LEAST_ADDRESS_SPACE
    for what, limit in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system without it, or one that allows less already
            resource.setrlimit(what, (limit, limit))


def open_locked(snapshot: Path, memory: int, folder: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot for queries, with at most `memory` bytes, and show that nothing else can be opened.

    What is tried for that is tried in `folder`, which must be empty.
    Raises UnusableInputError when it cannot be read, WorkFailedError when this DuckDB cannot be locked.
    """
    refuse_log(snapshot)
    connection = connect()
    scratch = folder / "scratch.duckdb"
    connection.execute(f"ATTACH {quote_path(scratch)} AS scratch; CREATE TABLE scratch.kept (a INT); DETACH scratch")
    try:
        attach(connection, scratch, "scratch")
        attach(connection, snapshot, "corpus")
    except duckdb.Error as error:
        message = f"{snapshot}: {str(error).splitlines()[0]}"
        raise UnusableInputError("The snapshot cannot be read", message, "`imr-tui load` builds it anew.") from error
    for name, columns in PROVIDED.items():
        connection.execute(create_table(name, columns))
    connection.execute("SET search_path = 'memory.main,corpus.main'")
    connection.execute("SET errors_as_json = true")
    connection.execute(f"SET memory_limit = '{memory}B'")
    for lock in LOCKS:
        connection.execute(lock)
    if not _is_closed(connection, scratch):
        message = "Files stay writable for SQL with this version of DuckDB."
        raise WorkFailedError("Queries cannot be run safely", message, "Install the versions in constraints.txt.")
    connection.execute("DETACH scratch")
    return connection


def _is_closed(connection: duckdb.DuckDBPyConnection, scratch: Path) -> bool:
    """Try to overwrite an attached database, what lies beside it, and to unlock the connection; tell if all failed."""
    before = scratch.read_bytes()
    targets: Sequence[Path] = (
        scratch,
        Path(f"{scratch}.wal"),
        Path(f"{scratch}.wal.checkpoint"),
        scratch.parent / "new",
    )
    attacks = [
        *(f"WITH x AS (COPY (SELECT 1) TO {quote_path(t)} (FORMAT csv, USE_TMP_FILE false)) SELECT 1" for t in targets),
        f"SELECT * FROM read_blob({quote_path(scratch)})",
        "SET enable_external_access = true",
        "SET disabled_filesystems = ''",
        "SET memory_limit = '99TB'",
    ]
    for attack in attacks:
        try:
            connection.execute(attack).fetchall()
        except duckdb.Error:
            continue
        return False
    return scratch.read_bytes() == before and list(scratch.parent.iterdir()) == [scratch]
