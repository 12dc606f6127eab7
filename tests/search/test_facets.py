"""Counts of facets: what SQL counts, for any search and any narrowing."""

from random import Random

import pytest

from imr_tui.corpus.facets import OPEN_FACETS
from imr_tui.corpus.results import read_all
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine
from imr_tui.search.query import Narrowing
from imr_tui.terminal_text import clean_line

KIND = "replace(regexp_extract(p, '^(?:item [0-9]+: )?([^:,]*)', 1), ' found', '')"
HELD = {
    "decision": "[decision]",
    "type": "[item_type]",
    "subtype": "[item_subtype]",
    "year": "[year(decision_date)::VARCHAR]",
    "specialty": "specialties",
    "state": "licensure_states",
    "generation": "[generation]",
    "outcome": "[outcome]",
    "problem": f"if(len(problems) > 0, list_prepend('any', [{KIND} FOR p IN problems]), [])",
}
"""Of each facet but marks and tags, which are not in the corpus: the values of an item, in SQL."""
WORDS = ("", "pain ", "knee ", "lumbar fusion ", "the ", "acupunc", "zzzz ", '"not medically necessary" ')


@pytest.fixture
def engine(corpus: Corpus) -> SearchEngine:
    return SearchEngine(corpus)


def counted_by_sql(corpus: Corpus, field: str, items: list[str], narrowings: list[Narrowing]) -> dict[str, list[int]]:
    """Return by value how many of these items have it, and how many of them were overturned."""
    conditions = [
        f"coalesce(list_has_any(({HELD[n.field]}), {list(n.values)}), false) <> {n.is_excluded}"
        for n in narrowings
        if n.field != field
    ]
    sql = f"""
        SELECT value, count(*), count(*) FILTER (decision = 'Overturned') FROM (
            SELECT item_id, decision, unnest(list_distinct({HELD[field]})) AS value
            FROM corpus.main.items JOIN corpus.main.cases USING (case_id)
            WHERE item_id IN (SELECT unnest(?)) AND {" AND ".join(["true", *conditions])}
        ) WHERE value IS NOT NULL GROUP BY value
    """
    return {value: numbers for value, *numbers in corpus.cursor().execute(sql, [items]).fetchall()}


def values_in(corpus: Corpus, field: str) -> list[str]:
    sql = f"SELECT DISTINCT unnest({HELD[field]}) FROM corpus.main.items JOIN corpus.main.cases USING (case_id)"
    return sorted(value for (value,) in corpus.cursor().execute(sql).fetchall() if value is not None)


@pytest.mark.parametrize("words", WORDS)
def test_counts_are_what_sql_counts(corpus: Corpus, engine: SearchEngine, words: str) -> None:
    """Each facet under the words and the narrowings by all others, those of a facet being alternatives."""
    random, cursor = Random(words), corpus.cursor()
    found = engine.search(SearchRequest(words), cursor)
    items = [row.item_id for row in read_all(cursor, found.results, found.results.total)]
    values = {field: values_in(corpus, field) for field in HELD}
    for _ in range(6):
        narrowings = [
            Narrowing(field, tuple(random.sample(values[field], min(2, len(values[field])))), random.random() < 0.3)
            for field in random.sample(list(HELD), random.randrange(4))
        ]
        answer = engine.search(SearchRequest(" ".join(map(str, narrowings)) + f" {words}"), cursor)
        assert answer.count_facets
        counts = dict(answer.count_facets(cursor, HELD))
        assert {field: counts[field] for field in OPEN_FACETS} == answer.facets
        for field in HELD:
            assert sorted(count.value for count in counts[field]) == values[field]
            seen = {count.value: [count.items, count.overturned] for count in counts[field] if count.items}
            assert seen == counted_by_sql(corpus, field, items, narrowings), (str(answer.request.text), field)


def test_subtypes_tell_their_type(corpus: Corpus, engine: SearchEngine) -> None:
    answer = engine.search(SearchRequest("decision:overturned"), corpus.cursor())
    assert answer.count_facets
    counts = dict(answer.count_facets(corpus.cursor(), ["type", "subtype"]))
    for kind in counts["type"]:
        assert sum(count.items for count in counts["subtype"] if count.parent == kind.value) == kind.items


def test_problems_are_told_by_their_kind(corpus: Corpus, engine: SearchEngine) -> None:
    """No numbers of items, no dates, none of the letter's words."""
    answer = engine.search(SearchRequest(), corpus.cursor())
    assert answer.count_facets
    ((_, counts),) = answer.count_facets(corpus.cursor(), ["problem"])
    assert counts[0].value == "any"
    assert {"no decision", "no MAXIMUS guideline"} <= {count.value for count in counts}
    assert all(clean_line(count.value) == count.value for count in counts)
