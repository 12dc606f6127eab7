"""Title of a disputed item -> item type and subtype, by the lexicon."""

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from imr_tui.letters.item_types.lexicon import lexicon, words_of
from imr_tui.letters.model import ItemType

OTHER = ItemType("Other", "Other")
SHORTEST_MISSPELT = 6
LONG_WORD = 9


@lru_cache(maxsize=65_536)
def classify(title: str) -> ItemType:
    """Return the item type of `title`: that of the first rule that fits, `Other` when none does.

    Words that the lexicon does not know are read as the nearest one it knows (optimal string alignment distance 1, or 2
    from nine letters on), since titles are typed by hand.
    """
    known = lexicon()
    title_words = frozenset(_spelt(word) for word in words_of(title))
    candidates = sorted({number for word in title_words for number in known.by_word.get(word, ())})
    fitting = (known.rules[number] for number in candidates if known.rules[number].fits(title_words))
    return next((rule.item_type for rule in fitting), OTHER)


@lru_cache(maxsize=65_536)
def _spelt(word: str) -> str:
    known = lexicon()
    if len(word) < SHORTEST_MISSPELT or not word.isalpha() or word in _known_words():
        return word
    most = 2 if len(word) >= LONG_WORD else 1
    nearest = process.extractOne(word, known.words, scorer=OSA.distance, score_cutoff=most)
    return nearest[0] if nearest and nearest[0][0] == word[0] else word


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    return frozenset(lexicon().words)
