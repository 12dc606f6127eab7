"""How long the first query takes on a snapshot that is not in memory: a fresh process for each."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.running import ROOT
from benchmarks.search.ours import Ours, index_files
from imr_tui.corpus.session import Corpus


def cold_ms(snapshot: Path, text: str) -> float:
    """Return milliseconds from the opening of the engine to its answer. Nobody else may have the snapshot open."""
    command = [sys.executable, "-m", __name__, str(snapshot.absolute()), text]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _drop_from_page_cache(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _first_answer_ms(snapshot: Path, text: str) -> float:
    with Corpus(snapshot) as corpus:
        for file in index_files(snapshot):
            _drop_from_page_cache(file)
        start = time.perf_counter()
        ours = Ours(corpus)
        opened = time.perf_counter() - start
        return opened * 1e3 + ours.ask(text).search_ms


if __name__ == "__main__":
    print(_first_answer_ms(Path(sys.argv[1]), sys.argv[2]))
