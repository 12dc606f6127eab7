"""Title of a disputed item -> item type and subtype, by the lexicon."""

from dataclasses import dataclass
from functools import cache, lru_cache

from imr_tui.letters.item_types.lexicon import DRUGS, DRUGS_FILE, WEAK_FILE, Rule, lexicon
from imr_tui.letters.item_types.spelling import plain_word, read_word
from imr_tui.letters.item_types.words import words_of
from imr_tui.letters.model import ItemType

OTHER = ItemType("Other", "Other")
PURPOSE = frozenset(("for", "after", "following", "prior", "before", "during", "due", "status", "regarding"))
LONGEST_READ = 1000
"""Characters of a title that are looked at: bounds the time that a freak text may take."""
STATUS_POST = ("s", "p")
UNITS = frozenset(("mg", "mcg", "meq"))
DOSES = UNITS | {"tablet", "tab", "capsule", "cap", "pill"}
GIVEN_IN_DOSES = frozenset((DRUGS, "Injections", "Spinal cord stimulator & implants"))
"""The types and subtypes of items that name a drug and its dose."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An item type, and why a title has it."""

    item_type: ItemType
    rule: Rule | None
    """The rule that decided; None where none fits."""
    respelt: tuple[tuple[str, str], ...]
    """The words that were read as other words, and these."""

    @property
    def reason(self) -> str:
        """The rule and its file and section, and what was read otherwise, in one line."""
        rule = f"{self.rule.file} [{self.rule.section}] {self.rule.text}" if self.rule else "no rule fits"
        return "; ".join((rule, *(f"{word} -> {meant}" for word, meant in self.respelt)))


@lru_cache(maxsize=65_536)
def classify(title: str) -> ItemType:
    """Return the item type of `title`: that of the first rule that fits, `Other` when none does.

    The first part of a title decides where it names an item: in "crutches after knee surgery" the crutches, in
    "trazodone 50 mg at bed time" the drug.
    """
    rule = _deciding(tuple(map(_telling, words_of(title[:LONGEST_READ]))))
    return rule.item_type if rule else OTHER


def explain(title: str) -> Explanation:
    """Return what `classify` returns, with the rule that decided and the words that were read as others."""
    words = words_of(title[:LONGEST_READ])
    rule = _deciding(tuple(map(_telling, words)))
    respelt = {word: meant for word in words if _is_respelt(word, meant := read_word(word))}
    return Explanation(rule.item_type if rule else OTHER, rule, tuple(respelt.items()))


def _is_respelt(word: str, meant: str) -> bool:
    return meant != plain_word(word) and not meant.startswith("*")


@lru_cache(maxsize=65_536)
def _telling(word: str) -> str:
    """Return how a word is read, a blank where that decides nothing: most titles differ in their numbers only."""
    meant = read_word(word)
    return meant if meant in _telling_words() else ""


@cache
def _telling_words() -> frozenset[str]:
    known = lexicon()
    return known.words.union(DOSES, PURPOSE, STATUS_POST, ["and"], (f"*{ending}" for ending in known.endings))


@lru_cache(maxsize=65_536)
def _deciding(words: Words) -> Rule | None:
    head = words[: _end_of_head(words)]
    rule = _first_fitting(head) if len(head) < len(words) else None
    return rule if rule and _is_item(rule) else _first_fitting(words)


def _end_of_head(words: Words) -> int:
    """Return where the title turns from what is asked for to why or when it is, or from a drug and its dose on."""
    for place, word in enumerate(words):
        if word in PURPOSE or words[place : place + 2] == STATUS_POST:
            return place
        if word == "and" and not UNITS.isdisjoint(words[:place]):
            return place
    return len(words)


def _is_item(rule: Rule) -> bool:
    # "12 visits for acupuncture", "injection for facet pain": such a head only announces what follows.
    return rule.file != WEAK_FILE and not rule.item_type.subtype.startswith("Other")


def _first_fitting(words: Words) -> Rule | None:
    known = lexicon()
    title = frozenset(words)
    candidates = sorted({number for word in title for number in known.by_word.get(word, ())})
    for place, number in enumerate(candidates):
        rule = known.rules[number]
        if not rule.fits(title) or _is_parted(words, rule):
            continue
        if _is_given_in_doses(rule.item_type) or not _leads_with_a_dosed_drug(words):
            return _first_named(words, rule, candidates[place + 1 :]) if rule.file == DRUGS_FILE else rule
    return None


def _leads_with_a_dosed_drug(words: Words) -> bool:
    """Tell whether what stands before the first dose is a drug."""
    for doses in (UNITS, DOSES):
        end = next((place for place, word in enumerate(words) if word in doses), 0)
        if end:
            rule = _first_fitting(words[:end])
            return rule is not None and rule.file == DRUGS_FILE
    return False


def _is_given_in_doses(item_type: ItemType) -> bool:
    return not GIVEN_IN_DOSES.isdisjoint((item_type.name, item_type.subtype))


def _first_named(words: Words, drug: Rule, later: list[int]) -> Rule:
    """Return the drug that the title names first, of those with names as long as that of `drug`."""
    title = frozenset(words)
    others = (lexicon().rules[number] for number in later)
    rivals = [rule for rule in others if rule.file == DRUGS_FILE and len(rule.places) == len(drug.places)]
    named = (rule for rule in rivals if rule.fits(title) and not _is_parted(words, rule))
    return min((drug, *named), key=lambda rule: _place_in(words, rule))


def _is_parted(words: Words, rule: Rule) -> bool:
    """Tell whether a dose parts the words of a drug's name: "tramadol 50 mg, gabapentin 300 mg" are two drugs."""
    if rule.file != DRUGS_FILE or len(rule.places) == 1:
        return False
    places = [words.index(word) for alternatives in rule.places for word in alternatives if word not in DOSES]
    return bool(places) and not UNITS.isdisjoint(words[min(places) : max(places)])


def _place_in(words: Words, rule: Rule) -> int:
    return min(words.index(word) for alternatives in rule.places for word in alternatives)
