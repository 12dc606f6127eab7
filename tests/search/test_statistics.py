"""Statistics: the groups are those that plain SQL counts, and narrowing to one finds its items."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.loading.load import load_corpus
from imr_tui.search import statistics
from imr_tui.search.answer import SearchRequest
from imr_tui.search.editing import narrowed, titled
from imr_tui.search.engine import SearchEngine
from imr_tui.search.query import parse_query
from imr_tui.search.statistics import NAMES, Group, Statistics, count_groups
from tests.letters.letters import item, letter

SQL = {
    "type": "SELECT item_type AS name, decision FROM items",
    "subtype": "SELECT item_subtype AS name, decision FROM items",
    "year": "SELECT year(decision_date) AS name, decision FROM items JOIN cases USING (case_id)",
    "specialty": """
        SELECT DISTINCT replace(specialty, '&', 'and') AS name, item_id, decision
        FROM items JOIN cases USING (case_id), unnest(specialties) AS named(specialty)
    """,
}


class Counter:
    """Counts in one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.cursor = corpus.cursor()
        self.cursor.execute("USE corpus")
        self.engine = SearchEngine(corpus)

    def count(self, table: str, text: str = "") -> Statistics:
        answer = self.engine.search(SearchRequest(text), self.cursor)
        return count_groups(self.cursor, answer.results, table)

    def found(self, text: str) -> int:
        return self.engine.search(SearchRequest(text), self.cursor).results.total


@pytest.fixture(scope="module")
def counter(snapshot: Path) -> Iterator[Counter]:
    with Corpus(snapshot) as corpus:
        yield Counter(corpus)


@pytest.mark.parametrize("table", SQL)
def test_groups_are_those_that_sql_counts(counter: Counter, table: str) -> None:
    rows = counter.cursor.execute(
        f"""
        SELECT name::VARCHAR, count(*), count(*) FILTER (decision = 'Upheld'),
               count(*) FILTER (decision = 'Overturned'), count(*) FILTER (decision = 'Unclear')
        FROM ({SQL[table]}) WHERE name IS NOT NULL GROUP BY name
        """
    ).fetchall()
    groups = [group for group in counter.count(table).groups if group.name]
    assert {(g.name, g.items, g.upheld, g.overturned, g.unclear) for g in groups} == set(rows)
    assert [group.items for group in groups] == sorted((items for _, items, *_ in rows), reverse=True)


@pytest.mark.parametrize("table", SQL)
@pytest.mark.parametrize("text", ["", "knee", "year:2014..2016 decision:upheld pain", 'state:california "left'])
def test_narrowing_to_a_group_finds_its_items(counter: Counter, table: str, text: str) -> None:
    counted = counter.count(table, text)
    assert counted.items == counter.found(text)
    for group in counted.groups:
        if group.name:
            assert counter.found(narrowed(text, table, group.name)) == group.items


def test_a_narrowing_takes_the_place_of_what_an_item_cannot_have_too() -> None:
    assert narrowed("type:surg,dme knee", "type", "Surgery") == "type:surgery knee"
    assert narrowed("-type:dme specialty:pain", "specialty", "Urology") == "specialty:urology -type:dme specialty:pain"
    assert parse_query(narrowed("year:2014..2016", "year", "2015")).narrowings == parse_query("year:2015").narrowings


def test_titles_that_differ_in_case_signs_or_spelling_are_one(tmp_path: Path) -> None:
    """Four of six items ask for one thing; a search for them finds all four, the others are told apart."""
    titles = ["Cyclobenzaprine 10mg #60", "CYCLOBENZAPRINE 10mg  #60", "Cyclobenzaprine 10mg, #60",
              "Cyclobenzaprne 10mg #60", "Cyclobenzaprine 5mg #60", "MRI", "MRA"]  # fmt: skip
    (tmp_path / "letter.txt").write_text(letter(*map(item, titles)))
    db = tmp_path / "x.duckdb"
    load_corpus([tmp_path / "letter.txt"], db, lambda progress: None)
    with Corpus(db) as corpus:
        counter = Counter(corpus)
        groups = counter.count("title").groups
        assert [group.items for group in groups] == [4, 1, 1, 1]
        assert groups[0].is_respelt
        assert counter.found(titled("", groups[0].name, groups[0].is_respelt)) == 4


def test_a_title_is_sought_in_titles_unless_other_words_are_sought_elsewhere() -> None:
    assert titled("decision:upheld ", "Norco 10/325mg") == 'in:title "norco 10 325mg" decision:upheld '
    assert titled("knee", "Norco 10/325mg") == '"norco 10 325mg" knee'
    assert titled("in:summary", "Norco", is_respelt=True) == "norco in:summary"


def test_titles_that_there_is_no_room_for_are_told(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    every = counter.count("title")
    assert every.left_out == 0
    monkeypatch.setattr(statistics, "MOST_TITLES", 2)
    some = counter.count("title")
    assert some.groups == every.groups[:2]
    assert some.left_out == len(every.groups) - 2


def test_nothing_found_has_no_groups(counter: Counter) -> None:
    for table in NAMES:
        assert counter.count(table, "zzzzqqqq") == Statistics(table, 0, 0, (), 0)


def test_the_rate_is_the_share_of_overturned_items() -> None:
    assert Group("Surgery", 8, 5, 2, 1).rate == 0.25
