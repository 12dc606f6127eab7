"""Facets: the fields of the query language whose values are listed with counts, following the search."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """A field whose values have counts. To declare it here is all that a pane needs."""

    field: str
    """Of the query language."""
    name: str
    is_open: bool = False
    """From the start; its counts come with each answer. All others are counted when somebody looks at them."""
    is_most_first: bool = False
    """Listed by count from the start, not by name."""
    parent: str = ""
    """The facet of which its values are parts: they are listed below the value that they belong to."""


FACETS = {
    facet.field: facet
    for facet in (
        Facet("decision", "decision", is_open=True),
        Facet("type", "item type", is_open=True),
        Facet("subtype", "subtype", parent="type"),
        Facet("year", "year"),
        Facet("specialty", "specialty", is_most_first=True),
        Facet("state", "state", is_most_first=True),
        Facet("generation", "generation"),
        Facet("outcome", "outcome"),
        Facet("is", "marks", is_most_first=True),
        Facet("tag", "tags", is_most_first=True),
        Facet("problem", "problems", is_most_first=True),
    )
}
"""By field, in the order in which they are shown."""
OPEN_FACETS = tuple(field for field, facet in FACETS.items() if facet.is_open)


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many items a value has under the present search, and how many of them were overturned."""

    value: str
    items: int
    overturned: int
    parent: str = ""
    """The value of the parent facet that it belongs to."""


Counts = dict[str, tuple[FacetCount, ...]]
"""Of each facet that was counted, all values of the corpus, those of no item too."""
