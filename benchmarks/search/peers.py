"""What else finds a rationale: the same texts, the same queries, each peer in the form that serves it best."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.search.ours import SHOWN
from imr_tui.search.words import words_of

TRIED = 2 * SHOWN
"""Results to ask of a form when others came before it: the first ten may all have been found by these."""


class NotInstalledError(Exception):
    """The peer is not there."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a peer searches."""

    texts: list[str]
    """The folded words of each rationale, a space on either side of each: a peer need not agree on what a word is."""
    lines: Path
    """The rationales as they are, one a line."""
    folder: Path
    """For an index."""


class Peer(Protocol):
    """Finds rationales."""

    name: str
    turns: int
    """How often it is asked each of the queries that all are asked: seldom when it takes seconds."""
    judged: int
    """Queries of each kind by which its R@10 is measured; 0 when it does not say which rationales are best."""

    def ask(self, text: str) -> Sequence[int]:
        """Return the places of the ten best rationales, best first; nothing from a peer that is not judged."""


def make_peers(given: Given) -> list[Peer]:
    """Return the peers that are installed, ready to be asked; name those that are not."""
    from benchmarks.search.fts5 import Fts5
    from benchmarks.search.scanners import Fzf, PartialRatio, Ripgrep

    makers: dict[str, Callable[[Given], Peer]] = {
        "fzf": Fzf, "RapidFuzz": PartialRatio, "rg": Ripgrep, "tantivy": _tantivy, "FTS5": Fts5
    }  # fmt: skip
    peers = []
    for name, make in makers.items():
        try:
            peers.append(make(given))
        except NotInstalledError:
            print(f"{name} is not installed: left out", flush=True)
    return peers


def _tantivy(given: Given) -> Peer:
    try:
        from benchmarks.search.tantivy_index import Tantivy
    except ModuleNotFoundError as error:
        raise NotInstalledError from error
    return Tantivy(given)


def typed_words(text: str) -> tuple[list[str], bool]:
    """Return the folded words of a query, and whether the last may go on."""
    return words_of(text), not text.endswith(" ")


def first_of(answers: Iterable[Sequence[int]]) -> list[int]:
    """Return the first ten places of several answers, the strictest first; no more are asked for than are needed."""
    places: dict[int, None] = {}
    for answer in answers:
        places.update(dict.fromkeys(answer))
        if len(places) >= SHOWN:
            break
    return list(places)[:SHOWN]
