"""Build a new snapshot: read what changed, write it beside the old one, and let it take its place."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import duckdb

from imr_tui.corpus.session import DAMAGED, attach
from imr_tui.corpus.snapshot_file import beside
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.loading.changes import KnownFile
from imr_tui.loading.journal import Journal
from imr_tui.loading.kinds import Kind
from imr_tui.loading.progress import Tell
from imr_tui.loading.publish import publish
from imr_tui.loading.readers import Readers
from imr_tui.loading.snapshot import new_snapshot, put_in_place, remove_leftovers, workplace
from imr_tui.loading.staging import stage
from imr_tui.loading.task import Task
from imr_tui.search.first_view import write_first_view
from imr_tui.search.segments import index_folder, list_segments, remove_all_but


def build(task: Task, tell: Tell) -> Task:
    """Build the new snapshot, from nothing if the old one turns out to be damaged. Return what was done.

    Only one process may do so at a time. Raises UnusableInputError, WorkFailedError, and what `tell` raises.
    """
    try:
        return _build(task, tell)
    except WorkFailedError as error:
        if not task.has_old or "checksum" not in str(error.__cause__):
            raise
    return _build(task.from_nothing(DAMAGED), tell)


def _build(task: Task, tell: Tell) -> Task:
    remove_leftovers(task.db)
    with workplace(task.db) as connection:
        journal = Journal(beside(task.db, "journal"), task.state.purpose, task.state.scanned_ns)
        task = _read(connection, task, journal, tell)
        first_doc = int(task.old.state.next_doc) if task.old.state else 0
        next_doc = first_doc + sum(batch.items for batch in journal.batches())
        state = replace(task.state, scanned_ns=journal.scanned_ns, next_doc=str(next_doc))
        index = index_folder(task.db)
        with new_snapshot(connection, task.db, state, task.has_old):
            if publish(connection, journal, index, first_doc, tell) == 0:
                raise _no_letters(task)
            segments = list_segments(connection, "fresh", index)
        put_in_place(task.db, keep_old=not task.old.is_ours)
        remove_all_but(segments, index)
        journal.remove()
    with suppress(OSError, duckdb.Error):  # it only saves time
        write_first_view(task.db)
    return task


def _read(connection: duckdb.DuckDBPyConnection, task: Task, journal: Journal, tell: Tell) -> Task:
    """Read what changed, and stage it; return the task with all that had to be read."""
    if task.has_old:
        attach(connection, task.db, "old")
    task = _read_new(connection, task, journal, tell)
    while again := stage(connection, task.changes, journal, task.has_old):
        task = _read_new(connection, task.with_read(again), journal, tell)
    if task.has_old:
        connection.execute("DETACH old")
    return task


def _read_new(connection: duckdb.DuckDBPyConnection, task: Task, journal: Journal, tell: Tell) -> Task:
    """Read into the journal what is not in it yet; return the task with all tables, if one of them changed."""
    known = dict(journal.files())
    tables = {name for name, file in known.items() if file.kind == Kind.PARQUET.value}
    task = task.with_tables(task.changes.gone | tables)
    stale = _stale(known, task)
    if not tables.isdisjoint(stale):
        stale |= tables
    journal.drop(stale)
    done = known.keys() - stale
    todo = [source for source in task.changes.read if source.name not in done]
    if todo:
        with Readers(journal, len(todo), tell) as readers:
            if found := readers.read(todo):  # their rows may belong to those of tables that are as they were
                task = task.with_read(task.old_tables)
                looked_at = {source.name for source in todo} | (done - tables)
                others = [source for source in task.changes.read if source.name not in looked_at]
                journal.drop(source.name for source in others)
                readers.read_tables(connection, [*found, *others])
    return task


def _stale(known: Mapping[str, KnownFile], task: Task) -> set[str]:
    """Return the files that the journal does not know as they are now."""
    now = {source.name: (source.size, source.modified_ns, source.changed_ns) for source in task.changes.read}
    return {name for name, file in known.items() if not file.was_read or now.get(name) != file[:3]}


def _no_letters(task: Task) -> UnusableInputError:
    files = task.changes.total
    looked_at = "the file is not" if files == 1 else f"none of its {files} files is"
    return UnusableInputError(
        "No letters found",
        f"{task.places}: {looked_at} an Independent Medical Review determination letter.",
        "Letters are read as PDF or as extracted text; see the README for what is recognised.",
    )
