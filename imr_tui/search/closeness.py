"""How closely the words of a query stand together in a document, and whether as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imr_tui.search.slots import PLACE_BITS, PLACES, Bools, Float32s, Int64s, Uint32s

HALF_WAY = 4
"""Words by which a word may stand off its place to count half."""
ANCHORS_AT_ONCE = 1 << 13
ENOUGH = 200
"""Documents that hold the words as typed, after which no others are looked at."""
_AS_TYPED = 0.999
_PLACE_BITS = np.uint32(PLACE_BITS)
_NEARNESS: Float32s = np.append(HALF_WAY / (HALF_WAY + np.arange(PLACES)), 0).astype(np.float32)
"""By words off the place; the last for words of another document."""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a typed word stands, by any of its spellings: sorted slots of one segment."""

    slots: Uint32s
    offset: int
    """Words before it in the query."""
    weight: float
    """Of all words together 1."""
    is_wanted: bool = True
    """Whether the others may be sought around it."""


def closeness(words: Sequence[Stands], wanted: Bools) -> tuple[Uint32s, Float32s]:
    """Return documents, each once, and how closely the words stand in them, from 0 to 1: 1 is as typed.

    `wanted` tells by document which ones to look at. Words are sought around the rarest that a document has.
    """
    left = wanted.copy()
    found: list[tuple[Uint32s, Float32s]] = []
    enough = ENOUGH
    for anchor in sorted((word for word in words if word.is_wanted), key=lambda word: len(word.slots)):
        slots = anchor.slots[left[anchor.slots >> _PLACE_BITS]]
        for start in range(0, len(slots), ANCHORS_AT_ONCE):
            docs, near = _closest(slots[start : start + ANCHORS_AT_ONCE], anchor, words)
            kept = left[docs]
            found.append((docs[kept], near[kept]))
            left[docs] = False
            enough -= int(np.count_nonzero(near >= _AS_TYPED))
            if enough <= 0:
                return _joined(found)
    return _joined(found)


def _closest(slots: Uint32s, anchor: Stands, words: Sequence[Stands]) -> tuple[Uint32s, Float32s]:
    """Return the documents of some anchors, and how closely the words stand about the best anchor of each."""
    near = np.full(len(slots), anchor.weight, np.float32)
    for word in words:
        if word is not anchor:
            near += _nearness(slots, word.slots, word.offset - anchor.offset) * np.float32(word.weight)
    docs = slots >> _PLACE_BITS
    starts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return docs[starts], np.maximum.reduceat(near, starts)


def _nearness(anchors: Uint32s, others: Uint32s, offset: int) -> Float32s:
    """Return of each anchor how near the nearest of the others is to `offset` words from it: 1 there, 0 if none is."""
    if not len(others):
        return np.zeros(len(anchors), np.float32)
    # The first document has nothing before it, and unsigned numbers nothing below 0.
    targets = np.maximum(anchors, np.uint32(max(0, -offset))) + np.array(offset).astype(np.uint32)
    number = np.searchsorted(others, targets)
    neighbours = others[np.minimum(number, len(others) - 1)], others[np.maximum(number, 1) - 1]
    return _NEARNESS[np.minimum(*(_misses(anchors, other, offset) for other in neighbours))]


def _misses(anchors: Uint32s, others: Uint32s, offset: int) -> Int64s:
    """Return by how many words each other is off its place; `PLACES` in another document."""
    misses = np.abs(others.astype(np.int64) - anchors - offset)
    return np.where(others >> _PLACE_BITS == anchors >> _PLACE_BITS, np.minimum(misses, PLACES), PLACES)


def _joined(found: Sequence[tuple[Uint32s, Float32s]]) -> tuple[Uint32s, Float32s]:
    if not found:
        return np.empty(0, np.uint32), np.empty(0, np.float32)
    docs, values = (np.concatenate(column) for column in zip(*found, strict=True))
    return docs, values
