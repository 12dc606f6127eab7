"""How closely the words of a query stand together in documents, and whether as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from imr_tui.search.holders import first_of_runs
from imr_tui.search.slots import FIELD_OF_PLACE, PLACE_BITS, PLACES, Field, Float32s, Int64s, Uint32s

HALF_WAY = 4
"""Words by which a word may stand off its place to count half."""
MOST_ANCHORS = 1024
FIELD_WEIGHTS = {
    Field.RATIONALE: 1.0,
    Field.TITLE: 0.9,
    Field.CLAIMS_GUIDELINE: 0.7,
    Field.MAXIMUS_GUIDELINE: 0.7,
    Field.SUMMARY: 0.6,
}
"""What it counts where the words stand."""
_PLACE_BITS = np.uint32(PLACE_BITS)
_NEARNESS: Float32s = np.append(HALF_WAY / (HALF_WAY + np.arange(PLACES)), 0).astype(np.float32)
"""By words off the place; the last for words of another document."""
_WEIGHT_OF_PLACE = np.array([FIELD_WEIGHTS[field] for field in Field], np.float32)[FIELD_OF_PLACE]


class Stands(Protocol):
    """A typed word, by any of its spellings."""

    @property
    def offset(self) -> int:
        """Words before it in the query."""

    @property
    def weight(self) -> float:
        """What it counts."""

    def slots(self, docs: Uint32s) -> tuple[Uint32s, Float32s]:
        """Return where it stands in `docs`, sorted, and what the spelling counts that stands there, at most 1."""


@dataclass(frozen=True, slots=True)
class Close:
    """Documents, each once, and how closely words stand in them: the weights of all words for those as typed."""

    docs: Uint32s
    values: Float32s


def closeness(anchor: Stands, others: Sequence[Stands], docs: Uint32s) -> Close:
    """Return how closely the words stand around `anchor` in those of `docs`, which are sorted, that hold it.

    `others` come in the order in which they tell most. Where very many places come into question, only those where the
    first of these stand best are looked at for the next.
    """
    slots, spelt = anchor.slots(docs)
    is_wanted = np.isin(slots >> _PLACE_BITS, docs, kind="table") if len(slots) else np.empty(0, np.bool_)
    slots, values = slots[is_wanted], spelt[is_wanted] * np.float32(anchor.weight)
    best = np.arange(len(slots))
    for word in others:
        near = slots[best] >> _PLACE_BITS
        found, spelt = word.slots(near[first_of_runs(near)])
        nearness = _nearness(slots[best], found, spelt, word.offset - anchor.offset)
        values[best] += nearness * np.float32(word.weight)
        if len(best) > MOST_ANCHORS:
            best = np.sort(best[np.argpartition(values[best], -MOST_ANCHORS)[-MOST_ANCHORS:]])
    values *= _WEIGHT_OF_PLACE[slots & np.uint32(PLACES - 1)]
    held = slots >> _PLACE_BITS
    starts = first_of_runs(held)
    return Close(held[starts], np.maximum.reduceat(values, starts) if len(starts) else values)


def _nearness(anchors: Uint32s, others: Uint32s, spelt: Float32s, offset: int) -> Float32s:
    """Return of each anchor how near the nearest of the others is to `offset` words from it: 1 there, 0 if none is.

    That is times what the spelling counts that stands there.
    """
    if not len(others):
        return np.zeros(len(anchors), np.float32)
    # The first document has nothing before it, and unsigned numbers nothing below 0.
    targets = np.maximum(anchors, np.uint32(max(0, -offset))) + np.array(offset).astype(np.uint32)
    number = np.searchsorted(others, targets)
    after, before = np.minimum(number, len(others) - 1), np.maximum(number, 1) - 1
    values: Float32s = np.maximum(*(_NEARNESS[_misses(anchors, others[n], offset)] * spelt[n] for n in (after, before)))
    return values


def _misses(anchors: Uint32s, others: Uint32s, offset: int) -> Int64s:
    """Return by how many words each other is off its place; `PLACES` in another document."""
    misses = np.abs(others.astype(np.int64) - anchors - offset)
    return np.where(others >> _PLACE_BITS == anchors >> _PLACE_BITS, np.minimum(misses, PLACES), PLACES)
