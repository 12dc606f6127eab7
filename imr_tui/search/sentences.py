"""Which sentences of one text are those of another: in the same order or moved, the same or changed a little."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import Indel

from imr_tui.search.words import words_of

LEAST_ALIKE = 0.6
"""Likeness of two sentences, from 0 to 1, that are taken for one."""
LEAST_MOVED = 4
"""Words of a sentence that is sought elsewhere: shorter ones stand anywhere."""
MOST_PAIRS = 10_000
"""Pairs of sentences above which only equal ones are matched."""

_SENTENCE = re.compile(r".+?(?:[.!?](?= )|$)")


@dataclass(frozen=True, slots=True)
class Matches:
    """The sentences of two texts that belong together, by their numbers."""

    in_order: tuple[tuple[int, int], ...]
    """Rising in both texts."""
    moved: Mapping[int, int]
    """The others, by the number in the first text."""


def sentences_of(text: str) -> list[str]:
    """Return the sentences of `text`, each with a space before it; all other white space is folded."""
    return _SENTENCE.findall("".join(f" {word}" for word in text.split()))


def match_sentences(ours: Sequence[str], theirs: Sequence[str]) -> Matches:
    """Match equal sentences, then those of the others that are most alike; each at most once."""
    pairs = _equal(ours, theirs)
    taken = set(pairs.values())
    pairs |= _alike(
        {number: words_of(sentence) for number, sentence in enumerate(ours) if number not in pairs},
        {number: words_of(sentence) for number, sentence in enumerate(theirs) if number not in taken},
    )
    in_order = tuple(_longest_rising(pairs))
    others = pairs.items() - set(in_order)
    return Matches(in_order, {own: other for own, other in others if len(words_of(ours[own])) >= LEAST_MOVED})


def _equal(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number in reversed(range(len(theirs))):
        places[theirs[number].lstrip()].append(number)
    same = ((number, places[sentence.lstrip()]) for number, sentence in enumerate(ours))
    return {number: left.pop() for number, left in same if left}


def _alike(ours: Mapping[int, list[str]], theirs: Mapping[int, list[str]]) -> dict[int, int]:
    """Match sentences, which are given as words by their numbers."""
    if len(ours) * len(theirs) > MOST_PAIRS:
        return {}
    shares = {(a, b): Indel.normalized_similarity(ours[a], theirs[b]) for a, b in product(ours, theirs)}
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for own, other in sorted((pair for pair in shares if shares[pair] >= LEAST_ALIKE), key=lambda pair: -shares[pair]):
        if own not in pairs and other not in taken:
            pairs[own] = other
            taken.add(other)
    return pairs


def _longest_rising(pairs: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield as many of the pairs as can be in the order of both texts."""
    by_ours = sorted(pairs.items())
    by_theirs = sorted(by_ours, key=lambda pair: pair[1])
    for block in Indel.opcodes(by_ours, by_theirs):
        if block.tag == "equal":
            yield from by_ours[block.src_start : block.src_end]
