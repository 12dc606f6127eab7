"""What of a letter is accounted for: every non-blank character belongs to one field, label, boilerplate text or footer.

What belongs to none is `unread`: it is kept and told, since it may be what a reader looks for.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from imr_tui.letters.boilerplate import boilerplate_share, is_layout
from imr_tui.letters.model import Span
from imr_tui.letters.source_text import Piece, SourceText

LABEL, BOILERPLATE, FOOTER, UNREAD = "label", "boilerplate", "footer", "unread"
SENTENCE_END = re.compile(r"(?<!P\.O)[.:!?]['\")\u201d\u2019]*(?=\s)")
LONGEST_JUDGED = 20_000
"""Characters between two fields above which they are no boilerplate: bounds the time that a freak text may take."""
LEAST_SHARE = 0.83
LEAST_SHARE_OF_LINE = 0.5
"""Of boilerplate words: a wrapped line may hold the few others of its sentence."""
PUNCTUATION = " \n.,;:!?-\u2013\u2014\"'()[]\u201c\u201d\u2018\u2019*\u2022\u00b7_"


Told = tuple[int, int, str, int]
"""A stretch of `SourceText.flat`, what it is (the name of a field, or `LABEL`, `BOILERPLATE`), and the item's number.

The number is 0 for what belongs to the whole letter. A plain tuple: dozens are made and sorted for each letter.
"""


class Account(NamedTuple):
    """What every character of a letter belongs to."""

    source: SourceText
    covered: list[Told]
    """In order, without overlaps; what they leave out is blank."""
    unread: tuple[str, ...]
    """What belongs to no field and is no boilerplate."""
    summary: Piece
    told_in_summary: list[Span]
    """Facts that the clinical summary tells, as offsets into it."""

    @property
    def text(self) -> str:
        """The cleaned text."""
        return self.source.text

    @property
    def spans(self) -> tuple[Span, ...]:
        """Spans of the cleaned text that cover each of its non-blank characters once, in order."""
        spans = [Span(footer.start, footer.end, FOOTER) for footer in self.source.footers_in_text]
        for start, end, name, item_no in self.covered:
            spans += [Span(*piece, name, item_no) for piece in self.source.in_text(start, end)]
        return tuple(sorted(spans))

    @property
    def told(self) -> tuple[Span, ...]:
        """Facts that stand within the clinical summary."""
        at = self.summary.start
        return tuple(
            Span(*self.source.in_text(at + told.start, at + told.end)[0], told.name) for told in self.told_in_summary
        )


def account_for(source: SourceText, found: Iterable[Told], items: Piece, summary: Piece, told: list[Span]) -> Account:
    """Return the account of a letter of which `found` was read, and `told` within its clinical summary.

    Among the items nothing is taken for boilerplate that was not found to be.
    """
    covered = _without_gaps(source.flat, found, items)
    unread = tuple([source.flat[start:end].replace("\n", " ") for start, end, name, _ in covered if name == UNREAD])
    return Account(source, covered, unread, summary, told)


def _without_gaps(flat: str, found: Iterable[Told], items: Piece) -> list[Told]:
    first_item, last_item = items
    covered: list[Told] = []
    end = 0
    for start, stop, name, item_no in sorted(found):
        if stop <= end or stop <= start:
            continue
        if start > end:
            gap = flat[end:start]
            if not gap.isspace():
                covered += _gap(gap, end, first_item <= end and start <= last_item)
        covered.append((start if start > end else end, stop, name, item_no))
        end = stop
    covered += _gap(flat[end:], end, False)
    return covered


def _gap(gap: str, start: int, is_strict: bool) -> Iterator[Told]:
    text = gap.strip()
    start += gap.find(text)
    for first, stop, name in _kinds(text, is_strict):
        yield start + first, start + stop, name, 0


@lru_cache(maxsize=4096)
def _kinds(gap: str, is_strict: bool) -> tuple[tuple[int, int, str], ...]:
    """Return what the stretches of a text between fields are; the paragraphs of a form are the same in many letters."""
    if not gap.strip(PUNCTUATION):
        return ((0, len(gap), LABEL),) if gap else ()
    if is_strict or len(gap) > LONGEST_JUDGED:
        return ((0, len(gap), UNREAD),)
    sentences = [(start, end, _kind(gap[start:end])) for start, end in _sentences(gap)]
    joined = [(name, list(group)) for name, group in groupby(sentences, key=lambda sentence: sentence[2])]
    return tuple((group[0][0], group[-1][1], name) for name, group in joined)


def _kind(sentence: str) -> str:
    return BOILERPLATE if boilerplate_share(sentence) >= LEAST_SHARE else UNREAD


def _sentences(gap: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text; a line that is of another kind than its sentence stands for itself."""
    stops = {match.end() for match in SENTENCE_END.finditer(gap)} | {len(gap)}
    start = 0
    for line in gap.split("\n"):
        end = start + len(line)
        if boilerplate_share(line) < LEAST_SHARE_OF_LINE or is_layout(line):
            stops |= {start, end}
        start = end + 1
    start = 0
    for stop in sorted(stops):
        text = gap[start:stop]
        if text.strip():
            yield start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        start = stop
