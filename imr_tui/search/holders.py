"""Which documents hold a word, and how much: worked out from its slots, once for all for words with very many.

A holder is one number: the document in its upper bits, whether the word is in the summary, and the strength.
"""

from itertools import pairwise

import numpy as np

from imr_tui.search.slots import (
    FIELD_OF_PLACE,
    FIRST_PLACES,
    PLACE_BITS,
    PLACES,
    Field,
    Float32s,
    Int64s,
    Uint8s,
    Uint32s,
)

STRENGTH_BITS = 4
DOC_SHIFT = STRENGTH_BITS + 1
IN_SUMMARY = 1 << STRENGTH_BITS
STRENGTH_MASK = IN_SUMMARY - 1
SLOTS_AT_ONCE = 1_000_000
FIELD_WEIGHTS = {
    Field.RATIONALE: 20,
    Field.TITLE: 12,
    Field.CLAIMS_GUIDELINE: 5,
    Field.MAXIMUS_GUIDELINE: 5,
    Field.SUMMARY: 3,
}
"""What a word counts for in each field, in twentieths; a change needs a new index."""

_ONE = FIELD_WEIGHTS[Field.RATIONALE]
_STEPS = 1 << STRENGTH_BITS
STRENGTHS: Float32s = (np.arange(_STEPS) / _STEPS).astype(np.float32)
"""What the strengths stand for: 0.5 for a word that stands once in a rationale, nearer to 1 the more often it does."""
_HEAVIEST = 1000
_STRENGTH_OF_WEIGHT = np.array(
    [max(1, _STEPS * weight // (weight + _ONE)) for weight in range(_HEAVIEST + 1)], np.uint32
)
_WEIGHT_OF_PLACE: Uint8s = np.array([FIELD_WEIGHTS[field] for field in Field], np.uint8)[FIELD_OF_PLACE]
SUMMARY_STRENGTH = STRENGTHS[_STRENGTH_OF_WEIGHT[FIELD_WEIGHTS[Field.SUMMARY]]]
"""Of an item that has the word only in its letter's summary."""


def holders_of(slots: Uint32s, starts: Int64s) -> tuple[Int64s, Uint32s]:
    """Return how many holders each of some terms has, and the holders, in order.

    `starts` tells where in `slots` each term's begin; every term has slots.
    """
    docs = slots >> np.uint32(PLACE_BITS)
    is_new = np.concatenate(([True], docs[1:] != docs[:-1])) if len(docs) else np.empty(0, np.bool_)
    is_new[starts] = True
    first = np.flatnonzero(is_new)
    counts = np.add.reduceat(is_new, starts, dtype=np.int64) if len(starts) else np.empty(0, np.int64)
    holders = docs[first] << np.uint32(DOC_SHIFT)
    cuts = [*range(0, len(first), SLOTS_AT_ONCE), len(first)]
    for start, end in pairwise(cuts):
        own = slots[first[start] : first[end] if end < len(first) else None]
        holders[start:end] |= _strengths(own, first[start:end] - first[start])
    return counts, holders


def _strengths(slots: Uint32s, starts: Int64s) -> Uint32s:
    """Return strength and mark of each document, whose slots begin at `starts`."""
    places = slots & np.uint32(PLACES - 1)
    weights = np.add.reduceat(_WEIGHT_OF_PLACE[places], starts, dtype=np.int64)
    in_summary = np.maximum.reduceat(places, starts) >= FIRST_PLACES[Field.SUMMARY]
    strengths: Uint32s = _STRENGTH_OF_WEIGHT[np.minimum(weights, _HEAVIEST)]
    strengths |= in_summary.astype(np.uint32) << np.uint32(STRENGTH_BITS)
    return strengths
