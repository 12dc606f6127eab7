"""Which items hold a word, as the index tells it."""

from collections.abc import Sequence

import numpy as np

from imr_tui.search.postings import SegmentPostings, within
from imr_tui.search.slots import PLACE_BITS, Bools, Field, Uint32s
from imr_tui.search.vocabulary import Vocabulary

OWN_FIELDS = frozenset({Field.RATIONALE, Field.TITLE})
"""What belongs to the item alone, and is of the reviewer's or the request's own words."""


class IndexHolders:
    """`similar.Holders` of an index."""

    def __init__(self, vocabulary: Vocabulary, segments: Sequence[SegmentPostings], is_alive: Bools) -> None:
        """Take the words, their postings, and by document whether it is alive."""
        self._vocabulary = vocabulary
        self._segments = segments
        self._is_alive = is_alive

    def items(self, word: str) -> int:
        """Return how many items hold the word in any text that is searched."""
        number = self._vocabulary.find(word)
        return 0 if number is None else int(self._vocabulary.items[number])

    def docs(self, word: str) -> Uint32s:
        """Return the documents that hold it in rationale or title."""
        number = self._vocabulary.find(word)
        if number is None:
            return np.empty(0, np.uint32)
        held = [
            (within(segment.all_slots(number), OWN_FIELDS) >> np.uint32(PLACE_BITS)) + np.uint32(segment.docs.start)
            for segment in self._segments
        ]
        docs = np.concatenate(held)
        return docs[self._is_alive[docs]]
