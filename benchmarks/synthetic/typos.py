"""Misspelt words, as dictation and haste leave them."""

from math import log1p

from benchmarks.synthetic.grammar import Draw

WORDS_A_TYPO = 300
SHORTEST = 4
NEIGHBOURS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "s n v f r g h j o k l k n m i o w t d r i c e z t x".split(),
        strict=True,
    )
)
"""A key beside each on the keyboard."""


class Typist:
    """Misspells one word of `WORDS_A_TYPO`."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._next = self._wait()

    def type(self, text: str) -> str:
        """Return a text with the words misspelt whose turn has come."""
        count = text.count(" ") + 1
        if count <= self._next:
            self._next -= count
            return text
        words = text.split(" ")
        at = self._next
        while at < len(words):
            if len(words[at]) >= SHORTEST and words[at].isalpha():
                words[at] = misspelt(words[at], self._draw)
                at += self._wait()
            at += 1
        self._next = at - len(words)
        return " ".join(words)

    def _wait(self) -> int:
        return int(-log1p(-self._draw()) * WORDS_A_TYPO)


def misspelt(word: str, draw: Draw) -> str:
    """Return a word with two letters exchanged, one left out, one doubled or its neighbour on the keyboard typed."""
    at = 1 + int(draw() * (len(word) - 2))
    chance = draw()
    if chance < 0.35 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if chance < 0.65:
        return word[:at] + word[at + 1 :]
    if chance < 0.8:
        return word[:at] + word[at] + word[at:]
    key = NEIGHBOURS.get(word[at].lower(), word[at])
    return word[:at] + (key.upper() if word[at].isupper() else key) + word[at + 1 :]
