"""Queries of seven kinds, made from rationales: what is typed, and the words that are meant."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase

from imr_tui.search.words import STOP_WORDS, words_of

LAST_OF_SENTENCE = re.compile(r"[.,;:()]")


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the words that are meant."""

    kind: str
    text: str
    meant: tuple[str, ...]


def make_queries(rationales: Sequence[str], count: int, seed: int) -> list[Query]:
    """Return `count` queries of each kind."""
    random = Random(seed)
    return [make(kind, random, rationales) for kind, make in KINDS.items() for _ in range(count)]


def with_typo(word: str, random: Random) -> str:
    """Return `word` with a letter left out, put in, replaced or swapped with the next."""
    at = random.randrange(1, len(word) - 1)
    letter = random.choice(ascii_lowercase)
    typed = random.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return typed if typed != word else with_typo(word, random)


def _word(random: Random, rationales: Sequence[str], shortest: int = 5) -> str:
    while True:
        words = [w for w in words_of(random.choice(rationales)) if len(w) >= shortest and w.isalpha()]
        words = [word for word in words if word not in STOP_WORDS]
        if words:
            return random.choice(words)


def _phrase(random: Random, rationales: Sequence[str]) -> list[str]:
    while True:
        words = words_of(random.choice(LAST_OF_SENTENCE.split(random.choice(rationales))))
        length = random.randrange(3, 6)
        if len(words) < length:
            continue
        start = random.randrange(len(words) - length + 1)
        phrase = words[start : start + length]
        if sum(len(word) > 3 and word not in STOP_WORDS for word in phrase) >= 2:
            return phrase


def _one_word(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales)
    return Query(kind, f"{word} ", (word,))


def _typo(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales, shortest=6)
    return Query(kind, with_typo(word, random), (word,))


def _two_typos(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales, shortest=8)
    return Query(kind, with_typo(with_typo(word, random), random), (word,))


def _prefix(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales, shortest=7)
    return Query(kind, word[: random.randrange(4, len(word) - 1)], (word,))


def _whole_phrase(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    phrase = _phrase(random, rationales)
    return Query(kind, " ".join(phrase), tuple(phrase))


def _phrase_with_typos(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    phrase = _phrase(random, rationales)
    long = [n for n, word in enumerate(phrase) if len(word) > 4 and word.isalpha()]
    typed = list(phrase)
    for n in random.sample(long, min(len(long), random.randrange(1, 3))):
        typed[n] = with_typo(typed[n], random)
    return Query(kind, " ".join(typed), tuple(phrase))


def _swapped(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    phrase = _phrase(random, rationales)
    at = random.randrange(len(phrase) - 1)
    typed = [*phrase[:at], phrase[at + 1], phrase[at], *phrase[at + 2 :]]
    return Query(kind, " ".join(typed), tuple(phrase))


KINDS: dict[str, Callable[[str, Random, Sequence[str]], Query]] = {
    "word": _one_word,
    "phrase": _whole_phrase,
    "one typo": _typo,
    "two typos": _two_typos,
    "phrase with typos": _phrase_with_typos,
    "prefix": _prefix,
    "swapped order": _swapped,
}
