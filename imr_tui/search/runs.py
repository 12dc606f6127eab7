"""Letters -> a run: the words of a batch of letters, sorted, in one file. Made by workers, merged by the builder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from imr_tui.search.slots import PLACE_BITS, Field, Uint8s, Uint32s, places
from imr_tui.search.tokens import Tokens, tokenize

_HEADER = 4
"""Numbers before everything else: letters, terms, slots, and bytes of the terms."""


class ItemTexts(Protocol):
    """The searchable texts of an item."""

    @property
    def title(self) -> str | None: ...  # noqa: D102
    @property
    def claims_guideline(self) -> str | None: ...  # noqa: D102
    @property
    def maximus_guideline(self) -> str | None: ...  # noqa: D102
    @property
    def rationale(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Run:
    """The words of some letters: terms in order, and the slots of each, the items numbered from 0 as documents."""

    items: Uint32s
    """Of each letter."""
    terms: tuple[str, ...]
    counts: Uint32s
    """Slots of each term."""
    slots: Uint32s

    def write(self, path: Path) -> None:
        """Write the run to a new file."""
        terms = "\n".join(self.terms).encode()
        sizes = [len(self.items), len(self.terms), len(self.slots), len(terms)]
        with path.open("xb") as file:
            for numbers in (np.array(sizes, np.uint32), self.items, self.counts, self.slots):
                file.write(numbers.tobytes())
            file.write(terms)


def index_letters(letters: Iterable[tuple[str | None, Sequence[ItemTexts]]]) -> Run:
    """Return the run of some letters, each given by its clinical summary and its items.

    Holds everything in memory: about 25 kB a letter. Raises ValueError beyond 16 million words.
    """
    texts: list[str | None] = []
    fields: list[int] = []
    documents: list[int] = []
    items_of: list[int] = []
    first = 0
    for summary, items in letters:
        items_of.append(len(items))
        for document, item in enumerate(items, first):
            texts += (item.rationale, item.title, item.claims_guideline, item.maximus_guideline)
            fields += (Field.RATIONALE, Field.TITLE, Field.CLAIMS_GUIDELINE, Field.MAXIMUS_GUIDELINE)
            documents += (document,) * 4
        if items:
            texts.append(summary)
            fields.append(Field.SUMMARY)
            documents.append(first)
        first += len(items)
    tokens = tokenize(texts)
    slots = _slots(tokens, np.array(fields, np.uint8), np.array(documents, np.uint32))
    return _sorted_run(np.array(items_of, np.uint32), tokens, slots)


def _slots(tokens: Tokens, fields: Uint8s, documents: Uint32s) -> Uint32s:
    counts = tokens.counts
    firsts = np.repeat(np.cumsum(counts) - counts, counts)
    positions = (np.arange(len(firsts)) - firsts).astype(np.uint32)
    return np.repeat(documents, counts) << np.uint32(PLACE_BITS) | places(np.repeat(fields, counts), positions)


def _sorted_run(items: Uint32s, tokens: Tokens, slots: Uint32s) -> Run:
    order, groups = tokens.grouped()
    counts = np.diff(groups, append=len(order)).astype(np.uint32)
    terms = [tokens.word(number).decode() for number in order[groups].tolist()]
    alphabetical = sorted(range(len(terms)), key=terms.__getitem__)
    ranks = np.empty(len(terms), np.uint64)
    ranks[alphabetical] = np.arange(len(terms), dtype=np.uint64)
    keys = np.repeat(ranks, counts) << np.uint64(32) | slots[order]
    keys.sort()
    return Run(items, tuple(terms[n] for n in alphabetical), counts[alphabetical], keys.astype(np.uint32))


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run on disk, read piece by piece: a builder has thousands at hand, too many to hold or to keep open."""

    path: Path
    letters: int
    terms: int
    slots: int

    @classmethod
    def at(cls, path: Path) -> "RunFile":
        """Read the sizes. Raises OSError when there is no such file."""
        letters, terms, slots, _ = np.fromfile(path, np.uint32, _HEADER).tolist()
        return cls(path, letters, terms, slots)

    def read_terms(self) -> list[str]:
        """Return all terms, in order."""
        with self.path.open("rb") as file:
            file.seek(4 * (_HEADER + self.letters + self.terms + self.slots))
            return file.read().decode().split("\n") if self.terms else []

    def read_items(self) -> Uint32s:
        """Return the number of items of each letter."""
        return np.fromfile(self.path, np.uint32, self.letters, offset=4 * _HEADER)

    def read_counts(self, first: int, last: int) -> Uint32s:
        """Return how many slots each term has, from `first` up to, without, `last`."""
        return np.fromfile(self.path, np.uint32, last - first, offset=4 * (_HEADER + self.letters + first))

    def read_slots(self, first: int, last: int) -> Uint32s:
        """Return the slots `first` up to, without, `last`."""
        start = _HEADER + self.letters + self.terms + first
        return np.fromfile(self.path, np.uint32, last - first, offset=4 * start)
