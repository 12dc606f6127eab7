"""Groups of the items that a search found: how many, and how they were decided."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_tui.corpus.results import Results
from imr_tui.search.words import words_of

if TYPE_CHECKING:
    import duckdb

MOST_TITLES = 500
TITLES_COMPARED = 2_000
"""The commonest, of which those that differ in spelling alone become one."""
NAMES = {
    "type": "item_type",
    "subtype": "item_subtype",
    "year": "year(decision_date)",
    "specialty": "unnest(list_distinct(list_transform(specialties, lambda name: replace(name, ' & ', ' and '))))",
    "title": "lower(trim(title))",
}
"""Table -> what its groups are named by. But for `title` each is a field of the query language."""
COUNTS = """
    count(*)::BIGINT AS items, count(*) FILTER (decision = 'Upheld') AS upheld,
    count(*) FILTER (decision = 'Overturned') AS overturned, count(*) FILTER (decision = 'Unclear') AS unclear
"""
ITEMS_FOUND = "corpus.internal.items SEMI JOIN matched USING (doc)"
BY_ITEM = f"""
    SELECT {{name}} AS name, {COUNTS}, max(title), sum(overturned) OVER (), count(*) OVER ()
    FROM {ITEMS_FOUND} GROUP BY name ORDER BY items DESC, name LIMIT {TITLES_COMPARED}
"""
BY_CASE = f"""
    WITH by_case AS (SELECT case_id, {COUNTS} FROM {ITEMS_FOUND} GROUP BY case_id),
    named AS (SELECT case_id, if(len(specialties) > 0, specialties, [NULL]) AS specialties FROM corpus.main.cases)
    SELECT {{name}} AS name, sum(items)::BIGINT AS items, sum(upheld), sum(overturned), sum(unclear), NULL,
           (SELECT sum(overturned) FROM by_case), count(*) OVER ()
    FROM by_case JOIN named USING (case_id) GROUP BY name ORDER BY items DESC, name
"""
LEAST_LETTERS = 6
"""Of a word that may be misspelt: shorter ones (`MRI`, `MRA`) mean something else with another letter."""
_NO_SOUND = re.compile(r"(?<!^)[aeiouy]|(.)(?=\1)")
"""Letters that misspellings get wrong most: vowels but the first, doubled letters."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items that have something in common."""

    name: str
    """Empty where the letters do not tell."""
    items: int
    upheld: int
    overturned: int
    unclear: int
    is_respelt: bool = False
    """A title that some of the letters spell otherwise."""

    @property
    def rate(self) -> float:
        """The share of its items that was overturned, from 0 to 1."""
        return self.overturned / self.items


@dataclass(frozen=True, slots=True)
class Statistics:
    """The groups of one table, most items first."""

    table: str
    items: int
    """All that were found. An item of a case with two specialties is in two groups."""
    overturned: int
    groups: tuple[Group, ...]
    left_out: int
    """Groups that are too small to be told."""


def count_groups(cursor: "duckdb.DuckDBPyConnection", results: Results, table: str) -> Statistics:
    """Count the items of `results` by one of `NAMES`."""
    sql = (BY_CASE if table == "specialty" else BY_ITEM).format(name=NAMES[table])
    cursor.register("matched", {"doc": results.docs(results.total)})
    try:
        rows = cursor.execute(sql).fetchall()
    finally:
        cursor.unregister("matched")
    overturned, there = rows[0][-2:] if rows else (0, 0)
    named = ((title if table == "title" else name, *counts) for name, *counts, title, _, _ in rows)
    groups = [Group("" if name is None else str(name), *counts) for name, *counts in named]
    if table == "title":
        joined = _joined(groups)
        there -= len(groups) - len(joined)
        groups = joined[:MOST_TITLES]
    return Statistics(table, results.total, int(overturned), tuple(groups), there - len(groups))


def _joined(titles: Iterable[Group]) -> list[Group]:
    """Return titles, most items first, with those as one that differ in signs or in the spelling of long words."""
    joined: dict[tuple[str, ...], Group] = {}
    for title in titles:
        words = tuple(words_of(title.name))
        key = tuple(map(_sound, words))
        held = joined.get(key)
        joined[key] = _sum(held, title) if held else title
    return sorted(joined.values(), key=lambda group: -group.items)


def _sum(one: Group, other: Group) -> Group:
    is_respelt = one.is_respelt or words_of(one.name) != words_of(other.name)
    return Group(
        one.name,
        one.items + other.items,
        one.upheld + other.upheld,
        one.overturned + other.overturned,
        one.unclear + other.unclear,
        is_respelt,
    )


def _sound(word: str) -> str:
    return _NO_SOUND.sub("", word) if len(word) >= LEAST_LETTERS and word.isalpha() else word
