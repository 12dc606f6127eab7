"""How a word of a title is read: typed by hand, it may be misspelt or joined to a dose."""

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from imr_tui.letters.item_types.lexicon import lexicon
from imr_tui.letters.item_types.words import singular

SHORTEST_MISSPELT = 6
LONG_WORD = 9
SHORTEST_BEFORE_A_DOSE = 4
DIGITS_ON = re.compile(r"\d.*")


def read_word(word: str) -> str:
    """Return the word that `word` stands for in the lexicon.

    A word that the lexicon does not know is read as the nearest known one with the same first letter (optimal string
    alignment distance 1, or 2 from nine letters on; of several the first in the alphabet) if rules name that, else as
    its ending if rules name that ("*ectomy"), else as it is.
    """
    if word[0].isdigit():
        return word
    known = lexicon()
    plain = plain_word(word)
    if plain in known.words or plain in known.ordinary:
        return plain
    nearest = plain if plain in known.misspelt else _nearest(plain)
    meant = known.misspelt.get(nearest, nearest)
    if meant in known.words:
        return meant
    return next((f"*{ending}" for ending in known.endings if plain.endswith(ending)), plain)


def plain_word(word: str) -> str:
    """Return `word` without a plural's ending or a dose: "norco10" is norco, but "l4" and "co2" are whole words."""
    letters = DIGITS_ON.sub("", word)
    is_joined = len(letters) >= SHORTEST_BEFORE_A_DOSE and word not in lexicon().words
    return singular(letters if is_joined else word)


def _nearest(word: str) -> str:
    if len(word) < SHORTEST_MISSPELT or not word.isalpha():
        return word
    most = 2 if len(word) >= LONG_WORD else 1
    nearest = process.extractOne(word, _band(word[0], len(word), most), scorer=OSA.distance, score_cutoff=most)
    return nearest[0] if nearest else word


@cache
def _band(first: str, length: int, most: int) -> list[str]:
    """Return the spellings within `most` letters of `length`, by the alphabet."""
    lengths = range(length - most, length + most + 1)
    return sorted(word for near in lengths for word in _spellings().get((first, near), ()))


@cache
def _spellings() -> dict[tuple[str, int], list[str]]:
    """Return every spelling that is known, right or wrong, by first letter and length."""
    known = lexicon()
    bands: dict[tuple[str, int], list[str]] = {}
    for word in known.words | known.ordinary | known.misspelt.keys():
        bands.setdefault((word[0], len(word)), []).append(word)
    return bands
