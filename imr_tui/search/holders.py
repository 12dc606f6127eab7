"""Which documents hold a word, and how much of it: worked out from its slots."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imr_tui.search.slots import FIELD_OF_PLACE, FIRST_PLACES, PLACE_BITS, PLACES, Field, Int64s, Uint8s, Uint32s

AMOUNT_BITS = 10
MOST = (1 << AMOUNT_BITS) - 1
FIELD_AMOUNTS = {
    Field.RATIONALE: 20,
    Field.TITLE: 12,
    Field.CLAIMS_GUIDELINE: 5,
    Field.MAXIMUS_GUIDELINE: 5,
    Field.SUMMARY: 3,
}
"""What a word counts for in each field, in twentieths of once in a rationale; a change needs a new index."""
_AMOUNT_OF_PLACE: Uint8s = np.array([FIELD_AMOUNTS[field] for field in Field], np.uint8)[FIELD_OF_PLACE]


def amounts(slots: Uint32s) -> tuple[Uint32s, Uint32s]:
    """Return the documents of sorted slots, each once, and how much of the word each holds, at most `MOST`."""
    docs = slots >> np.uint32(PLACE_BITS)
    starts = first_of_runs(docs)
    if not len(starts):
        return docs, docs
    held = np.add.reduceat(_AMOUNT_OF_PLACE[slots & np.uint32(PLACES - 1)], starts, dtype=np.uint32)
    return docs[starts], np.minimum(held, np.uint32(MOST))


@dataclass(frozen=True, slots=True)
class Families:
    """The items of a letter, whose summary is posted under the first of them."""

    siblings: Uint32s
    """The others, in the order of their firsts."""
    starts: Uint32s
    """Where those of each document start; one number more than there are documents."""

    def of(self, firsts: Uint32s) -> Uint32s:
        """Return the siblings of documents."""
        starts, ends = (self.starts[firsts + np.uint32(n)].astype(np.int64) for n in (0, 1))
        return self.siblings[ranges(starts, ends)]


def documents_of(slots: Uint32s, families: Families) -> Uint32s:
    """Return the documents that slots name, and the siblings of those whose summary they are in; some several times."""
    docs = slots >> np.uint32(PLACE_BITS)
    firsts = docs[(slots & np.uint32(PLACES - 1)) >= FIRST_PLACES[Field.SUMMARY]]
    return np.concatenate((docs, families.of(firsts)))


def ranges(starts: Int64s, ends: Int64s) -> Int64s:
    """Return all whole numbers from each start up to, without, its end."""
    lengths = ends - starts
    shifts = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    found: Int64s = shifts + np.arange(len(shifts))
    return found


def first_not_below(numbers: NDArray[Any], starts: Int64s, ends: Int64s, targets: Int64s) -> Int64s:
    """Return of each sorted run, from a start up to an end in `numbers`, where the first is that is not below a target.

    That is `searchsorted` for many short runs at once.
    """
    low, high = starts, ends
    while (is_open := low < high).any():
        middle = (low + high) >> 1
        is_below = (numbers[np.minimum(middle, len(numbers) - 1)] < targets) & is_open
        low, high = np.where(is_below, middle + 1, low), np.where(is_open & ~is_below, middle, high)
    return low


def first_of_runs(numbers: NDArray[Any]) -> Int64s:
    """Return where another number begins: in sorted ones, where each stands first."""
    if not len(numbers):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
