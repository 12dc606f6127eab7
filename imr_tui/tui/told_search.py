"""A search in words, to stand above what was made of it."""

from imr_tui.search.resolved import ResolvedQuery


def told_search(query: ResolvedQuery) -> str:
    """Return the words that are sought and what narrows: `knee · Overturned · 2014 to 2016`."""
    words = " ".join(map(str, query.words))
    return " · ".join(filter(None, (words, query.describe()))) or "all items"
