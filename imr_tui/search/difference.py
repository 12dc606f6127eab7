"""What two texts have in common, and what only one of them says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

from rapidfuzz.distance import Indel

from imr_tui.search.sentences import match_sentences, sentences_of
from imr_tui.search.words import WORD

LONGEST_LONE = 3
"""Words in common that are taken for chance between two longer changes."""
MOST_PAIRS = 100_000_000
"""Pairs of words in two sentences above which these are not compared: a pair takes an eighth of a byte."""
ELLIPSIS = "…"

_TOKEN = re.compile(rf" ?(?:{WORD.pattern}|\S)")


class Kind(Enum):
    """Which text says something."""

    KEPT = "both"
    HERE = "only the one"
    THERE = "only the other"


BRACKETS = {Kind.KEPT: ("", ""), Kind.HERE: ("[-", "-]"), Kind.THERE: ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row. The space before them belongs to it, so that pieces are joined as they are."""

    kind: Kind
    text: str
    is_moved: bool = False
    """The other text has these words, too, in a sentence at another place."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words and signs in a row: the same in both sentences, or those of the one instead of those of the other."""

    is_kept: bool
    here: Sequence[str]
    there: Sequence[str]

    @property
    def words(self) -> int:
        return max(sum(token[-1].isalnum() for token in tokens) for tokens in (self.here, self.there))


def difference(here: str, there: str) -> tuple[Piece, ...]:
    """Return the pieces of two texts, in the order of both; sentences are matched first, then the words of each.

    Those kept and those only here make the one text, those kept and those only there the other, but for white space.
    """
    return tuple(
        Piece(kind, "".join(piece.text for piece in pieces), is_moved)
        for (kind, is_moved), pieces in groupby(_pieces(here, there), lambda piece: (piece.kind, piece.is_moved))
    )


def shortened(pieces: Sequence[Piece], context: int) -> tuple[Piece, ...]:
    """Return the pieces with at most `context` words, before and after each change, of what both texts say."""
    last = len(pieces) - 1
    return tuple(
        Piece(piece.kind, _cut(piece.text, context if number else 0, context if number < last else 0), piece.is_moved)
        if piece.kind is Kind.KEPT or piece.is_moved
        else piece
        for number, piece in enumerate(pieces)
    )


def marked(pieces: Iterable[Piece]) -> str:
    """Return the pieces as one text: `the [-left-]{+right+} knee`."""
    return "".join(piece.text for piece in bracketed(pieces)).strip()


def bracketed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with brackets about what only one text says, moved or not."""
    before = Kind.KEPT
    for kind, group in groupby(pieces, lambda piece: piece.kind):
        own = list(group)
        texts = [piece.text for piece in own]
        opening, closing = BRACKETS[kind]
        words = texts[0].lstrip()
        space = "" if (before, kind) == (Kind.HERE, Kind.THERE) else texts[0][: len(texts[0]) - len(words)]
        texts[0] = f"{space}{opening}{words}"
        texts[-1] += closing
        yield from (replace(piece, text=text) for piece, text in zip(own, texts, strict=True))
        before = kind


def _pieces(here: str, there: str) -> Iterator[Piece]:
    ours, theirs = sentences_of(here), sentences_of(there)
    matches = match_sentences(ours, theirs)
    sources = {other: own for own, other in matches.moved.items()}
    next_own = next_other = 0
    for own, other in [*matches.in_order, (len(ours), len(theirs))]:
        for n in range(next_own, own):
            yield from _only(Kind.HERE, ours[n], theirs[matches.moved[n]] if n in matches.moved else "")
        for n in range(next_other, other):
            yield from _only(Kind.THERE, theirs[n], ours[sources[n]] if n in sources else "")
        if own < len(ours):
            yield from _changed(ours[own], theirs[other])
        next_own, next_other = own + 1, other + 1


def _only(kind: Kind, sentence: str, elsewhere: str) -> Iterator[Piece]:
    """Yield a sentence of one text; `elsewhere` is what it is like in the other."""
    for run in _runs(sentence, elsewhere):
        if run.here:
            yield Piece(kind, "".join(run.here), run.is_kept)


def _changed(here: str, there: str) -> Iterator[Piece]:
    for run in _runs(here, there):
        sides = {Kind.KEPT: run.here} if run.is_kept else {Kind.HERE: run.here, Kind.THERE: run.there}
        yield from (Piece(kind, "".join(tokens)) for kind, tokens in sides.items() if tokens)


def _runs(here: str, there: str) -> list[_Run]:
    """Return what two sentences have in the same order, and the changes between, by chance in common or not."""
    runs: list[_Run] = []
    for run in _aligned(_TOKEN.findall(here), _TOKEN.findall(there)):
        if len(runs) > 1 and _is_lone(runs[-1], runs[-2], run):
            lone, before = runs.pop(), runs.pop()
            run = _Run(False, [*before.here, *lone.here, *run.here], [*before.there, *lone.there, *run.there])
        runs.append(run)
    return runs


def _aligned(here: Sequence[str], there: Sequence[str]) -> Iterator[_Run]:
    if len(here) * len(there) > MOST_PAIRS:
        yield _Run(False, here, there)
        return
    codes = Indel.opcodes([token.lstrip() for token in here], [token.lstrip() for token in there])
    for is_kept, group in groupby(codes, lambda code: code.tag == "equal"):
        own = list(group)
        first, last = own[0], own[-1]
        yield _Run(is_kept, here[first.src_start : last.src_end], there[first.dest_start : last.dest_end])


def _is_lone(run: _Run, *changes: _Run) -> bool:
    return run.is_kept and run.words <= LONGEST_LONE and all(run.words < change.words for change in changes)


def _cut(text: str, head: int, tail: int) -> str:
    words = text.split()
    if len(words) <= head + tail + 1:
        return text
    space = " " if text.startswith(" ") else ""
    return space + " ".join([*words[:head], ELLIPSIS, *words[len(words) - tail :]])
