"""The query language: one line of text -> what is wanted. Any text is a query; what cannot be meant is told by a hint.

Words are all wanted; `"exact phrase"`, `-word` and `-"phrase"`, `word*` (what it begins), `=word` (no typos), and
`field:value` with commas and ranges: `decision:overturned`, `year:2014..2016`, `age:50..`, `specialty:"pain medicine"`.
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from imr_tui.search.words import words_of

LONGEST_QUERY = 2_000
"""Characters of a query that are read: a pasted page is no query, and each word costs time."""
TEXT_FIELDS = (
    "decision",
    "type",
    "subtype",
    "guideline",
    "specialty",
    "state",
    "generation",
    "outcome",
    "problem",
    "gender",
    "case",
    "is",
    "tag",
    "in",
)
RANGE_FIELDS = ("year", "age")
FIELDS = TEXT_FIELDS + RANGE_FIELDS
LETTERS_BY_TYPO = 3
"""In the name of a field."""

_PART = re.compile(
    r'(?P<minus>-?)(?P<field>[^\W\d_]+):(?P<values>(?:"[^"]*"?|[^\s"])*)'
    r'|(?P<excluded>-?)"(?P<phrase>[^"]*)"?'
    r'|(?P<word>[^\s"]+)'
)
_VALUE = re.compile(r'"([^"]*)"?|([^,"]+)')
_RANGE = re.compile(r"(\d{1,4})?(\.\.)?(\d{1,4})?")
_BARE_VALUE = re.compile(r'[^\s,"]+')


@dataclass(frozen=True, slots=True)
class Word:
    """A word."""

    word: str
    is_excluded: bool = False
    is_exact: bool = False
    """No typos, no other endings."""
    is_prefix: bool = False
    """The words that it begins, too."""

    def __str__(self) -> str:
        return f"{'-' * self.is_excluded}{'=' * self.is_exact}{self.word}{'*' * self.is_prefix}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together, exactly so."""

    words: tuple[str, ...]
    is_excluded: bool = False

    def __str__(self) -> str:
        return f'{"-" * self.is_excluded}"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, both included; None is open."""

    low: int | None
    high: int | None

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        return "..".join("" if end is None else str(end) for end in (self.low, self.high))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A field, and the values or ranges of which an item must have one; none yet: it narrows nothing."""

    field: str
    values: tuple[str | Range, ...]
    is_excluded: bool = False
    place: tuple[int, int] = dataclasses.field(default=(0, 0), compare=False)
    """Where it stands in the text that was parsed: its first character, and the one behind its last."""

    def means(self, value: str | int) -> bool:
        """Tell whether `value` is one of its values, or within one of its ranges."""
        number = int(value) if str(value).isdecimal() else value
        return any(number in meant if isinstance(meant, Range) else str(value) == meant for meant in self.values)

    def __str__(self) -> str:
        return f"{'-' * self.is_excluded}{self.field}:{','.join(map(_printed, self.values))}"


Part = Word | Phrase | Narrowing


@dataclass(frozen=True, slots=True)
class Query:
    """What is wanted, in the order in which it was typed."""

    parts: tuple[Part, ...] = ()
    is_unfinished: bool = False
    """The last part is a word that may still be typed."""
    hints: tuple[str, ...] = ()
    """What was not understood, in words."""

    @property
    def narrowings(self) -> tuple[Narrowing, ...]:
        """Return its fields with their values."""
        return tuple(part for part in self.parts if isinstance(part, Narrowing))

    def __str__(self) -> str:
        return " ".join(map(str, self.parts)) + ("" if self.is_unfinished else " ")


def parse_query(text: str) -> Query:
    """Return what `text` asks for; whatever it is, nothing is raised."""
    parts: list[Part] = []
    hints: list[str] = []
    for found in _PART.finditer(text[:LONGEST_QUERY]):
        if found["field"] and found["field"].lower() in FIELDS:
            narrowing, hint = _narrowing(found)
            parts.append(narrowing)
            hints += hint
        elif found["phrase"] is not None:
            words = tuple(words_of(found["phrase"]))
            parts += [Phrase(words, bool(found["excluded"]))] if words else []
        else:
            parts += _words(found[0])
            hints += [_no_field(found["field"])] if found["field"] and found["values"] else []
    is_unfinished = bool(parts) and _is_open(parts[-1]) and len(text) <= LONGEST_QUERY and bool(words_of(text[-1:]))
    return Query(tuple(parts), is_unfinished, tuple(dict.fromkeys(hints)))


def places_of_words(text: str) -> list[tuple[int, int]]:
    """Return where words stand in `text` that are sought with their typos, or as typed only by a `=` before them."""
    found = [part for part in _PART.finditer(text[:LONGEST_QUERY]) if part["word"] and words_of(part["word"])]
    return [part.span() for part in found if not part["word"].startswith("-") and not part["word"].endswith("*")]


def _is_open(part: Part) -> bool:
    return isinstance(part, Word) and not (part.is_excluded or part.is_exact or part.is_prefix)


def _words(text: str) -> Iterator[Part]:
    is_excluded = text.startswith("-")
    is_exact = text.startswith("=")
    words = words_of(text)
    is_prefix = bool(words) and not is_exact and text.endswith("*")
    if is_excluded and len(words) > 1:
        yield Phrase(tuple(words), is_excluded=True)
        return
    for number, word in enumerate(words, 1):
        yield Word(word, is_excluded, is_exact, is_prefix and number == len(words))


def _narrowing(found: re.Match[str]) -> tuple[Narrowing, list[str]]:
    name = found["field"].lower()
    typed = [" ".join((quoted or bare).split()) for quoted, bare in _VALUE.findall(found["values"])]
    typed = [value for value in typed if value]
    if name not in RANGE_FIELDS:
        return Narrowing(name, tuple(typed), bool(found["minus"]), found.span()), []
    ranges = [_range(value) for value in typed]
    hints = [] if all(ranges) else [f"{name}: takes numbers, as in {name}:50 or {name}:50..60"]
    return Narrowing(name, tuple(held for held in ranges if held), bool(found["minus"]), found.span()), hints


def _no_field(name: str) -> str:
    from rapidfuzz.distance import OSA

    typed = name.lower()
    known = next((known for known in FIELDS if known.startswith(typed)), None)
    nearest = known or min(FIELDS, key=lambda known: OSA.distance(typed, known))
    is_near = known or OSA.distance(typed, nearest) <= len(typed) // LETTERS_BY_TYPO
    return f"no field {name}: {nearest}?" if is_near else f"no field {name}"


def _range(value: str) -> Range | None:
    found = _RANGE.fullmatch(value)
    if not found or not (found[1] or found[3]):
        return None
    low, high = (int(end) if end else None for end in (found[1], found[3]))
    return Range(low, high) if found[2] else Range(int(value), int(value))


def _printed(value: str | Range) -> str:
    if isinstance(value, Range) or _BARE_VALUE.fullmatch(value):
        return str(value)
    return f'"{value}"'
