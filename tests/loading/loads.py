"""Loads a corpus and looks at what came of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.loading.load import load_corpus
from imr_tui.loading.progress import LoadReport, Progress
from imr_tui.search.first_view import first_view_file
from imr_tui.search.segments import index_folder

HEADER = "Case Number: CM15-0012345\n\n"
TABLES = ("cases", "items", "citations", "letters")
FILES = 60
"""Of the corpus `many`: more than a batch holds."""
SECONDS = 60
"""In which whatever is to happen has happened, on the slowest machine."""


def load(corpus: Path, db: Path) -> LoadReport:
    return load_corpus([corpus], db, lambda progress: None)


def rows(db: Path, sql: str) -> list[Any]:
    with Corpus(db) as corpus:
        return corpus.cursor().execute(sql).fetchall()


def tables(db: Path) -> dict[str, list[Any]]:
    return {name: rows(db, f"SELECT * FROM corpus.main.{name} ORDER BY ALL") for name in TABLES}


def cold_tables(corpus: Path, db: Path) -> dict[str, list[Any]]:
    """Return what an undisturbed load into a new snapshot, beside the folder of `db`, holds."""
    cold = db.parent.with_name("cold") / db.name
    cold.unlink(missing_ok=True)
    load(corpus, cold)
    return tables(cold)


def statuses(db: Path) -> dict[str, str]:
    return dict(rows(db, "SELECT source_path, status FROM corpus.main.letters"))


class StoppedError(Exception):
    """What a test ends a load with."""


def interrupt_load(corpus: Path, db: Path) -> int:
    """Stop a load when it has read something, and return how many files that was."""
    read = 0

    def interrupt(progress: Progress) -> None:
        nonlocal read
        if progress.phase == "reading" and (read := progress.done):
            raise StoppedError

    with pytest.raises(StoppedError):
        load_corpus([corpus], db, interrupt)
    return read


Told = dict[str, Any]


def start_load(corpus: Path, db: Path, *prefix: str) -> "subprocess.Popen[str]":
    command = [*prefix, sys.executable, "-m", "imr_tui.loading", str(db), str(corpus)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def told_by(process: "subprocess.Popen[str]") -> Iterator[Told]:
    assert process.stdout
    for line in process.stdout:
        yield json.loads(line)


def wait_for(process: "subprocess.Popen[str]", phase: str) -> None:
    next(told for told in told_by(process) if told.get("progress", {}).get("phase") == phase)


def ended(process: "subprocess.Popen[str]") -> Told:
    """Return the last that a load told. That its output ends shows that no worker process is left either."""
    return json.loads(process.communicate(timeout=SECONDS)[0].splitlines()[-1])  # type: ignore[no-any-return]


def leftovers(db: Path) -> list[str]:
    return [file.name for file in db.parent.iterdir() if file not in (db, first_view_file(db), index_folder(db))]
