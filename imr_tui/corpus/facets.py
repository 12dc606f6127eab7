"""Counts beside the values of each facet, following the search and the other facets."""

from dataclasses import dataclass

FACETS = {"decision": "decision", "type": "item_type"}
"""Field of the query whose values have counts -> its column of `items`."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many items a value has under the present search, and how many of them were overturned."""

    value: str
    items: int
    overturned: int
