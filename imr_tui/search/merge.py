"""Sources -> the tables of one segment, a range of terms at a time, in bounded memory."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from imr_tui.search.holders import holders_of
from imr_tui.search.segments import MOST_RARE, MOST_WORKED_OUT, TABLES, Segment, insert_columns
from imr_tui.search.slots import MOST_DOCUMENTS, PLACE_BITS, Int64s, Uint32s
from imr_tui.search.sources import Source
from imr_tui.search.words import STOP_WORDS

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


def write_segment(
    connection: duckdb.DuckDBPyConnection, segment: Segment, sources: Sequence[Source], folder: Path
) -> None:
    """Fill the tables of a new segment with those documents of `sources` that it can number.

    Holds the vocabulary and about 100 MB in memory, or 12 bytes for each slot of the commonest word.
    """
    for kind, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {segment.table(kind)} ({columns})")
    _write_siblings(connection, segment, sources)
    union = _unite(sources, folder)
    written = 0
    for first, last in union.ranges():
        slots, starts = _sorted_slots(segment, sources, union, first, last)
        _write_range(connection, segment, union.terms[first:last], slots, starts)
        written += len(slots)
    row = [segment.number, segment.first_doc, segment.documents, written]
    connection.execute(f"INSERT INTO {segment.alias}.search.segments VALUES (?, ?, ?, ?)", row)


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


def _write_siblings(connection: duckdb.DuckDBPyConnection, segment: Segment, sources: Sequence[Source]) -> None:
    pairs = [source.read_siblings() for source in sources]
    docs, firsts = (np.concatenate(column) - np.uint32(segment.first_doc) for column in zip(*pairs, strict=True))
    kept = (docs < MOST_DOCUMENTS) & (firsts < MOST_DOCUMENTS)
    insert_columns(connection, segment.table("siblings"), doc=docs[kept], first_doc=firsts[kept])


def _write_range(
    connection: duckdb.DuckDBPyConnection, segment: Segment, terms: list[str], slots: Uint32s, starts: Int64s
) -> None:
    """Write some terms, given the slots of all and where those of each start."""
    counts = np.diff(starts, append=len(slots))
    held = np.flatnonzero(counts)
    if not len(held):
        return
    counts, starts = counts[held], starts[held]
    own_terms = [terms[number] for number in held.tolist()]
    is_many = counts > MOST_WORKED_OUT * segment.documents
    is_stored = is_many & np.array([term not in STOP_WORDS for term in own_terms])
    stored = slots[np.repeat(is_stored, counts)]
    holder_counts = np.zeros(len(held), np.uint32)
    holder_counts[is_stored], holders = holders_of(stored, _starts(counts[is_stored]))
    insert_columns(
        connection,
        segment.table("terms"),
        term=np.array(own_terms, dtype=object),
        slots=counts.astype(np.uint32),
        items=_documents(slots, starts),
        holders=holder_counts,
    )
    is_rare = np.repeat(counts <= MOST_RARE, counts)
    insert_columns(connection, segment.table("rare"), slot=slots[is_rare])
    insert_columns(connection, segment.table("common"), slot=slots[~is_rare] if is_rare.any() else slots)
    insert_columns(connection, segment.table("holders"), holder=holders)


def _documents(slots: Uint32s, starts: Int64s) -> Uint32s:
    """Return how many documents each term stands in."""
    docs = slots >> np.uint32(PLACE_BITS)
    is_new = np.concatenate(([True], docs[1:] != docs[:-1]))
    is_new[starts] = True
    return np.add.reduceat(is_new, starts, dtype=np.uint32)


def _starts(counts: Int64s) -> Int64s:
    starts: Int64s = np.cumsum(counts) - counts
    return starts


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
        own = own[docs < MOST_DOCUMENTS]
        keys[filled : filled + len(own)] = own
        filled += len(own)
    keys = keys[:filled]
    keys.sort()
    starts = np.searchsorted(keys, np.arange(last - first, dtype=np.uint64) << _TERM_SHIFT)
    return keys.astype(np.uint32, copy=False), starts
