"""How an analyst looks at the facets: which are open, in which order, and what is sought among their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from imr_tui.corpus.facets import FACETS, OPEN_FACETS, Facet, FacetCount
from imr_tui.search.fields import VALUES, meant_values, nearest_values
from imr_tui.search.resolved import ResolvedQuery

TOP_FACETS = tuple(facet for facet in FACETS.values() if not facet.parent)
PARTS = {facet.parent: facet.field for facet in FACETS.values() if facet.parent}
"""Facet -> the facet of its parts."""


def pane_of(facet: str) -> str:
    """Return the facet below whose heading a facet is listed: that of which it is a part, or itself."""
    return FACETS[facet].parent or facet if facet else ""


def known_values(facet: str, counts: Mapping[str, Sequence[FacetCount]]) -> tuple[str, ...]:
    """Return the values of a facet by name, whatever was found."""
    return tuple(VALUES.get(facet, ())) or tuple(sorted(count.value for count in counts.get(facet, ())))


@dataclass(slots=True)
class FacetView:
    """What is open, sorted and sought."""

    opened: set[str] = field(default_factory=lambda: set(OPEN_FACETS))
    expanded: set[tuple[str, str]] = field(default_factory=set)
    """Facet and value of which the parts are listed."""
    by_count: dict[str, bool] = field(default_factory=lambda: {f.field: f.is_most_first for f in FACETS.values()})
    is_unfolded: bool = False
    """All headings are listed, also of facets that are not open."""
    finding: tuple[str, str] | None = None
    """A facet, and what is typed to find values of it."""

    def kept(self) -> dict[str, Any]:
        """Return what is open and sorted, for the next session."""
        return {
            "opened": sorted(self.opened),
            "expanded": sorted(map(list, self.expanded)),
            "by_count": self.by_count,
            "is_unfolded": self.is_unfolded,
        }

    def take_up(self, kept: Any) -> None:
        """Open and sort what the last session did; what is no facet is passed over."""
        if not isinstance(kept, dict):
            return
        self.opened |= {facet for facet in FACETS if facet in _listed(kept.get("opened"))}
        pairs = [pair for pair in _listed(kept.get("expanded")) if isinstance(pair, list) and len(pair) == 2]
        self.expanded |= {(f, value) for f in PARTS for facet, value in pairs if f == facet and isinstance(value, str)}
        by_count = kept.get("by_count")
        if isinstance(by_count, dict):
            self.by_count |= {f: by for f, by in by_count.items() if f in FACETS and isinstance(by, bool)}
        self.is_unfolded = kept.get("is_unfolded") is True

    def counted(self, query: ResolvedQuery) -> tuple[str, ...]:
        """Return the facets that need counts beside those that each answer brings."""
        parts = {PARTS[facet] for facet, _ in self.expanded}
        parts |= {narrowing.field for narrowing in query.narrowings} & set(PARTS.values())
        if self.finding and self.finding[0] in PARTS:
            parts.add(PARTS[self.finding[0]])
        return tuple(facet for facet in FACETS if facet not in OPEN_FACETS and facet in self.opened | parts)

    def sort(self, facet: str) -> None:
        """Sort a facet and its parts by count, or by name again."""
        by_count = not self.by_count[facet]
        self.by_count |= dict.fromkeys([facet, PARTS[facet]] if facet in PARTS else [facet], by_count)

    def found(self, counts: Mapping[str, Sequence[FacetCount]]) -> dict[str, frozenset[str]]:
        """Return the values that are like what is typed, of the facet in which they are sought and of its parts."""
        facet, typed = self.finding or ("", "")
        if not typed.strip():
            return {}
        sought = [facet, PARTS[facet]] if facet in PARTS else [facet]
        return {name: _like(name, typed.strip(), known_values(name, counts)) for name in sought}


def folded(view: FacetView, query: ResolvedQuery) -> list[Facet]:
    """Return the facets of which there is nothing to be seen: neither open nor narrowing."""
    narrowing = {narrowing.field for narrowing in query.narrowings}
    return [facet for facet in TOP_FACETS if facet.field not in view.opened | narrowing]


def _like(facet: str, typed: str, known: Sequence[str]) -> frozenset[str]:
    begun = (*meant_values(facet, f"{typed}*", known), *meant_values(facet, typed, known))
    return frozenset(begun or nearest_values(typed, known))


def _listed(thing: object) -> list[Any]:
    return thing if isinstance(thing, list) else []
