"""Worker processes that fare badly. They import no more than others do."""

import hashlib
import os
import resource
import signal
from collections.abc import Iterable
from pathlib import Path

from imr_tui.loading import worker
from imr_tui.loading.sources import SourceFile

LITTLE_MEMORY = 100_000_000
"""Bytes."""


def read_or_die(folder: Path, number: int, sources: Iterable[SourceFile]) -> object:
    """Read files, but die of one that is called deadly, and never end with one that is called endless."""
    sources = list(sources)
    if any("deadly" in source.name for source in sources):
        os.kill(os.getpid(), signal.SIGKILL)
    if any("endless" in source.name for source in sources):
        hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)  # it hears no signal
    return worker.read_files(folder, number, sources)


def prepare_with_little_memory() -> None:
    """Prepare as usual, but leave little memory beyond what is used already."""
    worker.prepare()
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + LITTLE_MEMORY, used + LITTLE_MEMORY))
