"""Words as typed -> words of the corpus they may stand for."""

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from imr_tui.search.answer import Spelling, Variant
from imr_tui.search.slots import Int64s
from imr_tui.search.vocabulary import Vocabulary, letters_of

SHORTEST_FUZZY = 4
MOST_VARIANTS = 12
SHORTEST_RESPELT = 6
"""Shorter words are a letter apart from too many others: they are taken for one only if hardly any item holds them."""
LONG = 10
"""Words of so many letters that differ by one are the same word spelt otherwise."""
COMMON = 50
COMMON_BESIDE_ONE = 4
COMMON_IF_SHORT = 1_000
"""A word is the misspelling of a neighbour this many times commoner (the second: if it stands in one item)."""
COMMONER_BY_A_TYPO = 0.2
"""Typos that a word may be farther away for being commoner, by the logarithm of its items."""
WEIGHT_BY_TYPO = 0.25
WEIGHT_OF_COMPLETION = 0.9
"""Of a word that is longer than what was typed."""
WEIGHT_OF_MISSPELLING = 0.8
"""Of what was typed, where it is taken for the misspelling of another word."""
LONGEST = 40


class Speller:
    """Finds what typed words may stand for among all words of a corpus."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Look words up in `vocabulary`."""
        self.vocabulary = vocabulary
        self._terms = vocabulary.terms
        self._items = vocabulary.items

    def spell(self, word: str, unfinished: bool) -> Spelling:
        """Return the words that `word` may stand for.

        That is the word itself, unless it is but a misspelling of a neighbour; else its nearest neighbours by optimal
        string alignment; and with either the misspellings of it that letters hold. An `unfinished` word (the last one
        of a query) stands for the words it begins, too.
        """
        weights = self._as_typed(word, unfinished)
        known = max((int(self._items[number]) for number in weights), default=0)
        near = self._neighbours(word, 1 if known else _most_typos(word))
        near = {number: weight for number, weight in near.items() if self._is_meant(number, known)}
        if near:
            weights = near | {number: weight * WEIGHT_OF_MISSPELLING for number, weight in weights.items()}
        elif not weights:
            weights = self._fuzzy_completions(word, unfinished)
        if weights:
            meant = max(weights, key=lambda n: weights[n])
            weights = self._respellings(meant, weights[meant]) | weights
        return self._best(word, weights)

    def find(self, word: str) -> Spelling:
        """Return the word itself, if the corpus has it."""
        number = self.vocabulary.find(word)
        return Spelling(word, () if number is None else (self._variant(number, 1.0),))

    def begun(self, word: str) -> Spelling:
        """Return the word itself and the commonest of those that it begins."""
        return self._best(word, self._as_typed(word, unfinished=True))

    def _best(self, word: str, weights: dict[int, float]) -> Spelling:
        best = sorted(weights, key=lambda n: (-weights[n], -self._items[n], n))[:MOST_VARIANTS]
        return Spelling(word, tuple(self._variant(n, weights[n]) for n in best))

    def _variant(self, number: int, weight: float) -> Variant:
        return Variant(number, self._terms[number], int(self._items[number]), weight)

    def _as_typed(self, word: str, unfinished: bool) -> dict[int, float]:
        exact = self.vocabulary.find(word)
        weights: dict[int, float] = {} if exact is None else {exact: 1.0}
        if unfinished:
            weights = dict.fromkeys(self._completions(word), WEIGHT_OF_COMPLETION) | weights
        return weights

    def _is_meant(self, number: int, known: int) -> bool:
        """Tell whether a neighbour is so much commoner than what was typed that it is meant."""
        return not known or self._is_misspelling(len(self._terms[number]), known, int(self._items[number]))

    def _respellings(self, number: int, weight: float) -> dict[int, float]:
        """Return the neighbours of a word that are the same word spelt otherwise."""
        word = self._terms[number]
        near = self._neighbours(word, most=1) if len(word) >= SHORTEST_RESPELT else {}
        return {n: WEIGHT_OF_MISSPELLING * weight for n in near if self._is_same_word(n, number)}

    def _is_same_word(self, number: int, other: int) -> bool:
        if self._terms[number][0] != self._terms[other][0]:
            return False
        rarer, commoner = sorted((int(self._items[number]), int(self._items[other])))
        return len(self._terms[other]) >= LONG or self._is_misspelling(len(self._terms[other]), rarer, commoner)

    def _is_misspelling(self, length: int, rarer: int, commoner: int) -> bool:
        if length < SHORTEST_RESPELT:
            return commoner >= rarer * COMMON_IF_SHORT
        return commoner >= rarer * (COMMON_BESIDE_ONE if rarer == 1 else COMMON)

    def _completions(self, prefix: str) -> list[int]:
        first, last = self.vocabulary.starting_with(prefix)
        numbers = first + np.argsort(-self._items[first:last], kind="stable")[:MOST_VARIANTS]
        return [int(number) for number in numbers]

    def _neighbours(self, word: str, most: int) -> dict[int, float]:
        if len(word) < SHORTEST_FUZZY or not word.isalpha():
            return {}
        near = self._alike(word, most)
        return self._nearest(word, near, [self._terms[n] for n in near], most)

    def _alike(self, word: str, most: int) -> Int64s:
        """Return the words of about its length that lack at most `most` of its characters, and have as many others."""
        numbers, letters = self.vocabulary.of_length(len(word) - most, len(word) + most)
        own = np.uint64(letters_of(word))
        lacking, others = np.bitwise_count(own & ~letters), np.bitwise_count(letters & ~own)
        alike: Int64s = numbers[(lacking <= most) & (others <= most)]
        return alike

    def _fuzzy_completions(self, word: str, unfinished: bool) -> dict[int, float]:
        if not unfinished or len(word) < SHORTEST_FUZZY + 1 or not word.isalpha():
            return {}
        longer, _ = self.vocabulary.of_length(len(word) + 1, LONGEST)
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
        return {number: 1 - WEIGHT_BY_TYPO * (cost - least) for number, cost in costs.items() if cost < least + 1}

    def _cost(self, word: str, number: int, distance: int) -> float:
        wrong_start = 0.3 if self._terms[number][0] != word[0] else 0.0
        return distance + wrong_start - COMMONER_BY_A_TYPO * float(np.log1p(self._items[number]))


def _most_typos(word: str) -> int:
    return 1 if len(word) <= 5 else 2 if len(word) <= 11 else 3
