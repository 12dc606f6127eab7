"""A query's words and phrases -> the items that match them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from imr_tui.search.answer import Spelling
from imr_tui.search.postings import ALL_FIELDS
from imr_tui.search.query import Phrase, Word
from imr_tui.search.ranking import Ranker, TypedPhrase, TypedWord
from imr_tui.search.resolved import ResolvedQuery
from imr_tui.search.slots import Bools, Field
from imr_tui.search.spelling import Speller
from imr_tui.search.words import STOP_WORDS

MOST_WORDS = 32
"""Words, and as many stop words beside them, that are sought: a pasted page is no query."""
MOST_BEGUN = 4_000_000
"""Slots of all words that a typed beginning may stand for; of more only the commonest ones are sought."""
NO_WORDS = 0, 0
TEXTS = {
    "rationale": {Field.RATIONALE},
    "title": {Field.TITLE},
    "guidelines": {Field.CLAIMS_GUIDELINE, Field.MAXIMUS_GUIDELINE},
    "summary": {Field.SUMMARY},
}
"""Where words are sought that are wanted in a text."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What the words of a query are sought as, and by document whether it matches them."""

    words: Sequence[TypedWord]
    is_match: Bools
    is_partial: bool
    """No item holds every word: these hold as many as any does."""


class Matcher:
    """Finds the documents of a snapshot that match a query."""

    def __init__(self, speller: Speller, ranker: Ranker, is_alive: Bools) -> None:
        """Take the words and the postings of the documents that are alive."""
        self._speller = speller
        self._ranker = ranker
        self._is_alive = is_alive
        self._count = int(np.count_nonzero(is_alive))

    def find(self, query: ResolvedQuery) -> Matches | None:
        """Return which documents hold the words and phrases of a query; None when it has none."""
        if not query.words:
            return None
        fields = frozenset(field for text in query.texts for field in TEXTS[text]) or ALL_FIELDS
        is_allowed = self._is_alive.copy()
        for part in query.words:
            if isinstance(part, Phrase) or part.is_excluded:
                is_held = self._holders(part, fields)
                is_allowed &= ~is_held if part.is_excluded else is_held
        words = self._words(query, fields)
        wanted = [word for word in words if word.is_wanted]
        if not wanted:
            return Matches(words, is_allowed, is_partial=False)
        is_match = is_allowed.copy()
        for word in wanted:
            is_match &= self._ranker.holders(word)
        if is_match.any() or len(wanted) == 1:
            return Matches(words, is_match, is_partial=False)
        return Matches(words, self._hold_most(wanted, is_allowed), is_partial=True)

    def _hold_most(self, words: Sequence[TypedWord], is_allowed: Bools) -> Bools:
        """Tell which of the allowed documents hold as many of the words as any does, at least one."""
        held = np.zeros(len(is_allowed), np.uint8)
        for word in words:
            held += self._ranker.holders(word)
        held *= is_allowed
        is_match: Bools = held == max(1, int(held.max(initial=0)))
        return is_match

    def _holders(self, part: Word | Phrase, fields: frozenset[Field]) -> Bools:
        if isinstance(part, Word):
            spelling = self._speller.begun(part.word) if part.is_prefix else self._speller.find(part.word)
            return self._ranker.holders(self._typed(part.word, spelling, part.is_prefix, 0, fields))
        terms = [self._speller.vocabulary.find(word) for word in part.words]
        known = tuple(term for term in terms if term is not None)
        if len(known) < len(terms):
            return np.zeros(len(self._is_alive), np.bool_)
        return self._ranker.phrase_holders(TypedPhrase(known, fields))

    def _words(self, query: ResolvedQuery, fields: frozenset[Field]) -> list[TypedWord]:
        """Return what is sought for each word, those of phrases as they are; beside others no stop words are wanted."""
        typed: dict[str, tuple[int, Word | Phrase, bool]] = {}
        for offset, (word, part, is_last) in enumerate(_words_of(query)):
            typed.setdefault(word, (offset, part, is_last and query.is_unfinished))
        wanted = [word for word, (_, part, _) in typed.items() if word not in STOP_WORDS or _is_beginning(part)]
        wanted = wanted or list(typed)
        others = [word for word in typed if word not in wanted]
        return [
            self._word(word, *typed[word], word in wanted, fields)
            for word in (*wanted[:MOST_WORDS], *others[:MOST_WORDS])
        ]

    def _word(
        self,
        word: str,
        offset: int,
        part: Word | Phrase,
        is_unfinished: bool,
        is_wanted: bool,
        fields: frozenset[Field],
    ) -> TypedWord:
        is_beginning = _is_beginning(part)
        if is_beginning:
            spelling = self._speller.begun(word)
        elif isinstance(part, Phrase) or part.is_exact or not is_wanted:
            spelling = self._speller.find(word)
        else:
            spelling = self._speller.spell(word, is_unfinished)
        return self._typed(word, spelling, is_beginning or is_unfinished, offset, fields, is_wanted)

    def _typed(
        self,
        word: str,
        spelling: Spelling,
        is_beginning: bool,
        offset: int,
        fields: frozenset[Field],
        is_wanted: bool = True,
    ) -> TypedWord:
        extent = self._speller.vocabulary.starting_with(word) if is_beginning else NO_WORDS
        if self._ranker.count_rare(extent) > MOST_BEGUN:
            extent = NO_WORDS
        held_by = max((variant.items for variant in spelling.variants), default=0)
        # Inverse document frequency.
        weight = math.log1p(self._count / (held_by + 0.5))
        return TypedWord(spelling, extent, offset, weight, is_wanted, fields)


def _is_beginning(part: Word | Phrase) -> bool:
    """Tell whether a part stands for all words that it begins."""
    return isinstance(part, Word) and part.is_prefix


def _words_of(query: ResolvedQuery) -> Iterator[tuple[str, Word | Phrase, bool]]:
    """Yield the words to be found, with the part that holds each, and whether that is the last of the query."""
    for part in query.words:
        if not part.is_excluded:
            for word in (part.word,) if isinstance(part, Word) else part.words:
                yield word, part, part is query.words[-1]
