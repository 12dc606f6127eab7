"""The text of a query, edited as by hand: a value is ticked or unticked, a narrowing is taken back."""

from collections.abc import Iterable, Sequence

from imr_tui.search.fields import VALUES, meant_values, nearest_values
from imr_tui.search.query import RANGE_FIELDS, Narrowing, Phrase, Range, parse_query, places_of_words
from imr_tui.search.words import words_of

SINGLE = ("type", "subtype", "year")
"""Fields of which an item has one value."""


def toggled(text: str, field: str, value: str, known: Sequence[str] = ()) -> str:
    """Return `text` narrowed to one more of the values of a field, or one less if `value` was among them.

    `known` are the values that the corpus has of it, where it is no field of `VALUES`. A new narrowing goes to the
    front: at the end a word is being typed. Where `value` was excluded, it is no longer.
    """
    known = VALUES.get(field) or known
    own = [narrowing for narrowing in parse_query(text).narrowings if narrowing.field == field]
    excluding = [narrowing for narrowing in own if narrowing.is_excluded and value in _meant(narrowing, known)]
    if excluding:
        return _replaced(text, [(narrowing, _without(_meant(narrowing, known), value)) for narrowing in excluding])
    including = [narrowing for narrowing in own if not narrowing.is_excluded]
    chosen = _common(known, [_meant(narrowing, known) for narrowing in including])
    values = _without(chosen, value) if value in chosen else [*chosen, value]
    if not including:
        return f"{_narrowing(field, values)} {text}"
    return _replaced(text, [(including[0], values), *((narrowing, ()) for narrowing in including[1:])])


def narrowed(text: str, field: str, value: str) -> str:
    """Return `text` narrowed to one value of a field, which takes the place of others that an item cannot have too."""
    if field in SINGLE:
        own = [held for held in parse_query(text).narrowings if held.field == field and not held.is_excluded]
        text = _replaced(text, [(held, ()) for held in own])
    return f"{_narrowing(field, [value])} {text}"


def titled(text: str, title: str, is_respelt: bool = False) -> str:
    """Return `text` with the words of a title, as a phrase unless letters spell them otherwise.

    They are sought in titles alone, unless that would hold for other words of `text` too.
    """
    words = words_of(title)
    wanted = " ".join(words) if is_respelt else str(Phrase(tuple(words)))
    has_others = any(not isinstance(part, Narrowing) or part.field == "in" for part in parse_query(text).parts)
    return f"{'' if has_others else 'in:title '}{wanted} {text}"


def without(text: str, narrowing: Narrowing) -> str:
    """Return `text` without a narrowing."""
    return _replaced(text, [(held, ()) for held in parse_query(text).narrowings if held == narrowing])


def exactly(text: str) -> str:
    """Return `text` with its words sought as typed only, or where all are, with their typos again."""
    places = places_of_words(text)
    is_exact = all(text[start] == "=" for start, _ in places)
    for start, _ in reversed(places):
        text = text[:start] + ("" if is_exact else "=") + text[start:].removeprefix("=")
    return text


def in_order_of_coming(text: str, before: Sequence[Narrowing]) -> list[Narrowing]:
    """Return the narrowings of `text`, those first that were there `before`, in the order of these: the last is new."""
    now = parse_query(text).narrowings
    return [*(held for held in before if held in now), *(held for held in dict.fromkeys(now) if held not in before)]


def _replaced(text: str, changes: Iterable[tuple[Narrowing, Sequence[str]]]) -> str:
    """Return `text` with other values in narrowings that were parsed from it; one without values is left out."""
    for narrowing, values in sorted(changes, key=lambda change: change[0].place, reverse=True):
        start, end = narrowing.place
        if values:
            text = text[:start] + _narrowing(narrowing.field, values, narrowing.is_excluded) + text[end:]
        else:
            text = text[:start] + text[end:].removeprefix(" ")
    return text


def _narrowing(field: str, values: Sequence[str], is_excluded: bool = False) -> str:
    # As one types them, if they need no quotes.
    typed = _runs(values) if field in RANGE_FIELDS else [_typed(value) for value in values]
    return str(Narrowing(field, tuple(typed), is_excluded))


def _typed(value: str) -> str:
    # Signs do not count, and a quote would end the value.
    return value.lower() if value.isalpha() else " ".join(value.replace('"', " ").split())


def _runs(values: Sequence[str]) -> list[Range]:
    """Return numbers in order, those that follow each other as ranges."""
    runs: list[Range] = []
    for number in sorted({int(value) for value in values}):
        if runs and runs[-1].high == number - 1:
            runs[-1] = Range(runs[-1].low, number)
        else:
            runs.append(Range(number, number))
    return runs


def _meant(narrowing: Narrowing, known: Sequence[str]) -> list[str]:
    """Return its values as the field has them; what is like none of these, as it was typed."""
    if narrowing.field in RANGE_FIELDS:
        return [value for value in known if narrowing.means(value)]
    values = list[str]()
    for typed in map(str, narrowing.values):
        values += meant_values(narrowing.field, typed, known) or nearest_values(typed, known) or (typed,)
    return list(dict.fromkeys(values))


def _common(known: Sequence[str], meant: Sequence[Sequence[str]]) -> list[str]:
    """Return the values that all narrowings leave, and what is like no value, which narrows nothing."""
    there = [values for values in ([v for v in values if v in known] for values in meant) if values]
    common = [value for value in there[0] if all(value in values for values in there)] if there else []
    return common + [value for values in meant for value in values if value not in known]


def _without(values: Sequence[str], value: str) -> list[str]:
    return [held for held in values if held != value]
