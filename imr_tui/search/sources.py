"""What a segment is made of: runs, or older segments. Each gives its terms in order, a range of them at a time."""

from pathlib import Path
from typing import Protocol

import numpy as np

from imr_tui.search.mapped import open_segment
from imr_tui.search.runs import RunFile
from imr_tui.search.segments import BLOCK_BITS, Segment
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

    def read_siblings(self) -> Uint32s:
        """Return pairs: a document, and another one whose summary is posted under it."""


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

    def read_siblings(self) -> Uint32s:
        """Return pairs: a document, and another one whose summary is posted under it."""
        items = self._run.read_items()
        firsts = self._numbers[np.repeat(np.cumsum(items) - items, items)]
        others = (self._numbers != firsts) & (self._numbers != LEFT_OUT)
        return np.column_stack((firsts[others], self._numbers[others]))


class SegmentSource:
    """A segment, without the documents that are deleted."""

    def __init__(self, segment: Segment, alive: Bools) -> None:
        """Take a segment; `alive` tells by document number what is kept. Raises OSError."""
        self._segment = segment
        self._opened = open_segment(segment)
        self._alive = alive
        self._counts = self._opened.columns["counts"]
        self._is_common = self._opened.is_common()
        self._slots, self._lows, self._blocks = (self._opened.columns[name] for name in ("slots", "lows", "blocks"))
        self._next_slot = self._next_low = self._next_block = 0

    def read_terms(self) -> list[str]:
        """Return all terms."""
        return self._opened.terms()

    def read_counts(self) -> Uint32s:
        """Return how many slots each term has."""
        return self._counts

    def read(self, first: int, last: int) -> tuple[Int64s, Uint32s, Uint32s]:
        """Return term number, document and place of every slot of a range of terms."""
        counts, is_common = self._counts[first:last], self._is_common[first:last]
        parts = [self._next_common(int(count)) for count in counts[is_common]]
        rare = int(counts[~is_common].sum())
        parts.append(self._slots[self._next_slot : self._next_slot + rare])
        self._next_slot += rare
        numbers = np.arange(first, last)
        terms = np.concatenate([np.repeat(numbers[kind], counts[kind]) for kind in (is_common, ~is_common)])
        slots = np.concatenate(parts)
        return terms, self._numbers(slots), slots & _PLACE_MASK

    def read_siblings(self) -> Uint32s:
        """Return pairs: a document, and another one whose summary is posted under it."""
        sizes = np.diff(self._opened.columns["families"])
        firsts = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        pairs: Uint32s = np.column_stack((firsts, self._opened.columns["siblings"])) + np.uint32(
            self._segment.first_doc
        )
        return pairs[self._alive[pairs].all(axis=1)]

    def _next_common(self, count: int) -> Uint32s:
        lows = self._lows[self._next_low : self._next_low + count]
        starts = self._blocks[self._next_block : self._next_block + self._segment.blocks + 1]
        self._next_low += count
        self._next_block += len(starts)
        blocks = np.arange(self._segment.blocks, dtype=np.uint32) << np.uint32(BLOCK_BITS + PLACE_BITS)
        slots: Uint32s = np.repeat(blocks, np.diff(starts))
        slots |= lows
        return slots

    def _numbers(self, slots: Uint32s) -> Uint32s:
        docs = (slots >> _PLACE_BITS) + np.uint32(self._segment.first_doc)
        return np.where(self._alive[docs], docs, np.uint32(LEFT_OUT))
