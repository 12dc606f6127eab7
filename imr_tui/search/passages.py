"""Where the words that were sought stand in a text, and which part of it tells most."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from imr_tui.search.words import WORD, folded

PASSAGE_LENGTH = 160
LEAD = 40
"""Characters shown before the first match of a passage."""
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """A typed word, and the words of the corpus that it may stand for."""

    typed: str
    spellings: frozenset[str]
    is_beginning: bool = False
    """It stands for all words that it begins, too."""

    def is_as_typed(self, word: str) -> bool:
        """Tell whether a word is what was typed, or begins so where that is enough."""
        return word == self.typed or (self.is_beginning and word.startswith(self.typed))


@dataclass(frozen=True, slots=True)
class Match:
    """A sought word in a text: characters `start` up to, without, `end`."""

    start: int
    end: int
    term: str
    """As the text has it, folded."""
    number: int
    """Of the typed word."""
    is_as_typed: bool
    """False where the text spells it otherwise."""


Sought = Sequence[SoughtWord]


def find_matches(text: str, sought: Sought) -> tuple[Match, ...]:
    """Return every word of `text` that is sought, in order."""
    if not sought:
        return ()
    found = (_match(word.start(), word[0], sought) for word in WORD.finditer(folded(text)))
    return tuple(match for match in found if match)


def _match(start: int, word: str, sought: Sought) -> Match | None:
    for number, wanted in enumerate(sought):
        if wanted.is_as_typed(word) or word in wanted.spellings:
            return Match(start, start + len(word), word, number, wanted.is_as_typed(word))
    return None


def best_passage(text: str, sought: Sought, length: int = PASSAGE_LENGTH) -> str:
    """Return the part of `text` of about `length` characters in which most typed words stand, cut between words.

    A cut is marked by an ellipsis. Without a match it is the beginning.
    """
    if len(text) <= length:
        return text
    start = passage_start(text, sought, length)
    end = _last_space_before(text, start + length) if start + length < len(text) else len(text)
    return f"{ELLIPSIS if start else ''}{text[start:end].strip()}{ELLIPSIS if end < len(text) else ''}"


def passage_start(text: str, sought: Sought, length: int = PASSAGE_LENGTH, lead: int = LEAD) -> int:
    """Return where the best passage of `text` starts: the beginning of a word, `lead` above its first match at most.

    The best holds most of the typed words, and these close together, rather as typed than spelt otherwise.
    """
    matches = find_matches(text, sought)
    if not matches:
        return 0
    starts = [match.start for match in matches]

    def value(number: int) -> tuple[int, int, int]:
        held = matches[number : bisect_right(starts, starts[number] + max(0, length - lead))]
        firsts = {match.number: match for match in reversed(held)}.values()
        span = max(match.end for match in firsts) - starts[number]
        return len(firsts), -span, sum(match.is_as_typed for match in firsts)

    best = max(range(len(matches)), key=lambda number: (value(number), -number))
    space = text.find(" ", max(0, starts[best] - lead), starts[best])
    return 0 if starts[best] <= lead else space + 1 if space >= 0 else starts[best]


def _last_space_before(text: str, end: int) -> int:
    space = text.rfind(" ", 0, end + 1)
    return space if space > 0 else end
