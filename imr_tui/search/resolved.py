"""What a query means in one corpus: its fields with the values that are there, and in words what they narrow to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from imr_tui.search.fields import VALUES, meant_values, nearest_values, suggested_values
from imr_tui.search.query import FIELDS, Narrowing, Phrase, Query, Range, Word

KnownValues = Callable[[str, str], Sequence[str]]
"""Field, and what was typed -> the values of the field in the corpus, of which some may be meant."""
TEXTS = "in"
"""The field that narrows not the items, but the texts in which words are sought."""
MOST_VALUES_TOLD = 3
FORMS = {
    "age": "age {}",
    "case": "case {}",
    "generation": "generation {}",
    "guideline": "cites {}",
    "outcome": "outcome {}",
    "problem": "problems: {}",
    "tag": "tagged {}",
    TEXTS: "words in {}",
}
"""How values are told that would say too little alone."""
MARKS_TOLD = {"relevant": "marked relevant", "not": "marked not", "later": "marked later", "noted": "with a note"}


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """What is wanted of one corpus."""

    words: tuple[Word | Phrase, ...] = ()
    is_unfinished: bool = False
    """The last of the words may still be typed."""
    narrowings: tuple[Narrowing, ...] = ()
    """With the values as the corpus has them; what narrows nothing is left out."""
    texts: tuple[str, ...] = ()
    """The texts in which the words are sought, of `VALUES["in"]`; none: all."""
    hints: tuple[str, ...] = ()
    """What was not understood, then what was guessed."""

    def wants(self, field: str, value: str) -> bool | None:
        """Tell whether items shall have a value of a field, or not; None where that is not said."""
        own = [narrowing for narrowing in self.narrowings if narrowing.field == field]
        if any(narrowing.means(value) for narrowing in own if narrowing.is_excluded):
            return False
        including = [narrowing for narrowing in own if not narrowing.is_excluded]
        return True if including and all(narrowing.means(value) for narrowing in including) else None

    @property
    def title(self) -> str:
        """The words and what narrows: `knee -pain · Overturned`."""
        return " · ".join(filter(None, (" ".join(map(str, self.words)), self.describe()))) or "all items"

    def describe(self) -> str:
        """Say in words what is left: `Overturned · not Surgery · 2014 to 2016`; empty when it is all."""
        texts = (Narrowing(TEXTS, self.texts),) if self.texts else ()
        told = sorted((*self.narrowings, *texts), key=lambda narrowing: FIELDS.index(narrowing.field))
        return " · ".join(map(_told, told))


def resolve(query: Query, known: KnownValues) -> ResolvedQuery:
    """Return what `query` means where its fields have the values `known`.

    A value that is like none of them is told by a hint, and left out.
    """
    unknown, guessed = list(query.hints), list[str]()
    narrowings = [Narrowing(n.field, _meant(n, known, unknown, guessed), n.is_excluded) for n in query.narrowings]
    narrowings = [narrowing for narrowing in dict.fromkeys(narrowings) if narrowing.values]
    return ResolvedQuery(
        tuple(part for part in query.parts if not isinstance(part, Narrowing)),
        query.is_unfinished,
        tuple(narrowing for narrowing in narrowings if narrowing.field != TEXTS),
        _texts([narrowing for narrowing in narrowings if narrowing.field == TEXTS]),
        tuple(dict.fromkeys(unknown + guessed)),
    )


def _meant(narrowing: Narrowing, known: KnownValues, unknown: list[str], guessed: list[str]) -> tuple[str | Range, ...]:
    values: list[str | Range] = []
    for typed in narrowing.values:
        if isinstance(typed, Range):
            values.append(typed)
            continue
        there = known(narrowing.field, typed)
        if meant := meant_values(narrowing.field, typed, there):
            values += meant
        elif meant := nearest_values(typed, there):
            values += meant
            guessed.append(f"{typed} → {_joined(meant)}")
        else:
            suggested = ", ".join(suggested_values(typed, there))
            name = "text" if narrowing.field == TEXTS else narrowing.field
            unknown.append(f"no {name} like '{typed}'" + (f"; known: {suggested}" if suggested else ""))
    return tuple(dict.fromkeys(values))


def _texts(narrowings: Sequence[Narrowing]) -> tuple[str, ...]:
    wanted = {value for narrowing in narrowings if not narrowing.is_excluded for value in narrowing.values}
    others = {value for narrowing in narrowings if narrowing.is_excluded for value in narrowing.values}
    all_texts = VALUES[TEXTS]
    return tuple(text for text in all_texts if text in (wanted or all_texts) and text not in others and narrowings)


def _told(narrowing: Narrowing) -> str:
    values = [_told_range(narrowing.field, v) if isinstance(v, Range) else v for v in narrowing.values]
    if narrowing.field == "is":
        values = [MARKS_TOLD.get(value, value) for value in values]
    told = FORMS.get(narrowing.field, "{}").format(_joined(values))
    return f"not {told}" if narrowing.is_excluded else told


def _joined(values: Sequence[str]) -> str:
    if len(values) > MOST_VALUES_TOLD:
        values = [*values[: MOST_VALUES_TOLD - 1], f"{len(values) - MOST_VALUES_TOLD + 1} more"]
    return " or ".join(values)


def _told_range(field: str, span: Range) -> str:
    if span.low is None:
        return f"{span.high} and {'below' if field == 'age' else 'before'}"
    if span.high is None:
        return f"{span.low} and {'above' if field == 'age' else 'after'}"
    return f"{span.low}" if span.low == span.high else f"{span.low} to {span.high}"
