"""Letters that no cache has seen, made of those of the sample corpus.

A letter keeps its form: headings, labels, boilerplate, line breaks. Its content is changed, always in the same way for
one number: a quarter of the longer words of its texts become other words of the sample, every dose, count, page and
date in titles, guidelines and texts becomes another number, every title gets a quantity of its own, every twentieth a
misspelt word. Of an item's title all prints are changed alike, for generation C prints it three times.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Letter, Span
from imr_tui.letters.parse import parse_letters

SAMPLE = Path(__file__).parents[1] / "sample_corpus"
TITLES = Path(__file__).parents[1] / "tests" / "gold" / "titles_unseen.tsv"
TEXTS = ("clinical_summary", "documents_reviewed", "rationale")
GUIDELINES = ("claims_guideline", "maximus_guideline")
WORD = re.compile(r"\b[a-z]{5,}\b")
NUMBER = re.compile(r"\b\d{1,4}\b")
SHORTEST_MISSPELT = 7


def varied_letters(count: int, seed: int) -> list[bytes]:
    """Return `count` letters; those of another seed have other words, numbers and titles."""
    sample = _sample()
    return [_varied(sample[number % len(sample)], Random(f"{seed}/{number}")).encode() for number in range(count)]


def varied_titles(count: int, seed: int, misspelt: float = 0.05) -> list[str]:
    """Return `count` titles, of which the share `misspelt` of those with a long word holds it misspelt."""
    known = [line.split("\t")[0] for line in TITLES.read_text(encoding="utf-8").splitlines()]
    random = Random(f"{seed}/titles")
    return [_title(known[number % len(known)], random, misspelt) for number in range(count)]


@cache
def _sample() -> Sequence[Letter]:
    texts = (decode(file.read_bytes()) or "" for file in sorted(SAMPLE.glob("*.txt")))
    return [letter for text in texts for letter in parse_letters(text) if letter.layout]


@cache
def _words() -> Sequence[str]:
    """Return the longer words of all texts, each as often as it occurs there."""
    fields = ((letter.clinical_summary, *(item.rationale for item in letter.items)) for letter in _sample())
    return [word for text in chain.from_iterable(fields) for word in WORD.findall(text or "")]


def _varied(letter: Letter, random: Random) -> str:
    assert letter.layout  # `_sample` keeps no other letters.
    return "".join(_pieces(letter.layout.text, letter.layout.spans, random))


def _pieces(text: str, spans: Sequence[Span], random: Random) -> Iterator[str]:
    seed = random.random()
    end = 0
    for span in spans:
        yield text[end : span.start]
        end = span.end
        printed = text[span.start : end]
        if span.name in TEXTS:
            printed = WORD.sub(lambda word: random.choice(_words()) if random.random() < 0.25 else word[0], printed)
            yield _other_numbers(printed, random)
        elif span.name in GUIDELINES:
            yield _other_numbers(printed, random)
        else:
            yield _title(printed, Random(f"{seed}/{span.item_no}")) if span.name == "title" else printed
    yield text[end:]


def _title(printed: str, random: Random, misspelt: float = 0.05) -> str:
    title = f"{_other_numbers(printed, random)} #{random.randrange(1, 10_000)}"
    long = [word for word in WORD.findall(title) if len(word) >= SHORTEST_MISSPELT]
    if not long or random.random() >= misspelt:
        return title
    word = random.choice(long)
    at = random.randrange(2, len(word) - 1)
    return title.replace(word, word[:at] + word[at + 1 :], 1)


def _other_numbers(text: str, random: Random) -> str:
    return NUMBER.sub(lambda number: str(random.randrange(1, 10 ** len(number[0]))), text)
