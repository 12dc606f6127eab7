"""What a segment of the index says of words: which documents hold them, and where they stand in these."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from imr_tui.search.holders import AMOUNT_BITS, Families, documents_of, first_not_below, first_of_runs, ranges
from imr_tui.search.mapped import OpenSegment
from imr_tui.search.segments import BEST, BLOCK_BITS, NO_DOCUMENT
from imr_tui.search.slots import FIELD_OF_PLACE, PLACE_BITS, PLACES, Bools, Field, Uint8s, Uint16s, Uint32s
from imr_tui.search.vocabulary import Places

ALL_FIELDS = frozenset(Field)
Extent = tuple[int, int]
"""Words with numbers from the first up to, without, the second."""
SPARSE = 160
"""Slots to read for each document, from which on it is quicker to search for those that are its own."""
_PLACE_BITS = np.uint32(PLACE_BITS)
_LAST_PLACE = np.uint32(PLACES - 1)
_BLOCK_SHIFT = np.uint32(BLOCK_BITS + PLACE_BITS)


class SegmentPostings:
    """The postings of one segment, mapped into memory: nothing is read before it is needed, nothing is kept."""

    def __init__(self, opened: OpenSegment, places: Places) -> None:
        """Take a segment, and where it has what of each word."""
        segment, columns = opened.segment, opened.columns
        self.docs = slice(segment.first_doc, segment.first_doc + segment.span)
        """Which documents of the snapshot it covers."""
        self._span = segment.span
        self._places = places
        self._common_numbers = np.flatnonzero(places.is_common)
        self._slots: Uint32s = columns["slots"]
        self._lows: Uint16s = columns["lows"]
        self._families = Families(columns["siblings"], columns["families"])
        common = len(self._common_numbers)
        self._blocks: Uint32s = columns["blocks"].reshape(common, segment.blocks + 1)
        self._held: Uint8s = columns["held"].reshape(common, -(-segment.span // 8))
        self._best: Uint32s = columns["best"].reshape(common, BEST)

    def count(self, terms: Collection[int]) -> int:
        """Return how many slots these words have."""
        return int(self._places.counts[list(terms)].sum())

    def count_rare(self, extent: Extent) -> int:
        """Return how many slots the words of `extent` have that are not common."""
        return int(self._places.slots[extent[1]] - self._places.slots[extent[0]])

    def is_held(self, terms: Sequence[int], extent: Extent, fields: Collection[Field]) -> Bools:
        """Tell by document whether one of the fields holds any of the words `terms` and `extent`."""
        words = [*terms, *self._common_of(extent)]
        by_bits = [term for term in words if self._places.is_common[term]] if len(fields) == len(Field) else []
        slots = [self._rare_of(extent), *(self.all_slots(term) for term in words if term not in by_bits)]
        held = self.holding(within(np.concatenate(slots), fields))
        for term in by_bits:
            bits = self._held[self._places.numbers[term]]
            held |= np.unpackbits(bits, count=self._span, bitorder="little").view(np.bool_)
        return held

    def holding(self, slots: Uint32s) -> Bools:
        """Tell by document which ones the slots name, with the siblings of those whose summary they are in."""
        held = np.zeros(self._span, np.bool_)
        held[documents_of(slots, self._families)] = True
        return held

    def all_slots(self, term: int) -> Uint32s:
        """Return, sorted, where a word stands."""
        if not self._places.is_common[term]:
            return self._rare_of((term, term + 1))
        return self._slots_of_blocks(term, np.arange(self._blocks.shape[1] - 1, dtype=np.uint32))

    def slots(self, term: int, docs: Uint32s) -> Uint32s:
        """Return, sorted, where a word stands in `docs`, which are sorted, and maybe in others."""
        if not len(docs):
            return np.empty(0, np.uint32)
        if not self._places.is_common[term]:
            return _between(self._rare_of((term, term + 1)), docs)
        blocks: Uint32s = docs >> np.uint32(BLOCK_BITS)
        blocks = blocks[first_of_runs(blocks)]
        if 2 * len(blocks) > blocks[-1] - blocks[0]:  # to read what lies between is quicker than to leave it out
            blocks = np.arange(blocks[0], blocks[-1] + 1, dtype=np.uint32)
        mean = self._places.counts[term] / (self._blocks.shape[1] - 1)
        return self._slots_of_blocks(term, blocks) if mean * len(blocks) < SPARSE * len(docs) else self._own(term, docs)

    def rare_slots(self, extent: Extent, docs: Uint32s) -> Uint32s:
        """Return, sorted, where words of `extent` that are not common stand, from the first of `docs` to the last."""
        if not len(docs):
            return np.empty(0, np.uint32)
        slots, (first, last) = self._rare_of(extent), _bounds(docs)
        found: Uint32s = slots[(slots >= first) & (slots <= last)]
        found.sort()
        return found

    def best(self, term: int) -> Uint32s:
        """Return the documents with most of a common word, most first; none for other words."""
        if not self._places.is_common[term]:
            return np.empty(0, np.uint32)
        best = self._best[self._places.numbers[term]]
        docs: Uint32s = best[best != NO_DOCUMENT] >> np.uint32(AMOUNT_BITS)
        return docs

    def is_common(self, term: int) -> bool:
        """Tell whether a word is common."""
        return bool(self._places.is_common[term])

    def _slots_of_blocks(self, term: int, blocks: Uint32s) -> Uint32s:
        """Return where a common word stands in some blocks."""
        starts = self._blocks[self._places.numbers[term]]
        begin, end = starts[blocks].astype(np.int64), starts[blocks + np.uint32(1)].astype(np.int64)
        slots: Uint32s = np.repeat(blocks << _BLOCK_SHIFT, end - begin)
        lows = self._lows[self._places.lows[term] : self._places.lows[term] + self._places.counts[term]]
        is_run = len(blocks) and blocks[-1] - blocks[0] == len(blocks) - 1
        slots |= lows[begin[0] : end[-1]] if is_run else lows[ranges(begin, end)]
        return slots

    def _own(self, term: int, docs: Uint32s) -> Uint32s:
        """Return where a common word stands in `docs`, by a search within their blocks."""
        blocks = docs >> np.uint32(BLOCK_BITS)
        starts, first = self._blocks[self._places.numbers[term]], int(self._places.lows[term])
        begin, end = starts[blocks].astype(np.int64) + first, starts[blocks + np.uint32(1)].astype(np.int64) + first
        own = (docs.astype(np.int64) << PLACE_BITS) & 0xFFFF
        begin, end = (first_not_below(self._lows, begin, end, own + n) for n in (0, PLACES))
        slots: Uint32s = np.repeat(blocks << _BLOCK_SHIFT, end - begin)
        slots |= self._lows[ranges(begin, end)]
        return slots

    def _rare_of(self, extent: Extent) -> Uint32s:
        return self._slots[self._places.slots[extent[0]] : self._places.slots[extent[1]]]

    def _common_of(self, extent: Extent) -> Iterator[int]:
        first, last = np.searchsorted(self._common_numbers, extent)
        yield from self._common_numbers[first:last].tolist()


def within(slots: Uint32s, fields: Collection[Field]) -> Uint32s:
    """Return the slots that are in one of the fields."""
    is_wanted = is_within(slots, fields)
    return slots if is_wanted is None else slots[is_wanted]


def is_within(slots: Uint32s, fields: Collection[Field]) -> Bools | None:
    """Tell of each slot whether it is in one of the fields; None if these are all."""
    if len(fields) == len(Field):
        return None
    is_wanted: Bools = np.isin(FIELD_OF_PLACE, list(fields))[slots & _LAST_PLACE]
    return is_wanted


def _between(slots: Uint32s, docs: Uint32s) -> Uint32s:
    """Return the slots from the first to the last of `docs`, or only those in them if they are few; all are sorted."""
    first, last = _bounds(docs)
    slots = slots[slots.searchsorted(first) : slots.searchsorted(last, "right")]
    if len(slots) < SPARSE * len(docs):
        return slots
    begin, end = slots.searchsorted(docs << _PLACE_BITS), slots.searchsorted(docs << _PLACE_BITS | _LAST_PLACE, "right")
    return slots[ranges(begin, end)]


def _bounds(docs: Uint32s) -> tuple[np.uint32, np.uint32]:
    """Return the first and the last slot of sorted documents."""
    return docs[0] << _PLACE_BITS, docs[-1] << _PLACE_BITS | _LAST_PLACE
