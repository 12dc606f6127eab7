"""The file of all marks of a user: SQLite, for several sessions at once. It is made with the first mark."""

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import platformdirs

from imr_tui.errors import WorkFailedError
from imr_tui.marks.annotation import NOTHING, Annotation
from imr_tui.marks.identity import Identity
from imr_tui.private_file import PRIVATE_FILE, make_private

APPLICATION_ID = 0x494D524D
"""Tells the file from any other program's SQLite file."""
VERSION = 1
SCHEMA = (
    """
    CREATE TABLE marks (
        id INTEGER PRIMARY KEY,
        case_id TEXT NOT NULL, case_number TEXT, fingerprint TEXT, item_no INTEGER NOT NULL, title TEXT NOT NULL,
        mark TEXT CHECK (mark IN ('relevant', 'not', 'later')), tags TEXT NOT NULL, note TEXT NOT NULL,
        updated_at TEXT NOT NULL, change INTEGER NOT NULL
    )
    """,
    "CREATE INDEX marks_by_change ON marks (change)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)
"""A row is never deleted, so that other sessions see by its `change` that nothing is said of its item any more."""
READING_WAITS_MS = 200
WRITING_WAITS_MS = 30_000
CACHE_KB = 64_000
"""No page of a transaction is written before its end, so that others read until then."""
UPSERT = """
INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {now}, {change})
ON CONFLICT (id) DO UPDATE SET
    case_id = excluded.case_id, case_number = excluded.case_number, fingerprint = excluded.fingerprint,
    title = excluded.title, mark = excluded.mark, tags = excluded.tags, note = excluded.note,
    updated_at = excluded.updated_at, change = excluded.change
"""
UPDATE = "UPDATE marks SET mark = ?, tags = ?, note = ?, updated_at = {now}, change = {change} WHERE id = ?"
FORGET = """
UPDATE marks SET case_id = '', case_number = NULL, fingerprint = NULL, title = '', mark = NULL, tags = '[]', note = '',
    updated_at = {now}, change = {change}
WHERE id = ?
"""
"""Leaves a number that tells nothing of the item, so that other sessions learn of it."""
READ = "SELECT id, case_id, case_number, fingerprint, item_no, title, mark, tags, note, updated_at, change FROM marks"
OF_IDS = f"{READ} WHERE id IN (SELECT value FROM json_each(?))"
HINT = "The explorer works on without marks; move the file away to begin a new one."

Alter = Callable[[Annotation], Annotation]
Choose = Callable[[Collection[Annotation]], Alter]
"""What is said of items at present, each thing once -> how it shall change."""


class MarksError(WorkFailedError):
    """Marks cannot be read, or not written; the message says why."""


@dataclass(frozen=True, slots=True)
class StoredMark:
    """What is kept of one item."""

    id: int
    identity: Identity
    annotation: Annotation
    updated_at: datetime
    change: int
    """Counts the changes of the file; this one was the item's last."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change that was made: by the ids of the items what was said before, and what after."""

    before: Mapping[int, Annotation]
    after: Mapping[int, Annotation]
    change: int
    """Its number."""
    untouched: int = 0
    """Items that another session had changed meanwhile; only when a step is undone."""


def marks_file() -> Path:
    """Return where the marks of this user are."""
    return Path(platformdirs.user_data_dir("imr-tui")) / "marks.sqlite"


class MarkStore:
    """Reads and changes the file. One call at a time; it may be from any thread."""

    def __init__(self, path: Path) -> None:
        """Take the place of the file; nothing is opened yet."""
        self.path = path
        self._connection: sqlite3.Connection | None = None

    def read_since(self, change: int) -> list[StoredMark]:
        """Return what was changed after a change, 0 for all. Raises MarksError.

        While another session writes, nothing is seen of that; only who asks for all waits for it.
        """
        with self._guarded("read"):
            connection = self._opened(READING_WAITS_MS if change else WRITING_WAITS_MS, makes=False)
            if connection is None:
                return []
            try:
                rows = connection.execute(f"{READ} WHERE change > ? ORDER BY change", [change]).fetchall()
            except sqlite3.OperationalError as error:
                if change and error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    return []
                raise
            return list(map(_stored, rows))

    def alter(self, items: Mapping[int, Identity], choose: Choose) -> Step:
        """Change what is said of items, by their ids, all of them or none. Raises MarksError."""
        with self._guarded("written"), self._transaction() as connection:
            found = _read(connection, items)
            # In the order of the file: that is quicker when they are many.
            before = {item: found.get(item, NOTHING) for item in sorted(items)}
            present = set(before.values())
            alter = choose(present)
            said_after = {said: alter(said) for said in present}
            before = {item: said for item, said in before.items() if said_after[said] != said}
            after = {item: said_after[said] for item, said in before.items()}
            change = _write(connection, UPSERT, ((item, *items[item], *_values(said)) for item, said in after.items()))
        return Step(before, after, change)

    def undo(self, step: Step) -> Step:
        """Take a step back, but for items that were changed since. Raises MarksError."""
        with self._guarded("written"), self._transaction() as connection:
            now = _read(connection, step.after)
            before = {item: said for item, said in step.after.items() if now.get(item) == said}
            after = {item: step.before[item] for item in before}
            change = _write(connection, UPDATE, ((*_values(said), item) for item, said in after.items()))
        return Step(before, after, change, len(step.after) - len(after))

    def forget(self, items: Iterable[int]) -> None:
        """Overwrite what is kept of items, by their ids, also how they are called. Raises MarksError."""
        with self._guarded("removed"), self._transaction() as connection:
            _write(connection, FORGET, ([item] for item in items))

    def close(self) -> None:
        """Let go of the file."""
        if self._connection:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._opened(WRITING_WAITS_MS, makes=True)
        assert connection is not None
        try:
            connection.execute("BEGIN IMMEDIATE")
            if _is_new(connection):
                for statement in SCHEMA:
                    connection.execute(statement)
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _opened(self, waits_ms: int, makes: bool) -> sqlite3.Connection | None:
        """Return the connection, which waits so long for others; None when there is no file and none is made."""
        if self._connection is None:
            if not makes and not (self.path.exists() and self.path.stat().st_size):
                return None
            if makes:
                make_private(self.path.parent)
                _make_file(self.path)
            self._connection = _connect(self.path)
        self._connection.execute(f"PRAGMA busy_timeout = {waits_ms}")
        return self._connection

    @contextmanager
    def _guarded(self, done: str) -> Iterator[None]:
        """Turn what may go wrong with the file into a message that says which file, and why."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as error:
            self.close()
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise MarksError(f"Marks cannot be {done}", f"{self.path}: {reason}", HINT) from error


def _make_file(path: Path) -> None:
    # A file that is there is not touched: to close it would take the locks of other connections from it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA busy_timeout = {WRITING_WAITS_MS}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        connection.execute("PRAGMA secure_delete = ON")  # what is taken out is overwritten
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_new(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _check(connection: sqlite3.Connection) -> None:
    """Raise ValueError when the file holds other things than marks, or those of a newer version of the program."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if _is_new(connection) and not application:
        return
    if application != APPLICATION_ID:
        raise ValueError("it is another program's file")
    if version != VERSION:
        raise ValueError("it was written by another version of imr-tui")


def _read(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Annotation]:
    rows = connection.execute(OF_IDS, [json.dumps(list(ids))])
    return {row[0]: _annotation(*row[6:9]) for row in rows}


def _write(connection: sqlite3.Connection, sql: str, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows, as the latest change; return its number."""
    (change,) = connection.execute("SELECT coalesce(max(change), 0) + 1 FROM marks").fetchone()
    now = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
    connection.executemany(sql.format(now=f"'{now}'", change=change), rows)
    return int(change)


def _stored(row: tuple[Any, ...]) -> StoredMark:
    return StoredMark(row[0], Identity(*row[1:6]), _annotation(*row[6:9]), datetime.fromisoformat(row[9]), row[10])


@lru_cache(maxsize=1024)
def _annotation(mark: str | None, tags: str, note: str) -> Annotation:
    return Annotation(mark, tuple(json.loads(tags)), note) if mark or note or tags != "[]" else NOTHING


@lru_cache(maxsize=1024)
def _values(said: Annotation) -> tuple[str | None, str, str]:
    return said.mark, json.dumps(said.tags, ensure_ascii=False), said.note
