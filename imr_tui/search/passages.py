"""Where the matched words stand in a text."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from imr_tui.search.words import WORD, folded

PASSAGE_LENGTH = 160
LEAD = 40
"""Characters shown before the first match of a passage."""
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Match:
    """A matched word in a text: characters `start` up to, without, `end`."""

    start: int
    end: int
    term: str


def find_matches(text: str, terms: Collection[str]) -> tuple[Match, ...]:
    """Return every word of `text` that is one of `terms`, in order."""
    if not terms:
        return ()
    found = WORD.finditer(folded(text))
    return tuple(Match(word.start(), word.end(), word[0]) for word in found if word[0] in terms)


def best_passage(text: str, terms: Collection[str], length: int = PASSAGE_LENGTH) -> str:
    """Return the part of `text` of about `length` characters that holds most different terms, cut between words.

    A cut is marked by an ellipsis. Without a match it is the beginning.
    """
    if len(text) <= length:
        return text
    start = passage_start(text, terms, length)
    end = _last_space_before(text, start + length) if start + length < len(text) else len(text)
    return f"{ELLIPSIS if start else ''}{text[start:end].strip()}{ELLIPSIS if end < len(text) else ''}"


def passage_start(text: str, terms: Collection[str], length: int = PASSAGE_LENGTH) -> int:
    """Return where the best passage of `text` starts: the beginning of a word, a little above its first match."""
    matches = find_matches(text, terms)
    if not matches:
        return 0
    starts = [match.start for match in matches]

    def different_terms(number: int) -> int:
        last = bisect_right(starts, starts[number] + length - LEAD)
        return len({match.term for match in matches[number:last]})

    best = max(range(len(matches)), key=lambda number: (different_terms(number), -number))
    space = text.find(" ", max(0, starts[best] - LEAD), starts[best])
    return 0 if starts[best] <= LEAD else space + 1 if space >= 0 else starts[best]


def _last_space_before(text: str, end: int) -> int:
    space = text.rfind(" ", 0, end + 1)
    return space if space > 0 else end
