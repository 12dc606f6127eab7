"""Run SQL that somebody wrote, so that it can read the corpus and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from imr_tui.corpus.schema import MARK_COLUMNS, create_table
from imr_tui.corpus.session import attach, connect
from imr_tui.errors import UnusableInputError
from imr_tui.saved_queries.parameters import Value

ALLOWED = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
CHUNK = 1_000
TABLES_HINT = "Tables: cases, items, citations, letters, marks."
LOCKS = (
    "SET search_path = 'corpus.main,memory.main'",
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)
"""In this order. Without external access the attached file itself stays writable (COPY within a SELECT reaches it)
until the local file system is disabled too; the attached snapshot stays readable."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Column names and types as DuckDB names them, and rows that are fetched as they are taken."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


class QuerySession:
    """A locked-down connection to a snapshot: reads its tables, opens no file, changes no setting."""

    def __init__(self, snapshot: Path) -> None:
        """Open the snapshot.

        Raises UnusableInputError when it cannot be read, or when a write-ahead log lies beside it, since DuckDB would
        replay that.
        """
        log = Path(f"{snapshot}.wal")
        if log.exists():
            raise UnusableInputError(
                "The snapshot may have been tampered with",
                f"{log} lies beside it, which this program never writes.",
                "Remove it, or load again into another --db.",
            )
        self._connection = connect()
        try:
            attach(self._connection, snapshot, "corpus")
            self._connection.execute(create_table("marks", MARK_COLUMNS))
            for lock in LOCKS:
                self._connection.execute(lock)
        except duckdb.Error as error:
            self._connection.close()
            raise _failed("The snapshot cannot be read", error, "`imr-tui load` builds it anew.") from error

    def run(self, sql: str, parameters: Mapping[str, Value]) -> QueryResult:
        """Run one SELECT with its `$name` parameters bound.

        Raises UnusableInputError, saying what is wrong with it, here or while rows are taken; duckdb.InterruptException
        when it is stopped.
        """
        try:
            statement = self._gate(sql)
            given = _bind(statement.named_parameters, parameters)
            relation = self._connection.execute(statement, given)
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise _failed("The query failed", error, TABLES_HINT) from error
        described = relation.description or []
        return QueryResult(
            tuple(str(column[0]) for column in described),
            tuple(str(column[1]) for column in described),
            self._fetch(),
        )

    def interrupt(self) -> None:
        """Stop the query that runs, from another thread."""
        self._connection.interrupt()

    def close(self) -> None:
        """Let go of the snapshot."""
        self._connection.close()

    def _gate(self, sql: str) -> duckdb.Statement:
        statements = self._connection.extract_statements(sql)
        if len(statements) != 1:
            raise UnusableInputError(
                "Not one query", f"There are {len(statements)} statements.", "A query is a single SELECT."
            )
        if statements[0].type not in ALLOWED:
            raise UnusableInputError(
                "Refused",
                f"A saved query only reads; this is {statements[0].type.name}.",
                "A query is a single SELECT.",
            )
        return statements[0]

    def _fetch(self) -> Iterator[tuple[Any, ...]]:
        try:
            while rows := self._connection.fetchmany(CHUNK):
                yield from rows
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise _failed("The query failed", error, TABLES_HINT) from error


def _failed(title: str, error: duckdb.Error, hint: str) -> UnusableInputError:
    return UnusableInputError(title, str(error).strip(), hint)


def _bind(wanted: set[str], given: Mapping[str, Value]) -> dict[str, Value]:
    missing, unknown = sorted(wanted - given.keys()), sorted(given.keys() - wanted)
    if missing:
        raise UnusableInputError(
            "A parameter is missing",
            f"The query needs {', '.join(missing)}.",
            f"Add --param {missing[0]}=VALUE, or a default in its header.",
        )
    if unknown:
        known = f"It takes {', '.join(sorted(wanted))}." if wanted else "It takes none."
        raise UnusableInputError("Unknown parameter", f"The query has no parameter {', '.join(unknown)}.", known)
    return dict(given)
