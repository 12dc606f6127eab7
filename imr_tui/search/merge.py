"""Sources -> the columns of one segment, a range of terms at a time, in bounded memory."""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imr_tui.search.holders import AMOUNT_BITS, Families, amounts, documents_of
from imr_tui.search.mapped import starts_of
from imr_tui.search.segments import BEST, BLOCK_BITS, COLUMNS, NO_DOCUMENT, Segment, fewest_common
from imr_tui.search.slots import PLACE_BITS, Int64s, Uint32s
from imr_tui.search.sources import Source

SLOTS_AT_ONCE = 2_000_000
_TERM_SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True)
class _Union:
    """The terms of all sources: in order, with the slots that each has, and of each source its terms' ranks."""

    terms: list[str]
    totals: Int64s
    ranks: list[Uint32s]

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Part the terms so that each part has about as many slots as are held in memory."""
        ends = np.cumsum(self.totals)
        first = 0
        while first < len(ends):
            done = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, done + SLOTS_AT_ONCE, "right")))
            yield first, last
            first = last


class _Writer:
    """The columns of a segment while they grow."""

    def __init__(self, folder: Path) -> None:
        self._files = {name: (folder / name).open("wb") for name in COLUMNS}
        self.slots = 0
        """Slots written so far."""

    def append(self, name: str, numbers: NDArray[Any]) -> None:
        self._files[name].write(np.ascontiguousarray(numbers, COLUMNS[name]).data)

    def append_terms(self, terms: Sequence[str]) -> None:
        file = self._files["terms"]
        file.write((("\n" if file.tell() else "") + "\n".join(terms)).encode())

    def close(self) -> int:
        """Make sure that all is on disk, and return how many bytes that is."""
        size = 0
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
            size += file.tell()
        return size

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as stack:
            for file in self._files.values():
                stack.callback(file.close)


def write_segment(
    folder: Path, first_doc: int, span: int, documents: int, sources: Sequence[Source], spill: Path
) -> Segment:
    """Write a new segment of those documents of `sources` that are numbered from `first_doc` on, `span` of them.

    Holds the vocabulary and about 100 MB in memory, or 16 bytes for each slot of the commonest word. Temporary files go
    to `spill`. Raises OSError.
    """
    segment = Segment(folder, first_doc, span, documents, fewest_common(span), 0, 0)
    with _Writer(folder) as writer:
        families = _families(segment, sources)
        writer.append("siblings", families.siblings)
        writer.append("families", families.starts)
        union = _unite(sources, spill)
        for first, last in union.ranges():
            slots, starts = _sorted_slots(segment, sources, union, first, last)
            _write_range(segment, writer, union.terms[first:last], slots, starts, families)
        return replace(segment, slots=writer.slots, size=writer.close())


def _unite(sources: Sequence[Source], folder: Path) -> _Union:
    """Unite the terms; the ranks stay on disk, for they are as many as all sources have terms."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    ends = [0]
    with TemporaryFile(dir=folder) as file:
        for source in sources:
            terms = source.read_terms()
            np.fromiter(map(numbers.__getitem__, terms), np.uint32, len(terms)).tofile(file)
            ends.append(ends[-1] + len(terms))
        file.flush()
        every = np.memmap(file, np.uint32, "r+", shape=ends[-1]) if ends[-1] else np.empty(0, np.uint32)
    united = sorted(numbers)
    rank_of = np.empty(len(united), np.uint32)
    rank_of[np.fromiter(map(numbers.__getitem__, united), np.int64, len(united))] = np.arange(len(united))
    totals = np.zeros(len(united), np.int64)
    ranks = [every[start:end] for start, end in pairwise(ends)]
    for source, own in zip(sources, ranks, strict=True):
        own[:] = rank_of[own]
        totals[own] += source.read_counts()
    return _Union(united, totals, ranks)


def _families(segment: Segment, sources: Sequence[Source]) -> Families:
    pairs = np.concatenate([np.empty((0, 2), np.uint32), *(source.read_siblings() for source in sources)])
    pairs -= np.uint32(segment.first_doc)
    pairs = pairs[(pairs < segment.span).all(axis=1)]
    firsts, siblings = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
    starts = np.searchsorted(firsts, np.arange(segment.span + 1, dtype=np.uint32))
    return Families(siblings, starts.astype(np.uint32))


def _write_range(
    segment: Segment, writer: _Writer, terms: list[str], slots: Uint32s, starts: Int64s, families: Families
) -> None:
    """Write some terms, given the slots of all and where those of each start."""
    counts = np.diff(starts, append=len(slots))
    held = np.flatnonzero(counts)
    if not len(held):
        return
    counts, starts = counts[held], starts[held]
    is_common = counts >= segment.fewest_common
    items = np.empty(len(held), np.uint32)
    for number in np.flatnonzero(is_common):
        own = slots[starts[number] : starts[number] + counts[number]]
        items[number] = _write_common(segment, writer, own, families)
    rare = slots[np.repeat(~is_common, counts)] if is_common.any() else slots
    items[~is_common] = _count_items(rare, counts[~is_common])
    writer.append("slots", rare)
    writer.append("counts", counts)
    writer.append("items", items)
    writer.append_terms([terms[number] for number in held.tolist()])
    writer.slots += len(slots)


def _write_common(segment: Segment, writer: _Writer, slots: Uint32s, families: Families) -> int:
    """Write a common term, and return how many documents its slots name."""
    firsts = np.arange(segment.blocks + 1, dtype=np.uint32) << np.uint32(BLOCK_BITS)
    writer.append("blocks", np.searchsorted(slots >> np.uint32(PLACE_BITS), firsts))
    writer.append("lows", slots & np.uint32(0xFFFF))
    is_held = np.zeros(segment.span, np.bool_)
    is_held[documents_of(slots, families)] = True
    writer.append("held", np.packbits(is_held, bitorder="little"))
    docs, held = amounts(slots)
    ranked = np.sort(held.astype(np.uint64) << np.uint64(32) | docs)[: -BEST - 1 : -1]
    best = np.full(BEST, NO_DOCUMENT, np.uint32)
    best[: len(ranked)] = (ranked << np.uint64(AMOUNT_BITS) | ranked >> np.uint64(32)).astype(np.uint32)
    writer.append("best", best)
    return len(docs)


def _count_items(slots: Uint32s, counts: Int64s) -> Uint32s:
    """Return how many documents the slots of each of some terms name."""
    docs = slots >> np.uint32(PLACE_BITS)
    is_new = np.ones(len(docs), np.bool_)
    is_new[1:] = docs[1:] != docs[:-1]
    is_new[starts_of(counts)] = True
    ends = np.concatenate(([0], np.cumsum(is_new)))
    return np.diff(ends[np.concatenate(([0], np.cumsum(counts)))]).astype(np.uint32)


def _sorted_slots(
    segment: Segment, sources: Sequence[Source], union: _Union, first: int, last: int
) -> tuple[Uint32s, Int64s]:
    """Return the slots of a range of terms, and where those of each term start."""
    is_one = last - first == 1
    keys: NDArray[Any] = np.empty(int(union.totals[first:last].sum()), np.uint32 if is_one else np.uint64)
    filled = 0
    for source, ranks in zip(sources, union.ranks, strict=True):
        start, end = np.searchsorted(ranks, (first, last)).tolist()
        terms, docs, places = source.read(start, end)
        docs -= np.uint32(segment.first_doc)
        own = docs << np.uint32(PLACE_BITS) | places
        if not is_one:
            own = (ranks[terms] - np.uint32(first)).astype(np.uint64) << _TERM_SHIFT | own
        own = own[docs < segment.span]
        keys[filled : filled + len(own)] = own
        filled += len(own)
    keys = keys[:filled]
    keys.sort()
    starts = np.searchsorted(keys, np.arange(last - first, dtype=np.uint64) << _TERM_SHIFT)
    return keys.astype(np.uint32, copy=False), starts
