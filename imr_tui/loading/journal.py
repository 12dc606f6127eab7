"""The journal of a load: what was read so far, on disk, so that a load that ends early loses nothing.

A batch of files is a JSON file for each of the tables of `rows.TABLES`, and the words of its items for the search
index. Worker processes write them; the last file of a batch to appear, `NUMBER.done`, says that it is complete, and how
long the others are.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from imr_tui.loading.reading import ReadFile
from imr_tui.loading.rows import TABLES, rows_of
from imr_tui.loading.sources import SourceFile
from imr_tui.search.runs import index_letters

PURPOSE, DROPPED = "purpose.json", "dropped.json"
WORDS = "words"


class Batch(NamedTuple):
    """A complete batch of a journal."""

    number: int
    items: int
    """Items in it."""
    problems: int
    """Files in it that were not read without a problem."""
    sizes: Mapping[str, int]
    """Bytes of each of its files."""
    container: str | None
    """The archive whose members it holds."""


class Journal:
    """What was read for one purpose: a snapshot with a certain base."""

    def __init__(self, folder: Path, purpose: dict[str, str]) -> None:
        """Go on with the journal in `folder` if it was begun for the same purpose, else begin a new one there."""
        self.folder = folder
        if _read(folder / PURPOSE) != purpose:
            self.remove()
            folder.mkdir(parents=True, mode=0o700)
            _write(folder / PURPOSE, purpose)
        self.dropped: dict[str, int] = _read(folder / DROPPED) or {}
        """Files that are not as they were when they were read, and the last batch that may hold them so."""
        self._last = max((int(path.name.split(".")[0]) for path in folder.glob("[0-9]*")), default=0)
        self._remove_unfinished()

    def next_number(self) -> int:
        """Return a number for a new batch."""
        self._last += 1
        return self._last

    def batches(self) -> list[Batch]:
        """Return the complete batches, in order."""
        found = sorted(self.folder.glob("*.done"))
        return [batch for path in found if (batch := self._batch(path))]

    def files(self) -> Iterator[tuple[str, int, int, int, str | None]]:
        """Yield the files that were read: name, size, times of the last modification and change, nanoseconds; kind."""
        for batch in self.batches():
            for row in _read(self.path(batch.number, "files")) or ():
                if row["was_read"] and self.dropped.get(row["source_path"], 0) < batch.number:
                    yield row["source_path"], row["size"], row["modified_ns"], row["changed_ns"], row["kind"]

    def drop(self, names: Iterable[str]) -> None:
        """Forget what was read of these files."""
        if dropped := dict.fromkeys(names, self._last):
            self.dropped |= dropped
            _write(self.folder / DROPPED, self.dropped)

    def path(self, number: int, table: str) -> Path:
        """Return the file of a table of a batch."""
        return batch_file(self.folder, number, f"{table}.json")

    def words(self, number: int) -> Path:
        """Return the file of the words of a batch, a run of the search index."""
        return batch_file(self.folder, number, WORDS)

    def remove(self) -> None:
        """Remove the journal."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _batch(self, done: Path) -> Batch | None:
        try:
            batch = Batch(*_read(done))
            lengths = {name: batch_file(self.folder, batch.number, name).stat().st_size for name in batch.sizes}
        except (OSError, TypeError):
            return None
        return batch if lengths == batch.sizes else None

    def _remove_unfinished(self) -> None:
        """Remove batches that were not completed, and those of an archive that was not read to its end."""
        read = {name for name, *_ in self.files()}
        keep = {batch.number for batch in self.batches() if batch.container is None or batch.container in read}
        for path in self.folder.glob("[0-9]*"):
            if int(path.name.split(".")[0]) not in keep:
                path.unlink()


def batch_file(folder: Path, number: int, ending: str) -> Path:
    """Return a file of a batch."""
    return folder / f"{number:06}.{ending}"


def write_batch(folder: Path, number: int, reads: Iterable[ReadFile], container: SourceFile | None = None) -> Batch:
    """Write what was read of a batch of files, all members of `container` if there is one."""
    reads = list(reads)
    rows = rows_of(number, reads, container)
    letters = [reading.letter for read in reads for reading in read.readings if reading.letter]
    sizes = {}
    words = batch_file(folder, number, WORDS)
    words.unlink(missing_ok=True)
    index_letters((letter.clinical_summary, letter.items) for letter in letters).write(words)
    sizes[WORDS] = words.stat().st_size
    for table, columns in TABLES.items():
        objects = [dict(zip(columns, row, strict=True)) for row in rows[table]]
        sizes[f"{table}.json"] = batch_file(folder, number, f"{table}.json").write_bytes(orjson.dumps(objects))
    status = list(TABLES["letters"]).index("status")
    problems = sum(row[status] not in ("parsed", "not a letter") for row in rows["letters"])
    batch = Batch(number, len(rows["items"]), problems, sizes, container.name if container else None)
    _write(batch_file(folder, number, "done"), tuple(batch))
    return batch


def _read(path: Path) -> Any:
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _write(path: Path, value: object) -> None:
    building = path.with_name(f"{path.name}.new")
    building.write_bytes(orjson.dumps(value))
    building.replace(path)
