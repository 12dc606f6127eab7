"""What a word is: the same rule for queries, for highlights (Python) and for the index (DuckDB)."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:\.\d+[^\W_]*)?")
WORD_IN_SQL = r"[\p{L}\p{N}]+(?:\.\p{Nd}+[\p{L}\p{N}]*)?"
"""The same pattern for DuckDB's RE2. A dose such as `7.5mg` is one word, `10/325` and `L5-S1` are two."""

STOP_WORDS = frozenset(
    """
    a an and are as at be been but by can do does for from had has have he her his if in is it its may more no nor
    not of on or our per she so such than that the their them then there these they this those to was were which
    while who will with would you
    """.split()
)
"""Words too common to find anything by; they count only in a query that holds nothing else."""


def folded(text: str) -> str:
    """Return `text` in lower case without accents, character for character, so that offsets stay."""
    return "".join(_plain(c) for c in text) if not text.isascii() else text.lower()


def words_of(text: str) -> list[str]:
    """Return the words of `text`, folded, in order. Letters with an accent of their own are composed first."""
    return WORD.findall(folded(unicodedata.normalize("NFC", text)))


def words_in_sql(column: str) -> str:
    """Return an SQL expression for the list of words of a column."""
    return f"regexp_extract_all(lower(strip_accents(coalesce({column}, ''))), '{WORD_IN_SQL}')"


def _plain(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character
