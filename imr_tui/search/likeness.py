"""How alike two texts are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

WORTH_IN_ANY_ORDER = 0.97
"""Likeness of two texts of the same words, whatever their order."""
LEAST_NEAR = 0.5
"""Likeness below which two texts share little more than the words that most texts have."""
LEAST_REORDERED = 0.8
"""Likeness below which another order is no news: any two texts have some words in common."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, from 0 to 1: 1 for the same words in the same order."""

    share: float
    is_order_changed: bool
    """They have more words in common than in the same order."""

    def __str__(self) -> str:
        return f"{self.percent} %{', order changed' if self.is_order_changed else ''}"

    @property
    def is_near(self) -> bool:
        """Tell whether it says something to compare the two."""
        return self.share >= LEAST_NEAR

    @property
    def percent(self) -> int:
        """The likeness in percents, rounded down: only the same words are 100."""
        return math.floor(round(self.share * 100, 6))


def likeness(words: Sequence[str], others: Sequence[str]) -> Likeness:
    """Compare two texts by the words that they have in the same order, or nearly as well in any order."""
    in_order = Indel.normalized_similarity(words, others)
    # Dice's coefficient: of two sorted lists all that is common is in the same order.
    in_any_order = WORTH_IN_ANY_ORDER * Indel.normalized_similarity(sorted(words), sorted(others))
    share = max(in_order, in_any_order)
    return Likeness(share, in_any_order > in_order and share >= LEAST_REORDERED)
