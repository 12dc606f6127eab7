"""What a query should find, told by a search for the bytes of what was meant."""

from collections.abc import Sequence

from benchmarks.search.queries import Query
from imr_tui.search.words import words_of


class Truth:
    """The words of all rationales, in which those that are meant are sought."""

    def __init__(self, rationales: Sequence[str]) -> None:
        """Take all rationales."""
        self.texts = [f" {' '.join(words_of(text))} " for text in rationales]
        """The folded words of each, with a space on either side of every word."""

    def holders(self, query: Query) -> set[int]:
        """Return the rationales, by their place, that hold what the query means."""
        if query.kind == "prefix":
            return self._holding(f" {query.text}")
        if query.kind != "swapped order":
            return self._holding(f" {' '.join(query.meant)} ")
        return {place for place, text in enumerate(self.texts) if _in_any_order(query.meant, text)}

    def _holding(self, part: str) -> set[int]:
        return {place for place, text in enumerate(self.texts) if part in text}


def _in_any_order(meant: Sequence[str], text: str) -> bool:
    """Tell whether a window of as many words as are meant holds them all."""
    if not all(f" {word} " in text for word in meant):
        return False
    words, wanted, size = text.split(), sorted(meant), len(meant)
    starts = (at - before for at, word in enumerate(words) if word == meant[0] for before in range(size))
    return any(sorted(words[max(start, 0) : start + size]) == wanted for start in starts)
