"""Typed words -> the items that hold them, the best first."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from imr_tui.search.answer import Spelling
from imr_tui.search.closeness import Close, closeness
from imr_tui.search.holders import amounts
from imr_tui.search.phrases import holds_phrase
from imr_tui.search.postings import Extent, SegmentPostings, is_within, within
from imr_tui.search.slots import Bools, Field, Float32s, Uint32s
from imr_tui.search.spelling import WEIGHT_OF_COMPLETION

FIRST_DOCUMENTS = 1 << 12
MOST_DOCUMENTS = 1 << 15
"""Documents that are ranked, of all that match the latest: first so many, then, if need be, up to these."""
ENOUGH = 128
"""Documents that hold the words as typed, after which no others are ranked."""
AS_TYPED = 0.99
FEW_SLOTS = 1024
"""Slots of a word that are rather all taken than sought in documents."""
HALF_AMOUNT = 20
"""How much of a word counts half: once in a rationale."""
KEPT = 8
"""Words of which is kept who holds them, a byte an item each: while a query is typed, only its last word is new."""


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of the query."""

    spelling: Spelling
    extent: Extent
    """The words that it begins, if it may be the beginning of one."""
    offset: int
    """Words before it."""
    weight: float
    """By how few items hold it."""
    is_wanted: bool
    """False for a stop word, which only tells how close the others stand."""
    fields: frozenset[Field]
    """Where it is sought."""

    @property
    def weights(self) -> dict[int, float]:
        """What its spellings count, by their number."""
        return {variant.term_id: variant.weight for variant in self.spelling.variants}


@dataclass(frozen=True, slots=True)
class TypedPhrase:
    """Words that stand together exactly so."""

    terms: tuple[int, ...]
    fields: frozenset[Field]


@dataclass(frozen=True, slots=True)
class _Stands:
    """A typed word in one segment."""

    word: TypedWord
    postings: SegmentPostings
    offset: int
    weight: float

    def slots(self, docs: Uint32s) -> tuple[Uint32s, Float32s]:
        weights = self.word.weights
        few = [term for term in weights if self.postings.count([term]) <= FEW_SLOTS]
        parts = [(self.postings.slots(term, docs), weights[term]) for term in weights if term not in few]
        parts += [(self.postings.all_slots(term), weights[term]) for term in few]
        parts.append((self.postings.rare_slots(self.word.extent, docs), WEIGHT_OF_COMPLETION))
        slots = np.concatenate([part for part, _ in parts])
        spelt = np.repeat(np.array([weight for _, weight in parts], np.float32), [len(part) for part, _ in parts])
        order = np.argsort(slots, kind="stable") if sum(len(part) > 0 for part, _ in parts) > 1 else slice(None)
        slots, spelt = slots[order], spelt[order]
        is_wanted = is_within(slots, self.word.fields)
        return (slots, spelt) if is_wanted is None else (slots[is_wanted], spelt[is_wanted])


class Ranker:
    """Finds and ranks the documents of a snapshot."""

    def __init__(self, segments: Sequence[SegmentPostings], size: int) -> None:
        """Take all segments of an index whose documents have numbers below `size`."""
        self._segments = segments
        self._size = size
        self._kept: OrderedDict[object, Bools] = OrderedDict()

    def count_rare(self, extent: Extent) -> int:
        """Return how many slots the words of `extent` have that are not common."""
        return sum(segment.count_rare(extent) for segment in self._segments)

    def holders(self, word: TypedWord) -> Bools:
        """Tell by document whether it holds a word; also of documents that are deleted."""
        key = (tuple(word.weights), word.extent, word.fields)
        return self._keep(key, lambda segment: segment.is_held(list(word.weights), word.extent, word.fields))

    def phrase_holders(self, phrase: TypedPhrase) -> Bools:
        """Tell by document whether it holds a phrase; also of documents that are deleted."""
        return self._keep(phrase, lambda segment: holds_phrase(segment, phrase.terms, phrase.fields))

    def _keep(self, key: object, is_held: Callable[[SegmentPostings], Bools]) -> Bools:
        if key not in self._kept:
            held = np.zeros(self._size, np.bool_)
            for segment in self._segments:
                held[segment.docs] = is_held(segment)
            self._kept[key] = held
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def rank(self, words: Sequence[TypedWord], is_match: Bools, is_partial: bool) -> tuple[Uint32s, Float32s]:
        """Return the best of the documents that match, and their scores, above 0 and at most 1, in no order.

        Where very many match, not all are looked at. With `is_partial` each holds some of the words only.
        """
        if len(words) == 1:
            found = [_most_of(segment, words[0], is_match) for segment in self._segments]
        else:
            found = self._rank_by_closeness(words, is_match, is_partial)
        docs = np.concatenate([np.empty(0, np.uint32), *(docs for docs, _ in found)])
        return docs, np.concatenate([np.empty(0, np.float32), *(scores for _, scores in found)])

    def _rank_by_closeness(
        self, words: Sequence[TypedWord], is_match: Bools, is_partial: bool
    ) -> list[tuple[Uint32s, Float32s]]:
        total = sum(word.weight for word in words)
        found: list[tuple[Uint32s, Float32s]] = []
        best = np.empty(0, np.float32)
        looked_at = 0
        for segment in reversed(self._segments):
            stands = self._by_rarity(segment, words, total)
            docs = np.flatnonzero(is_match[segment.docs]).astype(np.uint32)
            while len(docs):
                size = MOST_DOCUMENTS - looked_at if looked_at else FIRST_DOCUMENTS
                docs, piece = docs[:-size], docs[-size:]
                close = _closest(stands, piece, is_partial)
                found.append((close.docs + np.uint32(segment.docs.start), close.values))
                best = np.sort(np.concatenate((best, close.values)))[: -ENOUGH - 1 : -1]
                looked_at += len(piece)
                if looked_at >= MOST_DOCUMENTS or (len(best) == ENOUGH and best[-1] >= AS_TYPED):
                    return found
        return found

    def _by_rarity(self, segment: SegmentPostings, words: Sequence[TypedWord], total: float) -> list[_Stands]:
        """Return the words as they stand in a segment, the rarest first, those that are not wanted last."""
        stands = [_Stands(word, segment, word.offset, word.weight / total) for word in words]
        return sorted(stands, key=lambda s: (not s.word.is_wanted, segment.count(s.word.weights)))


def _closest(stands: Sequence[_Stands], docs: Uint32s, is_partial: bool) -> Close:
    """Return how closely the words stand around the rarest wanted one that a document has."""
    found: list[Close] = []
    anchors = [number for number, word in enumerate(stands) if word.word.is_wanted]
    for number in anchors if is_partial else anchors[:1]:
        found.append(closeness(stands[number], [*stands[:number], *stands[number + 1 :]], docs))
        if is_partial:
            docs = docs[~np.isin(docs, found[-1].docs)]
    docs, values = (np.concatenate(column) for column in zip(*((c.docs, c.values) for c in found), strict=True))
    return Close(docs, values)


def _most_of(segment: SegmentPostings, word: TypedWord, is_match: Bools) -> tuple[Uint32s, Float32s]:
    """Return the documents of a segment with most of a word, and how much each has."""
    strengths = np.zeros(segment.docs.stop - segment.docs.start, np.float32)
    for term, weight in sorted(word.weights.items(), key=lambda pair: pair[1]):
        best = np.sort(segment.best(term))
        slots = segment.slots(term, best) if segment.is_common(term) else segment.all_slots(term)
        docs, held = amounts(within(slots, word.fields))
        strengths[docs] = np.maximum(strengths[docs], held / (held + HALF_AMOUNT) * np.float32(weight))
    found = np.flatnonzero((strengths > 0) & is_match[segment.docs])
    return (found + segment.docs.start).astype(np.uint32), strengths[found]
