"""Rationales as a reviewer writes them a second time: most of the words, some other ones, another order."""

import re
from collections.abc import Callable
from random import Random

from imr_tui.search.sentences import sentences_of

OTHER_WORDS = (
    "shoulder wrist trial recent chronic notes therapist weekly moderate severe before visit lower upper".split()
)
OTHER_NAMES = "Acevedo Brannigan Chowdhury Delacroix Eberhart Fujimoto".split()
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


def with_other_words(text: str, random: Random, share: float) -> str:
    """Return `text` with a share of its words replaced."""
    words = text.split()
    for place in random.sample(range(len(words)), round(len(words) * share)):
        words[place] = random.choice(OTHER_WORDS)
    return " ".join(words)


def reordered(text: str, random: Random) -> str:
    """Return `text` with its first sentence last, and the others in another order."""
    first, *others = sentences_of(text)
    random.shuffle(others)
    return " ".join(sentence.strip() for sentence in [*others, first])


def with_other_names_and_doses(text: str, random: Random) -> str:
    """Return `text` with other figures and other names."""
    text = _NUMBER.sub(lambda found: str(random.randrange(1, 10 ** len(found[0]))), text)
    return _NAME.sub(lambda found: random.choice(OTHER_NAMES), text)


VARIANTS: dict[str, Callable[[str, Random], str]] = {
    "a twentieth of the words": lambda text, random: with_other_words(text, random, 0.05),
    "a tenth of the words": lambda text, random: with_other_words(text, random, 0.1),
    "a fifth of the words": lambda text, random: with_other_words(text, random, 0.2),
    "reordered": reordered,
    "reordered, a tenth of the words": lambda text, random: with_other_words(reordered(text, random), random, 0.1),
    "names and doses": with_other_names_and_doses,
}
