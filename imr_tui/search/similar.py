"""The items whose rationales are nearest to an item's: found by the rare words they share, compared word by word."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from imr_tui.corpus.items import Item, find_item, read_items, read_rationales
from imr_tui.search.difference import Piece, difference
from imr_tui.search.likeness import Likeness, likeness
from imr_tui.search.slots import Uint32s
from imr_tui.search.words import words_of

if TYPE_CHECKING:
    import duckdb

LIMIT = 10
"""Neighbours, where nothing else is asked for."""
MOST_WORDS = 20
"""Rarest words of an item, by which others are sought."""
MOST_HOLDERS = 50_000
"""Items that hold a word, above which it is not looked at, unless it is among the rarest few."""
RAREST = 3
READ_AT_ONCE = 150
MOST_READ = 1_500
"""Rationales that are compared, when most are copies of each other."""
ENOUGH = 100
"""Different rationales, after which no more are compared."""
LONGEST = 5_000
"""Words of a rationale that are compared."""


class Holders(Protocol):
    """Who holds a word."""

    def items(self, word: str) -> int:
        """Return how many items hold it."""

    def docs(self, word: str) -> Uint32s:
        """Return the documents that hold it in rationale or title, in any order, some several times."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item with a similar rationale."""

    item: Item
    likeness: Likeness
    copies: int
    """Other items of the same decision whose rationales have the very same words, as far as they were compared."""
    difference: tuple[Piece, ...]
    """From the rationale of the item asked about to the neighbour's."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An item and its neighbours, the most similar first."""

    item: Item
    neighbours: tuple[Neighbour, ...]

    def by_decision(self) -> dict[str, list[Neighbour]]:
        """Return the neighbours of each decision; that of the most similar comes first."""
        groups: dict[str, list[Neighbour]] = {}
        for neighbour in self.neighbours:
            groups.setdefault(neighbour.item.decision, []).append(neighbour)
        return groups


def find_similar(cursor: "duckdb.DuckDBPyConnection", holders: Holders, name: str, limit: int = LIMIT) -> Similar:
    """Return the `limit` items whose rationales are nearest to that of the item `name`.

    As far as there is room, the nearest of each decision is among them. Items with the very same words and the same
    decision count as one. Raises UnusableInputError if there is no such item.
    """
    doc = find_item(cursor, name)
    words = [word for *_, rationale in read_rationales(cursor, [doc]) for word in words_of(rationale)[:LONGEST]]
    candidates = [candidate for candidate in _candidates(holders, words) if candidate != doc]
    groups = sorted(_groups(cursor, candidates, words), key=lambda group: -group.likeness.share)
    chosen = _with_each_decision(groups, limit)
    item, *items = read_items(cursor, [doc, *(group.docs[0] for group in chosen)])
    return Similar(item, tuple(_neighbours(item, items, chosen)))


@dataclass(frozen=True, slots=True)
class _Group:
    """Items of one decision with the same words."""

    decision: str
    likeness: Likeness
    docs: list[int]


def _candidates(holders: Holders, words: Sequence[str]) -> list[int]:
    """Return the documents that hold the rarest of the words, those that share most of these first."""
    counts = {word: holders.items(word) for word in dict.fromkeys(words)}
    rarest = sorted((word for word in counts if counts[word] > 1), key=lambda word: counts[word])[:MOST_WORDS]
    told = [word for number, word in enumerate(rarest) if number < RAREST or counts[word] <= MOST_HOLDERS]
    held = {word: np.unique(holders.docs(word)) for word in told}
    scores = np.zeros(1 + max((int(docs.max(initial=0)) for docs in held.values()), default=0), np.float32)
    for word, docs in held.items():
        scores[docs] += np.float32(math.log1p(MOST_HOLDERS / counts[word]))
    found = np.flatnonzero(scores)
    if len(found) > MOST_READ:
        found = found[np.argpartition(-scores[found], MOST_READ)[:MOST_READ]]
    best_first: list[int] = found[np.lexsort((found, -scores[found]))].tolist()
    return best_first


def _groups(cursor: "duckdb.DuckDBPyConnection", docs: Sequence[int], words: Sequence[str]) -> list[_Group]:
    """Read and compare the rationales of `docs`, until enough different ones were met."""
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for start in range(0, len(docs), READ_AT_ONCE):
        for doc, decision, rationale in read_rationales(cursor, docs[start : start + READ_AT_ONCE]):
            groups.setdefault((decision, tuple(words_of(rationale)[:LONGEST])), []).append(doc)
        if len(groups) >= ENOUGH:
            break
    return [_Group(decision, likeness(words, others), held) for (decision, others), held in groups.items()]


def _with_each_decision(groups: Sequence[_Group], limit: int) -> list[_Group]:
    """Return the first groups; the first of each decision is put before the others that there is no room for."""
    decisions = [group.decision for group in groups]
    numbers = sorted(range(len(groups)), key=lambda number: (decisions.index(decisions[number]) != number, number))
    return [groups[number] for number in sorted(numbers[:limit])]


def _neighbours(item: Item, items: Sequence[Item], groups: Sequence[_Group]) -> Iterator[Neighbour]:
    for other, group in zip(items, groups, strict=True):
        pieces = difference(item.rationale, other.rationale)
        yield Neighbour(other, group.likeness, len(group.docs) - 1, pieces)
