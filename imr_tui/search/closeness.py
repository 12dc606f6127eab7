"""How closely the words of a query stand together in a document, and whether as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imr_tui.search.slots import PLACE_BITS, Bools, Float32s, Int64s, Uint32s

HALF_WAY = 4
"""Words by which a word may stand off its place to count half."""
_PLACE_BITS = np.uint32(PLACE_BITS)


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a typed word stands, by any of its spellings: sorted slots of one segment."""

    slots: Uint32s
    offset: int
    """Words before it in the query."""
    weight: float


def closeness(words: Sequence[Stands], wanted: Bools) -> tuple[Uint32s, Float32s]:
    """Return documents, each once, and how closely the words stand in them, from 0 to 1: 1 is as typed.

    `wanted` tells by document which ones to look at. Words are sought around the rarest that a document has.
    """
    left = wanted.copy()
    found: list[tuple[Uint32s, Float32s]] = []
    total = sum(word.weight for word in words)
    for anchor in sorted(words, key=lambda word: len(word.slots)):
        slots = anchor.slots[left[anchor.slots >> _PLACE_BITS]]
        if not len(slots):
            continue
        near = np.full(len(slots), anchor.weight / total, np.float32)
        for word in words:
            if word is not anchor:
                near += _nearness(slots, word.slots, word.offset - anchor.offset) * np.float32(word.weight / total)
        docs = slots >> _PLACE_BITS
        starts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
        found.append((docs[starts], np.maximum.reduceat(near, starts)))
        left[docs] = False
    if not found:
        return np.empty(0, np.uint32), np.empty(0, np.float32)
    docs, values = (np.concatenate(column) for column in zip(*found, strict=True))
    return docs, values


def _nearness(anchors: Uint32s, others: Uint32s, offset: int) -> Float32s:
    """Return of each anchor how near the nearest of the others is to `offset` words from it: 1 there, 0 if none is."""
    if not len(others):
        return np.zeros(len(anchors), np.float32)
    targets = anchors.astype(np.int64) + offset
    right = np.searchsorted(others, targets)
    misses = (_miss(anchors, targets, others[np.clip(n, 0, len(others) - 1)]) for n in (right - 1, right))
    return np.float32(HALF_WAY) / (np.float32(HALF_WAY) + np.minimum(*misses))


def _miss(anchors: Uint32s, targets: Int64s, others: Uint32s) -> Float32s:
    miss: Float32s = np.abs(others - targets).astype(np.float32)
    miss[others >> _PLACE_BITS != anchors >> _PLACE_BITS] = np.inf
    return miss
