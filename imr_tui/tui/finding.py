"""Find an entry of a list by a few letters of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from imr_tui.saved_queries import SavedQuery

LEAST_LIKE = 75
"""Percent, of the words that are not found as they are typed."""
LONGEST = 40
"""Characters of what is sought: more are no few letters."""
Entry = TypeVar("Entry")


def find(entries: Sequence[Entry], texts: Sequence[tuple[str, ...]], sought: str) -> list[Entry]:
    """Return the entries that hold each word of `sought`, or something like it, the best first.

    `texts` are those of each entry, the most telling first: what is found in a later one counts less.
    """
    words = sought.casefold()[:LONGEST].split()
    scores = [min((_score(word, own) for word in words), default=1.0) for own in texts]
    order = sorted((n for n, score in enumerate(scores) if score > 0), key=lambda n: -scores[n])
    return [entries[n] for n in order]


def find_queries(queries: "Sequence[SavedQuery]", sought: str) -> "list[SavedQuery]":
    """Return the queries that title, tags, name, description or SQL tell to be meant, the best first."""
    return find(queries, [(f"{q.title} {q.name}", " ".join(q.tags), q.description, q.sql) for q in queries], sought)


def _score(word: str, texts: tuple[str, ...]) -> float:
    """Return how well a word fits an entry: 0 if it does not."""
    for rank, text in enumerate(texts):
        if word in text.casefold():
            return 1 / (1 + rank)
    likeness = max(fuzz.ratio(word, own) for own in texts[0].casefold().split() or [""])
    return likeness / 1_000 if likeness >= LEAST_LIKE else 0.0
