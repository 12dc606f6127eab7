"""What is asked of a search, and what it answers: plain values, light to import."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imr_tui.corpus.facets import Counts, FacetCount
from imr_tui.corpus.results import Results
from imr_tui.search.passages import Sought
from imr_tui.search.resolved import ResolvedQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from duckdb import DuckDBPyConnection

    CountFacets = Callable[[DuckDBPyConnection, Iterable[str]], Iterator[tuple[str, tuple[FacetCount, ...]]]]

ORDERS = {
    "relevance": "best first",
    "date": "latest first",
    "oldest": "oldest first",
    "decision": "by decision",
    "type": "by type",
    "title": "by title",
    "case": "by case",
}
"""In which order results may come, and how that is told."""


MOST_SPELLINGS_TOLD = 2


@dataclass(frozen=True, slots=True)
class Variant:
    """A word of the corpus that a typed word may stand for; weight 1 for the word itself."""

    term_id: int
    term: str
    items: int
    weight: float


@dataclass(frozen=True, slots=True)
class Spelling:
    """What was searched for one typed word, best first; nothing if the corpus has no such word."""

    typed: str
    variants: tuple[Variant, ...]

    def describe(self) -> str:
        """Say which other spellings were searched; empty when there are none but the word and what it begins."""
        terms = [variant.term for variant in self.variants]
        others = [term for term in terms if not term.startswith(self.typed)]
        if not terms:
            return f"{self.typed}: not found"
        if not others:
            return ""
        more = f" ({len(others)} spellings)" if len(others) > 1 else ""
        told = ", ".join(others[:MOST_SPELLINGS_TOLD])
        return f"{self.typed} {'and' if len(others) < len(terms) else '→'} {told}{more}"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked, in the query language. Nothing: all items."""

    text: str = ""
    order: str = "relevance"
    """One of `ORDERS`. Without words, relevance is by date."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and how."""

    request: SearchRequest
    query: ResolvedQuery
    """What it means in this corpus."""
    results: Results
    facets: Counts
    """Those that are open from the start."""
    spellings: tuple[Spelling, ...]
    sought: Sought
    """What counts as a match, for passages and highlights."""
    is_partial: bool
    """No item holds every word: these hold as many as any does."""
    elapsed_ms: float
    count_facets: "CountFacets | None" = field(default=None, repr=False, compare=False)
    """Counts any facets, one by one; not there with what was kept for the first screen."""

    @property
    def hints(self) -> tuple[str, ...]:
        """Return what was not understood or guessed, and whether no item holds every word."""
        return (*self.query.hints, *(["none holds every word"] if self.is_partial else []))

    def describe(self) -> str:
        """Say what was not understood, and what differs from a search for the words as typed."""
        missing = [spelling.describe() for spelling in self.spellings if not spelling.variants]
        others = [spelling.describe() for spelling in self.spellings if spelling.variants]
        notes = [*self.hints, *missing, *others]
        return " · ".join(note for note in notes if note)
