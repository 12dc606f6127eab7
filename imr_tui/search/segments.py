"""The index on disk: segments, each a folder of plain columns to be mapped into memory, and the table that lists them.

A segment is written once and belongs to every snapshot whose table `search.segments` names it; a load adds one, and now
and then joins some. The table `search.docs(doc)` of a snapshot holds the documents that are alive, in the order in
which they are shown without a search; all else speaks of an item by its `doc`. Columns of a segment:
- `terms`: its words in order, a line each; `counts`, `items`: how many slots each has, and how many items hold it.
- `slots`: where words stand, in the order of the words, except the common ones: those have `lows`, the lower halves of
  their slots, with `blocks`, where the slots of each 64 documents start in these; `held`, a bit for each document that
  holds the word; and `best`, the documents with most of it, as document and amount.
- `siblings`: the items whose summary is posted under the first item of their letter, in the order of these first ones;
  `families` tells of each document where its own siblings start, one number more than there are documents.
In all of them documents are numbered from the segment's `first_doc`.
"""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from uuid import uuid4

import duckdb

from imr_tui.corpus.snapshot_file import beside

COLUMNS: dict[str, str] = {
    "terms": "uint8",
    "counts": "uint32",
    "items": "uint32",
    "slots": "uint32",
    "lows": "uint16",
    "blocks": "uint32",
    "held": "uint8",
    "best": "uint32",
    "siblings": "uint32",
    "families": "uint32",
}
"""Their names, and what their numbers are."""
BLOCK_BITS = 6
"""A block is 64 documents: the slots of 16 bits."""
FEWEST_COMMON = 4096
"""Slots of a common word, at least."""
COMMON = 1 / 8
"""Slots of a common word as a share of the documents, at least: from there on it takes less room than plain slots."""
BEST = 256
"""Documents that are known as those with most of a common word."""
NO_DOCUMENT = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of an index."""

    folder: Path
    first_doc: int
    span: int
    """Numbers of documents that it covers."""
    documents: int
    fewest_common: int
    """Slots from which on a word is common."""
    slots: int
    size: int
    """Bytes of its columns."""

    @property
    def blocks(self) -> int:
        """How many blocks it has."""
        return -(-self.span >> BLOCK_BITS)

    @property
    def is_complete(self) -> bool:
        """Tell whether all that was written is there."""
        try:
            return sum((self.folder / name).stat().st_size for name in COLUMNS) == self.size
        except OSError:
            return False


NUMBERS = tuple(field.name for field in fields(Segment))[1:]
"""What the table `search.segments` says of a segment beside its name."""


def fewest_common(span: int) -> int:
    """Return how many slots a common word has at least in a segment of so many documents."""
    return max(FEWEST_COMMON, int(COMMON * span))


def index_folder(db: Path) -> Path:
    """Return the folder that holds the segments of the snapshot `db`."""
    return beside(db, "index")


def new_segment(folder: Path) -> Path:
    """Return a new folder for a segment. No two have the same name: an older snapshot may still be read."""
    path = folder / uuid4().hex
    path.mkdir(parents=True)
    return path


def create_index(connection: duckdb.DuckDBPyConnection, alias: str) -> None:
    """Create the schema `search` with the tables `docs` and `segments`, both empty."""
    connection.execute(f"CREATE SCHEMA {alias}.search")
    connection.execute(f"CREATE TABLE {alias}.search.docs (doc UINTEGER)")
    columns = ", ".join(f"{name} UBIGINT" for name in NUMBERS)
    connection.execute(f"CREATE TABLE {alias}.search.segments (name VARCHAR, {columns})")


def list_segments(connection: duckdb.DuckDBPyConnection, alias: str, folder: Path) -> list[Segment]:
    """Return the segments that a snapshot names, in the order of their documents; they are in `folder`."""
    rows = connection.execute(f"SELECT * FROM {alias}.search.segments ORDER BY first_doc").fetchall()
    return [Segment(folder / name, *numbers) for name, *numbers in rows]


def replace_segments(
    connection: duckdb.DuckDBPyConnection, alias: str, old: Iterable[Segment], new: Iterable[Segment]
) -> None:
    """Let a snapshot name `new` segments instead of `old` ones."""
    names = [segment.folder.name for segment in old]
    connection.execute(f"DELETE FROM {alias}.search.segments WHERE name IN (SELECT unnest(?::VARCHAR[]))", [names])
    for s in new:
        row = [s.folder.name, *(getattr(s, name) for name in NUMBERS)]
        connection.execute(f"INSERT INTO {alias}.search.segments VALUES ({', '.join('?' * len(row))})", row)


def remove_all_but(segments: Sequence[Segment], folder: Path) -> None:
    """Remove all else from a folder of segments: what no snapshot names any more, or a killed load left."""
    if folder.is_dir():
        kept = {segment.folder for segment in segments}
        for path in folder.iterdir():
            if path not in kept:
                shutil.rmtree(path, ignore_errors=True)
