"""The lexicon of item types: rules read from the data files beside this module.

A file holds sections `[Item type / Subtype]` of rules, one per line, in order of precedence. A rule is a list of words
that must all stand in a title; `a|b` stands for either. `drugs.txt` has sections `[Subtype]` of drug names instead;
there the longest name decides ("voltaren gel" is a topical, "voltaren" an NSAID).
The types and subtypes are those of the Division of Workers' Compensation, with the subtypes analysts ask for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from imr_tui.letters.model import ItemType

DRUGS = "Pharmaceuticals"
WORD = re.compile(r"[a-z]+(?:\d+[a-z]*)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """Decides an item type where each of `words` (alternatives) has one word in the title."""

    words: tuple[frozenset[str], ...]
    item_type: ItemType

    def fits(self, title: frozenset[str]) -> bool:
        """Tell whether a title of these words is decided by this rule."""
        return all(not alternatives.isdisjoint(title) for alternatives in self.words)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules in order of precedence, and the words they know."""

    rules: tuple[Rule, ...]
    by_word: dict[str, tuple[int, ...]]
    """The rules, by number, whose first word may be this one."""
    words: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the program."""
    rules = (*_rules("services.txt"), *_longest_first(_drug_rules()), *_rules("general.txt"))
    by_word: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for word in rule.words[0]:
            by_word.setdefault(word, []).append(number)
    known = {word for rule in rules for alternatives in rule.words for word in alternatives}
    return Lexicon(rules, {word: tuple(numbers) for word, numbers in by_word.items()}, tuple(sorted(known)))


def words_of(text: str) -> list[str]:
    """Return the words of a title or a rule in lower case; doses are split from their units."""
    return WORD.findall(text.lower().replace("'", ""))


def _rules(name: str) -> Iterator[Rule]:
    for heading, line in _lines(name):
        item_type, _, subtype = heading.partition(" / ")
        yield Rule(_alternatives(line), ItemType(item_type, subtype))


def _drug_rules() -> Iterator[Rule]:
    for subtype, line in _lines("drugs.txt"):
        for name in re.split("[:,]", line):
            yield Rule(_alternatives(name), ItemType(DRUGS, subtype))


def _longest_first(rules: Iterator[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: -len(rule.words))


def _lines(name: str) -> Iterator[tuple[str, str]]:
    """Yield each line of a data file with the section heading it stands under."""
    heading = ""
    for raw in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("["):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            yield heading, line


def _alternatives(text: str) -> tuple[frozenset[str], ...]:
    # "a|b" is one place that either word may fill; "co-gesic" is two words, as it is in a title.
    places: list[frozenset[str]] = []
    for place in text.split():
        words = words_of(place)
        places += [frozenset(words)] if "|" in place else [frozenset({word}) for word in words]
    return tuple(places)
