"""What of a letter is accounted for: every non-blank character belongs to one field, label, boilerplate text or footer.

What belongs to none is `unread`: it is kept and told, since it may be what a reader looks for.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from imr_tui.letters.boilerplate import boilerplate_share, is_layout
from imr_tui.letters.model import Span
from imr_tui.letters.source_text import Piece, SourceText

LABEL, BOILERPLATE, FOOTER, UNREAD = "label", "boilerplate", "footer", "unread"
SENTENCE_END = re.compile(r"(?<!P\.O)[.:!?]['\")\u201d\u2019]*(?=\s)")
LEAST_SHARE = 0.83
LEAST_SHARE_OF_LINE = 0.5
"""Of boilerplate words: a wrapped line may hold the few others of its sentence."""
PUNCTUATION = " \n.,;:!?-\u2013\u2014\"'()[]\u201c\u201d\u2018\u2019*\u2022\u00b7_"


class Found(NamedTuple):
    """A stretch of `SourceText.flat` and what it is: the name of a field, or `LABEL`, `BOILERPLATE`."""

    piece: Piece
    name: str
    item_no: int | None = None


def account_for(source: SourceText, found: Iterable[Found]) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Return spans that cover every non-blank character of the cleaned text once, in order, and the unread texts."""
    spans: list[Span] = []
    unread: list[str] = []
    for piece, name, item_no in _without_gaps(source, found):
        spans += (Span(start, end, name, item_no) for start, end in source.in_text(piece))
        if name == UNREAD:
            unread.append(source.words(piece))
    spans += (Span(footer.start, footer.end, FOOTER) for footer in source.footers)
    return tuple(sorted(spans, key=lambda span: span.start)), tuple(unread)


def _without_gaps(source: SourceText, found: Iterable[Found]) -> Iterator[Found]:
    end = 0
    for piece, name, item_no in sorted(found, key=lambda f: f.piece):
        start = max(end, piece.start)
        if piece.end > start:
            yield from _gap(source, end, start)
            yield Found(Piece(start, piece.end), name, item_no)
            end = piece.end
    yield from _gap(source, end, len(source.flat))


def _gap(source: SourceText, start: int, end: int) -> Iterator[Found]:
    gap = source.trimmed(start, end)
    if gap.start == gap.end:
        return
    if not source.flat[gap.start : gap.end].strip(PUNCTUATION):
        yield Found(gap, LABEL)
        return
    yield from _joined(
        Found(piece, BOILERPLATE if boilerplate_share(source.words(piece)) >= LEAST_SHARE else UNREAD)
        for piece in _sentences(source, gap)
    )


def _sentences(source: SourceText, gap: Piece) -> Iterator[Piece]:
    """Yield the sentences of a gap; a line that is of another kind than its sentence stands for itself."""
    stops = {match.end() for match in SENTENCE_END.finditer(source.flat, *gap)} | {gap.end}
    start = gap.start
    for line in range(source.line_at(gap.start), source.line_at(gap.end - 1) + 1):
        piece = Piece(max(gap.start, source.starts[line]), min(gap.end, source.starts[line + 1] - 1))
        words = source.words(piece)
        if boilerplate_share(words) < LEAST_SHARE_OF_LINE or is_layout(words):
            stops |= {piece.start, piece.end}
    for stop in sorted(stops):
        sentence = source.trimmed(start, stop)
        if sentence.start < sentence.end:
            yield sentence
        start = stop


def _joined(sentences: Iterable[Found]) -> Iterator[Found]:
    """Yield neighbours of one kind as one."""
    for name, group in groupby(sentences, key=lambda found: found.name):
        pieces = [found.piece for found in group]
        yield Found(Piece(pieces[0].start, pieces[-1].end), name)
