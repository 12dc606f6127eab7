"""What a segment is made of: runs, or older segments. Each gives its terms in order, a range of them at a time."""

from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np

from imr_tui.search.runs import RunFile
from imr_tui.search.segments import MOST_RARE, Segment, read_column
from imr_tui.search.slots import PLACE_BITS, PLACES, Bools, Int64s, Uint32s

LEFT_OUT = 0xFFFF_FFFF
"""In place of a document number: the document does not come into the index."""
_PLACE_BITS, _PLACE_MASK = np.uint32(PLACE_BITS), np.uint32(PLACES - 1)


class Source(Protocol):
    """Sorted terms and where they stand; documents by their numbers in the snapshot, or `LEFT_OUT`."""

    def read_terms(self) -> list[str]:
        """Return all terms."""

    def read_counts(self) -> Uint32s:
        """Return how many slots each term has."""

    def read(self, first: int, last: int) -> tuple[Int64s, Uint32s, Uint32s]:
        """Return term number, document and place of every slot of the terms `first` up to, without, `last`.

        To be called with one range after the other.
        """

    def read_siblings(self) -> tuple[Uint32s, Uint32s]:
        """Return the documents whose summary is posted under another one, and that one."""


class RunSource:
    """A run, and the numbers of its documents in the snapshot."""

    def __init__(self, path: Path, numbers: Uint32s) -> None:
        """Take the run at `path`."""
        self._run = RunFile.at(path)
        self._numbers = numbers
        self._next_slot = 0

    def read_terms(self) -> list[str]:
        """Return all terms."""
        return self._run.read_terms()

    def read_counts(self) -> Uint32s:
        """Return how many slots each term has."""
        return self._run.read_counts(0, self._run.terms)

    def read(self, first: int, last: int) -> tuple[Int64s, Uint32s, Uint32s]:
        """Return term number, document and place of every slot of a range of terms."""
        terms = np.repeat(np.arange(first, last), self._run.read_counts(first, last))
        slots = self._run.read_slots(self._next_slot, self._next_slot + len(terms))
        self._next_slot += len(terms)
        return terms, self._numbers[slots >> _PLACE_BITS], slots & _PLACE_MASK

    def read_siblings(self) -> tuple[Uint32s, Uint32s]:
        """Return the documents whose summary is posted under another one, and that one."""
        items = self._run.read_items()
        firsts = self._numbers[np.repeat(np.cumsum(items) - items, items)]
        others = (self._numbers != firsts) & (self._numbers != LEFT_OUT)
        return self._numbers[others], firsts[others]


class SegmentSource:
    """A segment, without the documents that are deleted."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, segment: Segment, alive: Bools) -> None:
        """Take a segment; `alive` tells by document number what is kept."""
        self._connection = connection
        self._segment = segment
        self._alive = alive
        self._counts = read_column(connection, f"SELECT slots FROM {segment.table('terms')}")
        self._is_rare = self._counts <= MOST_RARE
        self._next_slot = {"rare": 0, "common": 0}

    def read_terms(self) -> list[str]:
        """Return all terms."""
        rows = self._connection.execute(f"SELECT term FROM {self._segment.table('terms')}").fetchall()
        return [term for (term,) in rows]

    def read_counts(self) -> Uint32s:
        """Return how many slots each term has."""
        return self._counts

    def read(self, first: int, last: int) -> tuple[Int64s, Uint32s, Uint32s]:
        """Return term number, document and place of every slot of a range of terms."""
        is_rare = self._is_rare[first:last]
        parts = [self._read("rare", first, is_rare), self._read("common", first, ~is_rare)]
        terms, slots = (np.concatenate(part) for part in zip(*parts, strict=True))
        return terms, self._numbers(slots), slots & _PLACE_MASK

    def read_siblings(self) -> tuple[Uint32s, Uint32s]:
        """Return the documents whose summary is posted under another one, and that one."""
        table = self._segment.table("siblings")
        docs, firsts = (
            read_column(self._connection, f"SELECT {column} FROM {table}") + np.uint32(self._segment.first_doc)
            for column in ("doc", "first_doc")
        )
        kept = self._alive[docs]
        return docs[kept], firsts[kept]

    def _read(self, kind: str, first: int, chosen: Bools) -> tuple[Int64s, Uint32s]:
        numbers = first + np.flatnonzero(chosen)
        terms = np.repeat(numbers, self._counts[numbers])
        start = self._next_slot[kind]
        self._next_slot[kind] = end = start + len(terms)
        rows = f"SELECT slot FROM {self._segment.table(kind)} WHERE rowid BETWEEN {start} AND {end - 1}"
        return terms, read_column(self._connection, rows)

    def _numbers(self, slots: Uint32s) -> Uint32s:
        docs = (slots >> _PLACE_BITS) + np.uint32(self._segment.first_doc)
        return np.where(self._alive[docs], docs, np.uint32(LEFT_OUT))
