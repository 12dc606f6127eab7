"""Words as typed -> words of the corpus they may stand for."""

import math
from bisect import bisect_left

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from imr_tui.search.answer import Spelling, Variant
from imr_tui.search.slots import Int64s
from imr_tui.search.vocabulary import Vocabulary, letters_of

SHORTEST_FUZZY = 4
MOST_VARIANTS = 12
SHORTEST_PREFIX = 3
SHORTEST_RESPELT = 6
"""Shorter words that exist are left alone: too many of them are one letter apart."""
LONG = 10
"""Words of so many letters that differ by one are the same word spelt otherwise."""
COMMON = 50
COMMON_BESIDE_ONE = 4
"""A shorter word is the misspelling of a neighbour this many times commoner (the second: if it stands in one item)."""
COST_PER_TYPO = 0.25
WEIGHT_OF_COMPLETION = 0.9
LAST_CHARACTER = "\U0010ffff"


class Speller:
    """Finds what typed words may stand for among all words of a corpus."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Look words up in `vocabulary`."""
        self.vocabulary = vocabulary
        self._terms = vocabulary.terms
        self._items = vocabulary.items

    def spell(self, word: str, unfinished: bool) -> Spelling:
        """Return the words that `word` may stand for.

        That is the word itself; else its nearest neighbours by optimal string alignment; and with either the
        misspellings of it that letters hold. An `unfinished` word (the last one of a query) stands for the words it
        begins, too.
        """
        exact = self.vocabulary.numbers.get(word)
        weights: dict[int, float] = {} if exact is None else {exact: 1.0}
        if unfinished and len(word) >= SHORTEST_PREFIX:
            weights = dict.fromkeys(self._completions(word), WEIGHT_OF_COMPLETION) | weights
        if not weights:
            weights = self._neighbours(word, _most_typos(word)) or self._fuzzy_completions(word, unfinished)
        if weights:
            meant = max(weights, key=lambda n: weights[n])
            weights = self._respellings(meant, weights[meant]) | weights
        best = sorted(weights, key=lambda n: (-weights[n], -self._items[n], n))[:MOST_VARIANTS]
        return Spelling(word, tuple(self._variant(n, weights[n]) for n in best))

    def _variant(self, number: int, weight: float) -> Variant:
        return Variant(number, self._terms[number], int(self._items[number]), weight)

    def _respellings(self, number: int, weight: float) -> dict[int, float]:
        """Return the neighbours of a word that are the same word spelt otherwise."""
        word = self._terms[number]
        near = self._neighbours(word, most=1) if len(word) >= SHORTEST_RESPELT else {}
        return {n: w * weight for n, w in near.items() if self._is_same_word(n, number)}

    def _is_same_word(self, number: int, other: int) -> bool:
        if self._terms[number][0] != self._terms[other][0]:
            return False
        rarer, commoner = sorted((self._items[number], self._items[other]))
        return len(self._terms[other]) >= LONG or commoner >= rarer * (COMMON_BESIDE_ONE if rarer == 1 else COMMON)

    def _completions(self, prefix: str) -> list[int]:
        first = bisect_left(self._terms, prefix)
        last = bisect_left(self._terms, prefix + LAST_CHARACTER)
        return sorted(range(first, last), key=lambda n: -self._items[n])[:MOST_VARIANTS]

    def _neighbours(self, word: str, most: int) -> dict[int, float]:
        if len(word) < SHORTEST_FUZZY or not word.isalpha():
            return {}
        near = self._alike(word, most)
        return self._nearest(word, near, [self._terms[n] for n in near], most)

    def _alike(self, word: str, most: int) -> Int64s:
        """Return the words of about its length that lack at most `most` of its characters, and have as many others."""
        lengths, letters, own = self.vocabulary.lengths, self.vocabulary.letters, np.uint64(letters_of(word))
        near = np.flatnonzero(np.abs(lengths - len(word)) <= most)
        lacking, others = np.bitwise_count(own & ~letters[near]), np.bitwise_count(letters[near] & ~own)
        alike: Int64s = near[(lacking <= most) & (others <= most)]
        return alike

    def _fuzzy_completions(self, word: str, unfinished: bool) -> dict[int, float]:
        if not unfinished or len(word) < SHORTEST_FUZZY + 1 or not word.isalpha():
            return {}
        longer = np.flatnonzero(self.vocabulary.lengths > len(word))
        starts = [self._terms[n][: len(word)] for n in longer]
        found = self._nearest(word, longer, starts, most=1)
        return {number: weight * WEIGHT_OF_COMPLETION for number, weight in found.items()}

    def _nearest(self, word: str, numbers: Int64s, texts: list[str], most: int) -> dict[int, float]:
        if not texts:
            return {}
        distances = process.cdist([word], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)[0]
        close = np.flatnonzero((distances > 0) & (distances <= most))
        costs = {int(numbers[i]): self._cost(word, int(numbers[i]), int(distances[i])) for i in close}
        least = min(costs.values(), default=0.0)
        return {number: max(0.1, 1 - COST_PER_TYPO * cost) for number, cost in costs.items() if cost < least + 1}

    def _cost(self, word: str, number: int, distance: int) -> float:
        wrong_start = 0.3 if self._terms[number][0] != word[0] else 0.0
        return distance + wrong_start - 0.03 * math.log1p(self._items[number])


def _most_typos(word: str) -> int:
    return 1 if len(word) <= 5 else 2 if len(word) <= 11 else 3
