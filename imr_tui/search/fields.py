"""The fields of the query language: what each narrows, and which of its values are meant by what was typed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from imr_tui.letters.names import STATES
from imr_tui.letters.values import ITEM_TYPES, Decision
from imr_tui.search.words import words_of

if TYPE_CHECKING:
    from imr_tui.search.slots import Uint32s

KIND_OF_PROBLEM = r"left(regexp_replace(p, '^item \d+: |[:,].*$| found$| \d+$', '', 'g'), 60)"
"""A problem without the item, the date or the words that it tells of: `no decision`, `not read`."""
ITEM_FIELDS = {
    "decision": "SELECT decision AS value, doc AS row FROM corpus.internal.items",
    "type": "SELECT item_type AS value, doc AS row FROM corpus.internal.items",
    "subtype": "SELECT item_subtype AS value, doc AS row FROM corpus.internal.items",
    "year": "SELECT year(decision_date) AS value, doc AS row FROM corpus.internal.items",
    "guideline": """
        SELECT source AS value, doc AS row FROM corpus.main.citations JOIN corpus.internal.items USING (item_id)
    """,
}
"""Of each field that tells of an item: the values in the corpus, and the documents that have them."""
CASE_FIELDS = {
    "specialty": "SELECT unnest(specialties) AS value, rowid AS row FROM corpus.main.cases",
    "state": "SELECT unnest(licensure_states) AS value, rowid AS row FROM corpus.main.cases",
    "generation": "SELECT generation AS value, rowid AS row FROM corpus.main.cases",
    "outcome": "SELECT outcome AS value, rowid AS row FROM corpus.main.cases",
    "problem": f"""
        SELECT unnest(list_prepend('any', [{KIND_OF_PROBLEM} FOR p IN problems])) AS value, rowid AS row
        FROM corpus.main.cases WHERE len(problems) > 0
    """,
    "gender": "SELECT patient_gender AS value, rowid AS row FROM corpus.main.cases",
    "age": "SELECT patient_age AS value, rowid AS row FROM corpus.main.cases",
}
"""Of each field that tells of all items of a case: the same, with the rows of `cases`."""
PARENTS = {"subtype": "SELECT DISTINCT item_subtype, item_type FROM corpus.internal.items"}
"""Of each field whose values are parts of those of another: which are parts of which."""
Fields = Mapping[str, Mapping[str, "Uint32s"]]
"""Fields that tell of what the corpus does not hold: their values, and the documents that have them."""
MARK_FIELDS = ("is", "tag")
"""What the analyst said of items."""
VALUES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "decision": tuple(str(decision) for decision in Decision),
        "type": ITEM_TYPES,
        "is": ("marked", "relevant", "not", "later", "tagged", "noted"),
        "in": ("rationale", "title", "guidelines", "summary"),
    }
)
"""What a field may be in any corpus, also in one that has none of it."""
ABBREVIATIONS: Mapping[str, Mapping[str, str]] = {"state": {short.lower(): name for short, name in STATES.items()}}
LETTERS_BY_TYPO = 4
"""A word of so many letters may have a typo, one of twice as many two."""
TOO_MANY = 99
UNTOLD = ("and",)
"""Words in which the names of one thing differ: `Evaluation & Management`."""
MOST_SUGGESTED = 5

Words = tuple[str, ...]


def meant_values(field: str, typed: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return those of the `known` values of a field that are `typed`, else all with words that it begins.

    With `*` at its end, it is all that it begins at once. Case, accents and signs do not count.
    """
    words = _words(ABBREVIATIONS.get(field, {}).get(typed.lower(), typed))
    equal = () if typed.endswith("*") else tuple(value for value in known if words and _words(value) == words)
    return equal or tuple(value for value in known if words and _is_begun(words, _words(value)))


def nearest_values(typed: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return those of the `known` values that `typed` misspells with fewest typos, or begins to; nothing if none."""
    words = _words(typed)
    typos = [min(_typos_in(words, _words(value)), default=TOO_MANY) for value in known] if words else []
    fewest = min(typos, default=TOO_MANY)
    return tuple(value for value, count in zip(known, typos, strict=False) if count == fewest < TOO_MANY)


def suggested_values(typed: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return a few of the `known` values: all if these are few, else those that are most like `typed`."""
    if len(known) <= MOST_SUGGESTED:
        return tuple(known)
    from rapidfuzz import process

    return tuple(value for value, _, _ in process.extract(typed, known, processor=str.lower, limit=MOST_SUGGESTED))


@lru_cache(maxsize=16_384)
def _words(value: str) -> Words:
    return tuple(word for word in words_of(value) if word not in UNTOLD)


def _windows(words: Words, size: int) -> list[Words]:
    return [words[start : start + size] for start in range(len(words) - size + 1)]


def _is_begun(typed: Words, value: Words) -> bool:
    *whole, last = typed
    return any(list(window[:-1]) == whole and window[-1].startswith(last) for window in _windows(value, len(typed)))


def _typos_in(typed: Words, value: Words) -> Iterator[int]:
    """Yield how many typos lead to each stretch of the value; the last word may be unfinished."""
    from rapidfuzz.distance import OSA

    for window in _windows(value, len(typed)):
        counts = [OSA.distance(one, other) for one, other in zip(typed, window, strict=True)]
        counts[-1] = min(counts[-1], OSA.distance(typed[-1], window[-1][: len(typed[-1])]))
        if all(count <= len(word) // LETTERS_BY_TYPO for count, word in zip(counts, typed, strict=True)):
            yield sum(counts)
