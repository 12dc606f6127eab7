"""What a word is: the same rule for queries, for highlights and for the index."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:\.[0-9]+[^\W_]*)?")
"""A dose such as `7.5mg` is one word, `10/325` and `L5-S1` are two."""

STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can do does for from had has have he her his if in is it its may more no nor
    not of on or our per she so such than that the their them then there these they this those to was were which
    while who will with would you
    """.split()
)
"""Words too common to find anything by; without a star or quotes they count only in a query that holds nothing else."""

NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def folded(text: str) -> str:
    """Return `text` in lower case without accents, character for character, so that offsets stay."""
    if not text.isascii():
        text = NOT_ASCII.sub(lambda characters: "".join(map(_plain, characters[0])), text)
    return text.lower()


def composed(text: str) -> str:
    """Return `text` with letters and their accents as one character each."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[str]:
    """Return the words of `text`, folded, in order."""
    return WORD.findall(folded(composed(text)))


def _plain(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character
