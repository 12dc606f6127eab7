"""All words of a corpus: how many items hold each, and where each segment of the index has it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from imr_tui.search.mapped import OpenSegment
from imr_tui.search.slots import Bools, Int64s, Uint64s

_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_OTHER_SIGNS = len(_SIGNS)
LAST_CHARACTER = "\U0010ffff"
_BITS = [_SIGNS.find(chr(code)) % (_OTHER_SIGNS + 1) for code in range(129)]
"""Of a character by its code; the last stands for all that are not ASCII."""


@dataclass(frozen=True, slots=True)
class Places:
    """How much a segment has of each word, and where, in the order of the words."""

    counts: Int64s
    """Slots; none for a word that the segment lacks."""
    is_common: Bools
    slots: Int64s
    """Where the slots of a word that is not common start in `slots`; one number more than there are words."""
    lows: Int64s
    """Where those of a common word start in `lows`."""
    numbers: Int64s
    """Which of the common words each one is."""

    @classmethod
    def of(cls, counts: Int64s, is_common: Bools) -> "Places":
        """Work out where all is from how much there is."""
        slots, lows = (np.concatenate(([0], np.cumsum(np.where(kind, counts, 0)))) for kind in (~is_common, is_common))
        return cls(counts, is_common, slots, lows, np.cumsum(is_common) - 1)


class Vocabulary:
    """The words in sorted order; a word's number is its place in it."""

    def __init__(self, segments: Sequence[OpenSegment]) -> None:
        """Read the words of all segments."""
        own_terms = [segment.terms() for segment in segments]
        self.terms = own_terms[0] if len(own_terms) == 1 else sorted(set().union(*own_terms))
        self.items: Int64s = np.zeros(len(self.terms), np.int64)
        """Of each word, how many items hold it."""
        self.places: list[Places] = []
        """Of each segment, by the number of the word."""
        for segment, own in zip(segments, self._numbers(own_terms), strict=True):
            counts, is_common = np.zeros(len(self.terms), np.int64), np.zeros(len(self.terms), np.bool_)
            counts[own], is_common[own] = segment.columns["counts"], segment.is_common()
            self.items[own] += segment.columns["items"]
            self.places.append(Places.of(counts, is_common))
        lengths, letters = _shapes(self.terms)
        self._by_length: Int64s = np.argsort(lengths, kind="stable")
        self._lengths, self._letters = lengths[self._by_length], letters[self._by_length]

    def _numbers(self, own_terms: list[list[str]]) -> Iterator[Int64s | slice]:
        """Yield the numbers of each segment's words."""
        if len(own_terms) == 1:
            yield slice(None)
            return
        numbers = {term: number for number, term in enumerate(self.terms)}
        for terms in own_terms:
            yield np.fromiter(map(numbers.__getitem__, terms), np.int64, len(terms))

    def starting_with(self, prefix: str) -> tuple[int, int]:
        """Return the numbers of the words that `prefix` begins: from the first up to, without, the second."""
        return bisect_left(self.terms, prefix), bisect_left(self.terms, prefix + LAST_CHARACTER)

    def find(self, word: str) -> int | None:
        """Return the number of a word, if there is such a word."""
        number = bisect_left(self.terms, word)
        return number if number < len(self.terms) and self.terms[number] == word else None

    def of_length(self, shortest: int, longest: int) -> tuple[Int64s, Uint64s]:
        """Return the numbers of all words of such lengths, and which characters each holds, as `letters_of` tells."""
        start, end = np.searchsorted(self._lengths, (shortest, longest + 1))
        return self._by_length[start:end], self._letters[start:end]


def letters_of(word: str) -> int:
    """Return which characters a word holds, a bit for each of a-z and 0-9 and one for all others."""
    bits = 0
    for code in map(ord, word):
        bits |= 1 << (_BITS[code] if code < len(_BITS) else _OTHER_SIGNS)
    return bits


def _shapes(terms: list[str]) -> tuple[Int64s, Uint64s]:
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    codes = np.frombuffer("".join(terms).encode("utf-32-le"), np.uint32)
    if not len(codes):
        return lengths, np.empty(0, np.uint64)
    known = np.array([1 << bit for bit in _BITS], np.uint64)
    bits = known[np.minimum(codes, len(_BITS) - 1)]
    return lengths, np.bitwise_or.reduceat(bits, np.cumsum(lengths) - lengths)
