"""Typed words -> the items that hold them, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from imr_tui.search.answer import Spelling
from imr_tui.search.closeness import Stands, closeness
from imr_tui.search.postings import SegmentPostings
from imr_tui.search.slots import Bools, Float32s

CLOSENESS_WEIGHT = 2.0
"""What it counts that all words stand as typed, beside 1 for all words in great number."""


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of the query, its place among the words, and what it tells: how few items hold it."""

    spelling: Spelling
    offset: int
    weight: float


@dataclass(frozen=True, slots=True)
class Matches:
    """The items that hold the most words, by position."""

    is_match: Bools
    scores: Float32s
    words: int
    """How many words each of them holds."""


def find_matches(
    cursor: duckdb.DuckDBPyConnection, segments: Sequence[SegmentPostings], words: Sequence[TypedWord], count: int
) -> Matches:
    """Return which of the `count` items hold most of the words, and their scores."""
    # One place more, for documents that are deleted.
    scores, held = np.zeros(count + 1, np.float32), np.zeros(count + 1, np.uint8)
    for word in words:
        strengths = _strengths(cursor, segments, word, count + 1)
        scores += strengths * np.float32(word.weight)
        held += strengths > 0
    held[count] = 0
    most = int(held.max(initial=0))
    is_match = (held == most) & (most > 0)
    if len(words) > 1 and most > 1:
        for segment in segments:
            _add_closeness(cursor, segment, words, is_match, scores)
    return Matches(is_match[:count], scores[:count], most)


def _strengths(
    cursor: duckdb.DuckDBPyConnection, segments: Sequence[SegmentPostings], word: TypedWord, size: int
) -> Float32s:
    strengths = np.zeros(size, np.float32)
    weights = {variant.term_id: variant.weight for variant in word.spelling.variants}
    for segment in segments:
        for positions, strength in segment.holders(cursor, weights):
            strengths[positions] = np.maximum(strengths[positions], strength)
    return strengths


def _add_closeness(
    cursor: duckdb.DuckDBPyConnection,
    segment: SegmentPostings,
    words: Sequence[TypedWord],
    is_match: Bools,
    scores: Float32s,
) -> None:
    total = sum(word.weight for word in words)
    slots = [segment.slots(cursor, [variant.term_id for variant in word.spelling.variants]) for word in words]
    stands = [Stands(own, word.offset, word.weight / total) for own, word in zip(slots, words, strict=True)]
    docs, values = closeness(stands, is_match[segment.positions])
    scores[segment.positions[docs]] += values * np.float32(CLOSENESS_WEIGHT * total)
