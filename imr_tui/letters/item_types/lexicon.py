"""The lexicon of item types: rules read from the data files beside this module.

A file holds sections `[Item type / Subtype]` of rules, one per line, in order of precedence. A rule is a list of words
that must all stand in a title; `a|b` stands for either, `@name` for a list of words that a line `@name: a|b` gives, and
`*ectomy` for any word of that ending that no rule names. `drugs.txt` has sections `[Subtype]` of drug names instead;
there the longest name decides ("aleve pm" is a sedative, "aleve" an NSAID). `spellings.txt` and `ordinary.txt` tell
which words are read as others, and which never are.
The types and subtypes are those of the Division of Workers' Compensation, with the subtypes analysts ask for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from imr_tui.letters.item_types.words import singular, words_of
from imr_tui.letters.model import ItemType

DRUGS = "Pharmaceuticals"
SERVICES_FILE = "services.txt"
DRUGS_FILE = "drugs.txt"
WEAK_FILE = "general.txt"

Places = tuple[frozenset[str], ...]


class Rule(NamedTuple):
    """Decides an item type where each of `places` (alternatives) has one word in the title."""

    places: Places
    item_type: ItemType
    file: str
    section: str
    text: str
    """The rule as it stands in its file."""

    def fits(self, title: frozenset[str]) -> bool:
        """Tell whether a title of these words is decided by this rule."""
        for alternatives in self.places:  # noqa: SIM110 - `all` takes twice the time, and most of a title's goes here.
            if alternatives.isdisjoint(title):
                return False
        return True


class Line(NamedTuple):
    """A line of a data file, with the section it stands under."""

    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules in order of precedence, and the words they know."""

    rules: tuple[Rule, ...]
    by_word: dict[str, tuple[int, ...]]
    """The rules, by number, whose first word may be this one."""
    words: frozenset[str]
    """The words that rules name."""
    ordinary: frozenset[str]
    """Words that are spelt right and decide nothing."""
    misspelt: dict[str, str]
    """Known misspellings, and what they mean."""
    endings: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the program."""
    rules = (*_rules(SERVICES_FILE), *_drug_rules(), *_rules(WEAK_FILE))
    by_word: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for word in rule.places[0]:
            by_word.setdefault(word, []).append(number)
    named = {word for rule in rules for alternatives in rule.places for word in alternatives}
    endings = {word for word in named if word.startswith("*")}
    return Lexicon(
        rules=rules,
        by_word={word: tuple(numbers) for word, numbers in by_word.items()},
        words=frozenset(named - endings),
        ordinary=frozenset(singular(word) for line in _lines("ordinary.txt") for word in words_of(line.text)),
        misspelt=dict(_misspelt()),
        endings=tuple(sorted(ending.removeprefix("*") for ending in endings)),
    )


def _rules(file: str) -> Iterator[Rule]:
    lists: dict[str, frozenset[str]] = {}
    for line in _lines(file):
        name, is_list, words = line.text.partition(":")
        if is_list:
            lists[name] = _alternatives(words, lists)
            continue
        item_type, _, subtype = line.section.partition(" / ")
        yield Rule(_places(line.text, lists), ItemType(item_type, subtype), file, line.section, line.text)


def _drug_rules() -> Iterable[Rule]:
    """Return the drugs, longest names first; of names that are the same words the first stands."""
    rules: dict[frozenset[str], Rule] = {}
    single: dict[str, frozenset[str]] = {}
    types: dict[str, ItemType] = {}
    for section, text in _lines(DRUGS_FILE):
        item_type = types.setdefault(section, ItemType(DRUGS, section))
        for name in text.replace(":", ",").split(","):
            words = [singular(word) for word in words_of(name)]
            places = tuple([single.setdefault(word, frozenset((word,))) for word in words])
            rules.setdefault(frozenset(words), Rule(places, item_type, DRUGS_FILE, section, name.strip()))
    return sorted(rules.values(), key=lambda rule: -len(rule.places))


def _misspelt() -> Iterator[tuple[str, str]]:
    for line in _lines("spellings.txt"):
        right, _, wrong = line.text.partition(":")
        for word in words_of(wrong):
            yield singular(word), singular(right)


def _lines(name: str) -> Iterator[Line]:
    section = ""
    for raw in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            yield Line(section, line)


def _places(text: str, lists: dict[str, frozenset[str]]) -> Places:
    # "a|b" is one place that either word may fill; "co-gesic" is two words, as it is in a title.
    places: list[frozenset[str]] = []
    for place in text.split():
        if "|" in place or place.startswith("@"):
            places.append(_alternatives(place, lists))
        else:
            places += [frozenset({singular(word)}) for word in words_of(place)]
    return tuple(places)


def _alternatives(text: str, lists: dict[str, frozenset[str]]) -> frozenset[str]:
    words: set[str] = set()
    for alternative in text.strip().split("|"):
        words |= (
            lists[alternative] if alternative.startswith("@") else {singular(word) for word in words_of(alternative)}
        )
    return frozenset(words)
