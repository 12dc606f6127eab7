"""All words of a corpus: how many items hold each, and where each segment of the index has it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np

from imr_tui.search.segments import MOST_RARE, Segment
from imr_tui.search.slots import Int64s, Uint64s

_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_OTHER_SIGNS = len(_SIGNS)
_BITS = [_SIGNS.find(chr(code)) % (_OTHER_SIGNS + 1) for code in range(129)]
"""Of a character by its code; the last stands for all that are not ASCII."""


@dataclass(frozen=True, slots=True)
class Places:
    """How much a segment has of each word, and where: in the order of the words, rare and common ones apart."""

    slots: Int64s
    slot_starts: Int64s
    """In `rare_N` for a word with few slots, else in `common_N`."""
    holders: Int64s
    holder_starts: Int64s
    """In `holders_N`; a word without holders there has them worked out from its slots."""

    @classmethod
    def of(cls, slots: Int64s, holders: Int64s) -> "Places":
        """Work out where all is from how much there is."""
        is_rare = slots <= MOST_RARE
        rare, common = (_starts(np.where(kind, slots, 0)) for kind in (is_rare, ~is_rare))
        return cls(slots, np.where(is_rare, rare, common), holders, _starts(holders))


def _starts(counts: Int64s) -> Int64s:
    starts: Int64s = np.cumsum(counts) - counts
    return starts


class Vocabulary:
    """The words in sorted order; a word's number is its place in it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, segments: list[Segment]) -> None:
        """Read the words of all segments."""
        columns = [cursor.execute(f"SELECT * FROM {segment.table('terms')}").fetchnumpy() for segment in segments]
        own_terms: list[list[str]] = [column["term"].tolist() for column in columns]
        self.terms = own_terms[0] if len(own_terms) == 1 else sorted(set().union(*own_terms))
        self.items: Int64s = np.zeros(len(self.terms), np.int64)
        self.places: list[Places] = []
        """Of each segment, by the number of the word; one that a segment lacks has no slots there."""
        for own, column in zip(self._numbers(own_terms), columns, strict=True):
            slots, holders = np.zeros(len(self.terms), np.int64), np.zeros(len(self.terms), np.int64)
            slots[own], holders[own] = column["slots"], column["holders"]
            self.items[own] += column["items"]
            self.places.append(Places.of(slots, holders))
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
