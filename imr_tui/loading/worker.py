"""What a worker process does: read a batch of files and write it to the journal."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from imr_tui.loading.journal import Batch, write_batch
from imr_tui.loading.kinds import Kind
from imr_tui.loading.parsed import ParsedCase, read_parsed
from imr_tui.loading.reading import read_file, read_member
from imr_tui.loading.sources import SourceFile
from imr_tui.private_file import NOT_FOR_OTHERS

MOST_MEMORY = 2_000_000_000
"""Bytes of address space. A PDF may be made to need more than any machine has."""

GARBAGE = 100_000
"""Objects after which Python looks for cycles: letters are many small objects without any."""


def prepare() -> None:
    """Set a worker process up: it leaves interrupts to the process that started it, its memory is bounded, and what it
    writes is for the user alone.

    It ends with that process, whatever it is doing: the next load writes to the same journal.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(NOT_FOR_OTHERS)
    gc.set_threshold(GARBAGE)
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(ImportError):  # a system without limits
        import resource

        for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
            with suppress(OSError, ValueError):  # it has a lower one, or does not know this one
                resource.setrlimit(limit, (most, most))


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def read_files(folder: Path, number: int, sources: Iterable[SourceFile]) -> tuple[Batch, list[tuple[SourceFile, Kind]]]:
    """Read files on disk into batch `number` of the journal in `folder`; return it, and the containers among them."""
    reads = [read_file(source) for source in sources]
    containers = [(read.source, read.container) for read in reads if read.container]
    return write_batch(folder, number, [read for read in reads if not read.container]), containers


def read_members(
    folder: Path, number: int, container: SourceFile, members: Sequence[tuple[SourceFile, bytes]]
) -> tuple[Batch, list[tuple[SourceFile, Kind]]]:
    """Read members of an archive into batch `number` of the journal in `folder`; return it, and no containers."""
    return write_batch(folder, number, [read_member(source, data) for source, data in members], container), []


def read_rows(
    folder: Path, number: int, table: SourceFile, cases: Sequence[ParsedCase]
) -> tuple[Batch, list[tuple[SourceFile, Kind]]]:
    """Read cases of a table into batch `number` of the journal in `folder`; return it, and no containers."""
    return write_batch(folder, number, [read_parsed(case) for case in cases], table), []
