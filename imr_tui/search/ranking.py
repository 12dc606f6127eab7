"""Typed words -> the items that hold them, and how well."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from imr_tui.search.answer import Spelling
from imr_tui.search.closeness import Stands, closeness
from imr_tui.search.holders import SUMMARY_STRENGTH
from imr_tui.search.postings import SegmentPostings
from imr_tui.search.slots import Bools, Float32s, Uint32s

CLOSENESS_WEIGHT = 2.0
"""What it counts that all words stand as typed, beside 1 for all words in great number."""

WORDS_KEPT = 8
"""Words whose strengths are kept, 4 bytes an item."""


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of the query."""

    spelling: Spelling
    offset: int
    """Words before it."""
    weight: float
    """By how few items hold it."""
    is_wanted: bool
    """False for a stop word, which only tells how close the others stand."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The items that hold the most words, by position."""

    is_match: Bools
    scores: Float32s
    words: int
    """How many words each of them holds."""


class Ranker:
    """Finds and weighs the items of a snapshot."""

    def __init__(self, segments: Sequence[SegmentPostings], count: int) -> None:
        """Take all segments of the index of `count` items."""
        self._segments = segments
        self._count = count
        # One place more, for documents that are deleted.
        self._recent: OrderedDict[tuple[tuple[int, float], ...], Float32s] = OrderedDict()
        self._letters: Uint32s = np.arange(count + 1, dtype=np.uint32)
        """Of each item by position, the item under which the summary of its letter is posted."""
        for segment in segments:
            items, firsts = segment.siblings
            self._letters[items] = firsts

    def find(self, cursor: duckdb.DuckDBPyConnection, words: Sequence[TypedWord]) -> Matches:
        """Return which items hold most of the wanted words, and their scores."""
        scores, held = np.zeros(self._count + 1, np.float32), np.zeros(self._count + 1, np.uint8)
        for word in words:
            if word.is_wanted:
                strengths = self._kept_strengths(cursor, word)
                scores += strengths * np.float32(word.weight)
                held += strengths > 0
        held[self._count] = 0
        most = int(held.max(initial=0))
        is_match = (held == most) & (most > 0)
        if len(words) > 1 and most:
            self._add_closeness(cursor, words, is_match, scores)
        return Matches(is_match[: self._count], scores[: self._count], most)

    def _kept_strengths(self, cursor: duckdb.DuckDBPyConnection, word: TypedWord) -> Float32s:
        """Return the strengths of a word; while a query is typed, only those of its last word are new."""
        key = tuple((variant.term_id, variant.weight) for variant in word.spelling.variants)
        if key not in self._recent:
            self._recent[key] = self._strengths(cursor, word)
            if len(self._recent) > WORDS_KEPT:
                self._recent.popitem(last=False)
        self._recent.move_to_end(key)
        return self._recent[key]

    def _strengths(self, cursor: duckdb.DuckDBPyConnection, word: TypedWord) -> Float32s:
        """Return by position how much of a word each item holds."""
        strengths = np.zeros(self._count + 1, np.float32)
        in_summary = np.zeros(self._count + 1, np.bool_)
        weights = {variant.term_id: variant.weight for variant in word.spelling.variants}
        for segment in self._segments:
            for number, (positions, strength, is_in_summary) in enumerate(segment.holders(cursor, weights)):
                strengths[positions] = np.maximum(strengths[positions], strength) if number else strength
                in_summary[positions[is_in_summary]] = True
        if in_summary.any():
            weakest = np.float32(max(weights.values()) * SUMMARY_STRENGTH)
            np.maximum(strengths, in_summary[self._letters] * weakest, out=strengths)
        return strengths

    def _add_closeness(
        self, cursor: duckdb.DuckDBPyConnection, words: Sequence[TypedWord], is_match: Bools, scores: Float32s
    ) -> None:
        total = sum(word.weight for word in words)
        for segment in self._segments:
            stands = [
                Stands(
                    segment.slots(cursor, [variant.term_id for variant in word.spelling.variants]),
                    word.offset,
                    word.weight / total,
                    word.is_wanted,
                )
                for word in words
            ]
            docs, values = closeness(stands, is_match[segment.positions])
            scores[segment.positions[docs]] += values * np.float32(CLOSENESS_WEIGHT * total)
