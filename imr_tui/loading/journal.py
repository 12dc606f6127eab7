"""The journal of a load: what was read so far, on disk, so that a load that ends early loses nothing.

A batch of files is a JSON file for each of the tables of `rows.TABLES`, and the words of its items for the search
index. Worker processes write them; the last file of a batch to appear, `NUMBER.done`, says that it is complete, and
what is in the others: after a failure of the machine they may lack what was written last.
"""

import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from imr_tui.loading.changes import KnownFile
from imr_tui.loading.reading import ReadFile
from imr_tui.loading.rows import TABLES, rows_of
from imr_tui.loading.sources import SourceFile
from imr_tui.search.runs import index_letters

BEGUN, DROPPED = "begun.json", "dropped.json"
WORDS, DONE = "words", "done"
PIECE = 1 << 20
"""Bytes that are read at once."""


class Batch(NamedTuple):
    """A complete batch of a journal."""

    number: int
    items: int
    """Items in it."""
    problems: int
    """Files in it that were not read without a problem."""
    sizes: Mapping[str, int]
    """Bytes of each of its files."""
    checksums: Mapping[str, int]
    """CRC-32 of each of its files."""
    container: str | None
    """The archive whose members it holds."""


class Journal:
    """What was read for one purpose: a snapshot of one corpus by one version of the readers."""

    def __init__(self, folder: Path, purpose: dict[str, str], scanned_ns: str) -> None:
        """Go on with the journal in `folder` if it was begun for the same purpose, else begin a new one there.

        `scanned_ns` tells when the files were looked for that are to be read.
        """
        self.folder = folder
        self.dropped: dict[str, int] = _read(folder / DROPPED) if (folder / DROPPED).exists() else {}
        """Files that are not as they were when they were read, and the last batch that may hold them so."""
        begun = _read(folder / BEGUN)
        if not isinstance(begun, dict) or begun.get("purpose") != purpose or not isinstance(self.dropped, dict):
            self.remove()
            self.dropped = {}
            begun = {"purpose": purpose, "scanned_ns": scanned_ns}
            folder.mkdir(parents=True, mode=0o700)
            _write(folder / BEGUN, begun)
        self.scanned_ns: str = begun["scanned_ns"]
        """That of the load which began it: a file that changed since may have done so after it was read."""
        self._remove_unfinished()
        self._last = max((*self.dropped.values(), *(batch.number for batch in self.batches())), default=0)

    def next_number(self) -> int:
        """Return a number for a new batch."""
        self._last += 1
        return self._last

    def batches(self) -> list[Batch]:
        """Return the complete batches, in order."""
        found = sorted(self.folder.glob(f"*.{DONE}"))
        return [batch for path in found if (batch := self._batch(path))]

    def files(self) -> Iterator[tuple[str, KnownFile]]:
        """Yield the files that are told of, by name; all batches are read for it."""
        for batch in self.batches():
            for row in _read(self.path(batch.number, "files")):
                if self.dropped.get(row["source_path"], 0) < batch.number:
                    yield row["source_path"], KnownFile(*(row[field] for field in KnownFile._fields))

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
        """Remove the journal, or what stands in its place."""
        with suppress(OSError):
            self.folder.unlink()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _batch(self, done: Path) -> Batch | None:
        try:
            batch = Batch(*_read(done))
            lengths = {name: batch_file(self.folder, batch.number, name).stat().st_size for name in batch.sizes}
        except (OSError, TypeError, ValueError):
            return None
        return batch if lengths == batch.sizes else None

    def _remove_unfinished(self) -> None:
        """Remove what is no complete batch, and the batches of an archive that was not read to its end."""
        complete = [batch for batch in self.batches() if self._is_undamaged(batch)]
        self._remove_all_but(complete)
        read = {name for name, _ in self.files()}
        self._remove_all_but(batch for batch in complete if batch.container is None or batch.container in read)

    def _is_undamaged(self, batch: Batch) -> bool:
        files = {name: batch_file(self.folder, batch.number, name) for name in batch.checksums}
        return {name: _checksum(file) for name, file in files.items()} == batch.checksums

    def _remove_all_but(self, batches: Iterable[Batch]) -> None:
        files = {batch_file(self.folder, batch.number, name) for batch in batches for name in (*batch.sizes, DONE)}
        for path in self.folder.iterdir():
            if path not in files and path.name not in (BEGUN, DROPPED):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def batch_file(folder: Path, number: int, ending: str) -> Path:
    """Return a file of a batch."""
    return folder / f"{number:06}.{ending}"


def write_batch(folder: Path, number: int, reads: Iterable[ReadFile], container: SourceFile | None = None) -> Batch:
    """Write what was read of a batch of files, all members of `container` if there is one."""
    reads = list(reads)
    rows = rows_of(number, reads, container)
    letters = [reading.letter for read in reads for reading in read.readings if reading.letter]
    words = batch_file(folder, number, WORDS)
    words.unlink(missing_ok=True)
    index_letters((letter.clinical_summary, letter.items) for letter in letters).write(words)
    files = {WORDS: words} | {f"{table}.json": batch_file(folder, number, f"{table}.json") for table in TABLES}
    for table, columns in TABLES.items():
        objects = [dict(zip(columns, row, strict=True)) for row in rows[table]]
        files[f"{table}.json"].write_bytes(orjson.dumps(objects))
    status = list(TABLES["letters"]).index("status")
    problems = sum(row[status] not in ("parsed", "not a letter") for row in rows["letters"])
    sizes = {name: file.stat().st_size for name, file in files.items()}
    checksums = {name: _checksum(file) for name, file in files.items()}
    batch = Batch(number, len(rows["items"]), problems, sizes, checksums, container.name if container else None)
    _write(batch_file(folder, number, DONE), tuple(batch))
    return batch


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            checksum = zlib.crc32(piece, checksum)
    return checksum


def _read(path: Path) -> Any:
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _write(path: Path, value: object) -> None:
    building = path.with_name(f"{path.name}.new")
    building.write_bytes(orjson.dumps(value))
    building.replace(path)
