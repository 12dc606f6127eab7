"""Words that stand together exactly as typed."""

from collections.abc import Collection, Sequence

import numpy as np

from imr_tui.search.holders import first_of_runs
from imr_tui.search.postings import SegmentPostings, within
from imr_tui.search.slots import PLACE_BITS, Bools, Field, Uint32s


def holds_phrase(postings: SegmentPostings, terms: Sequence[int], fields: Collection[Field]) -> Bools:
    """Tell by document whether the words stand there one after the other, in one of the fields."""
    rarest, *others = sorted(range(len(terms)), key=lambda number: postings.count([terms[number]]))
    slots = postings.all_slots(terms[rarest])
    starts = within(slots[slots >= rarest] - np.uint32(rarest), fields)
    for number in others:
        docs = starts >> np.uint32(PLACE_BITS)
        found = postings.slots(terms[number], docs[first_of_runs(docs)])
        starts = starts[_are_among(starts + np.uint32(number), found)]
    return postings.holding(starts)


def _are_among(numbers: Uint32s, found: Uint32s) -> Bools:
    """Tell which of `numbers` are among `found`, which are sorted."""
    if not len(found):
        return np.zeros(len(numbers), np.bool_)
    at = np.searchsorted(found, numbers)
    is_among: Bools = found[np.minimum(at, len(found) - 1)] == numbers
    return is_among
