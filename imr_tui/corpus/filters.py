"""What narrows the items: immutable, able to say so in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

FACETS = {"decision": "decision", "item_type": "item type"}
"""Facet (a column of `items`) -> its name on screen."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Values chosen in each facet. Several values of one facet are "or", facets are "and"; none chosen is all."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the values chosen in `facet`."""
        return self.chosen.get(facet, ())

    def toggled(self, facet: str, value: str) -> "Filters":
        """Return these filters with `value` chosen if it was not, and not if it was."""
        values = self.values(facet)
        kept = tuple(v for v in values if v != value) if value in values else (*values, value)
        return replace(self, chosen={**self.without(facet).chosen, **({facet: kept} if kept else {})})

    def without(self, facet: str) -> "Filters":
        """Return these filters with nothing chosen in `facet`."""
        return Filters({name: values for name, values in self.chosen.items() if name != facet})

    def without_latest(self) -> "Filters":
        """Return these filters without the facet that was narrowed last."""
        return self.without(list(self.chosen)[-1]) if self.chosen else self

    def describe(self) -> str:
        """Say in words what is chosen: `Overturned · DMEPOS or Surgery`; empty when all is shown."""
        return " · ".join(" or ".join(values) for values in self.chosen.values())
