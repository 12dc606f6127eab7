"""The queries that ship with the program, against the same figures worked out in Python from the tables."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.saved_queries import QuerySession, SavedQuery, bind, find_queries
from imr_tui.saved_queries.choices import read_choices
from tests.conftest import ROOT

SHIPPED = find_queries([ROOT / "queries"])
Row = dict[str, Any]
Run = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def session(snapshot: Path) -> Iterator[QuerySession]:
    with QuerySession(snapshot) as opened:
        yield opened


@pytest.fixture
def run(session: QuerySession) -> Run:
    """Run a shipped query with the given values; its rows by column."""

    def run_query(name: str, **given: str) -> list[Row]:
        query = SHIPPED[name]
        session.provide("selection", ["letter_001#1", "letter_007#2"])
        values = bind(query.parameters, given, lambda p: read_choices(session, p))
        result = session.run(query.sql, values)
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    return run_query


class Tables:
    """The public tables as rows, each item with its case and its citations."""

    def __init__(self, corpus: Corpus) -> None:
        cursor = corpus.cursor()

        def read(name: str) -> list[Row]:
            columns = [str(column[0]) for column in cursor.execute(f"FROM corpus.main.{name}").description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

        self.cases, self.items, self.citations, self.letters = map(read, ("cases", "items", "citations", "letters"))
        by_id = {case["case_id"]: case for case in self.cases}
        for item in self.items:
            item["case"] = by_id[item["case_id"]]
            item["cited"] = [cited for cited in self.citations if cited["item_id"] == item["item_id"]]
        self.decided = [item for item in self.items if item["decision"] != "Unclear"]

    def sources(self, item: Row, party: str) -> set[str]:
        return {cited["source"] for cited in item["cited"] if cited["party"] == party}


@pytest.fixture
def tables(corpus: Corpus) -> Tables:
    return Tables(corpus)


Keys = Callable[[Row], Iterable[Any]]


def rates(items: Iterable[Row], keys: Keys) -> dict[Any, tuple[int, int, float | None]]:
    """Return items, overturned and percent of the decided ones, of each of the keys that an item has."""
    decisions: defaultdict[Any, list[str]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            decisions[key].append(item["decision"])
    return {key: (len(d), d.count("Overturned"), _percent(d)) for key, d in decisions.items()}


def _percent(decisions: list[str]) -> float | None:
    decided = len(decisions) - decisions.count("Unclear")
    return 100 * decisions.count("Overturned") / decided if decided else None


def told(rows: list[Row], *keys: str) -> dict[Any, tuple[int, int, Any]]:
    """Return the same of a query's rows."""

    def key(row: Row) -> Any:
        return row[keys[0]] if len(keys) == 1 else tuple(row[name] for name in keys)

    percents = {
        key(row): (row["items"], row["overturned"], pytest.approx(row["overturned_percent"], abs=0.051)) for row in rows
    }
    assert len(percents) == len(rows)
    return percents


@pytest.mark.parametrize("query", SHIPPED.values(), ids=SHIPPED)
def test_every_shipped_query_says_what_it_asks_and_shows(session: QuerySession, query: SavedQuery) -> None:
    assert query.problem is None
    assert query.title.lower() != query.name.replace("_", " ") or " " in query.title
    assert len(query.description) > 30
    assert query.tags
    assert query.chart or query.drill
    assert all(p.label != p.name and p.default is not None for p in query.parameters)
    assert all(read_choices(session, p) for p in query.parameters if p.choices)
    values = bind(query.parameters, {}, lambda p: read_choices(session, p))
    result = session.run(query.sql, values)
    shown = {query.drill} if query.drill else set()
    shown |= {query.chart.labels, query.chart.values} if query.chart else set()
    assert shown <= set(result.columns)
    assert bool(list(result.rows)) is (query.name != "my_marks")


def test_there_are_the_queries_an_analyst_starts_with() -> None:
    assert len(SHIPPED) >= 22
    assert {
        "guideline_pages_cited_most", "guidelines_cited_most", "letters_with_problems", "longest_rationales",
        "mixed_outcome_cases", "most_disputed_drugs", "overturn_rate_by_item_type", "overturn_rate_by_specialty",
        "overturn_rate_by_year", "processing_times", "retrospective_requests", "unclear_decisions",
    } <= set(SHIPPED)  # fmt: skip


def test_overturn_rates(run: Run, tables: Tables) -> None:
    decided = tables.decided

    def year(item: Row) -> list[str]:
        day = item["case"]["decision_date"]
        return [str(day.year) if day else "not dated"]

    def patient(item: Row) -> list[tuple[str, str]]:
        age, gender = item["case"]["patient_age"], item["case"]["patient_gender"]
        decade = "not told" if age is None else f"{age // 10 * 10}-{age // 10 * 10 + 9}"
        return [(decade, gender or "not told")]

    by: dict[str, tuple[Keys, tuple[str, ...]]] = {
        "overturn_rate_by_item_type": (lambda i: [i["item_type"]], ("item_type",)),
        "overturn_rate_by_subtype": (lambda i: [(i["item_type"], i["item_subtype"])], ("item_type", "item_subtype")),
        "overturn_rate_by_specialty": (lambda i: i["case"]["specialties"], ("specialty",)),
        "overturn_rate_by_state": (lambda i: i["case"]["licensure_states"], ("state",)),
        "overturn_rate_by_year": (year, ("decided",)),
        "overturn_rate_by_patient": (patient, ("age", "gender")),
        "expedited_against_standard": (lambda i: [i["case"]["priority"] or "not told"], ("priority",)),
        "reviewers_against_item_types": (
            lambda i: [(specialty, i["item_type"]) for specialty in i["case"]["specialties"]],
            ("specialty", "item_type"),
        ),
    }
    for name, (keys, columns) in by.items():
        rows = run(name)
        assert told(rows, *columns) == rates(decided, keys), name
        in_order = "decided" if name.endswith("year") else "age" if name.endswith("patient") else None
        counts = [row[in_order] if in_order else -row["items"] for row in rows]
        assert counts == sorted(counts), name
    drugs = [item for item in decided if item["item_type"] == "Pharmaceuticals"]
    some = told(run("overturn_rate_by_subtype", type="pharmaceuticals", least="5"), "item_subtype")
    assert some == {k: v for k, v in rates(drugs, lambda i: [i["item_subtype"]]).items() if v[0] >= 5}


def test_guidelines(run: Run, tables: Tables) -> None:
    items, decided = tables.items, tables.decided

    def cited(item: Row, party: str, part: str) -> set[Any]:
        return {(c["source"], c[part]) for c in item["cited"] if c["party"] == party}

    assert told(run("guidelines_cited_most"), "source", "party") == rates(items, lambda i: cited_by(i))
    for party in ("reviewer", "claims_administrator"):
        names = {item["item_id"]: cited(item, party, "section") for item in decided}
        sections = rates(decided, partial(_named, names))
        rows = told(run("overturn_rate_by_guideline", party=party, least="1"), "source", "section")
        assert rows == sections
    odg = rates(decided, lambda i: {section for source, section in cited(i, "reviewer", "section") if source == "ODG"})
    rows = told(run("overturn_rate_by_guideline", source="odg", least="2"), "section")
    assert rows == {key: rate for key, rate in odg.items() if rate[0] >= 2}
    pages = Counter(
        (c["source"], c["section"], c["pages"])
        for c in tables.citations
        if c["party"] == "reviewer" and c["section"] is not None
    )
    most = run("guideline_pages_cited_most", rows="1000")
    assert {(r["source"], r["section"], r["pages"]): r["citations"] for r in most} == pages
    assert len(run("guideline_pages_cited_most")) == 40
    silent = [item["item_id"] for item in items if not tables.sources(item, "reviewer")]
    assert [row["item_id"] for row in run("items_without_guideline")] == sorted(silent)
    upheld = run("items_without_guideline", decision="Upheld")
    assert {row["decision"] for row in upheld} == {"Upheld"}
    assert len(upheld) < len(silent)

    def at_odds(item: Row) -> list[tuple[str, str]]:
        claims, reviewer = tables.sources(item, "claims_administrator"), tables.sources(item, "reviewer")
        both = claims and reviewer and not claims & reviewer
        return [(", ".join(sorted(claims)), ", ".join(sorted(reviewer)))] if both else []

    assert told(run("guidelines_at_odds"), "claims_administrator", "reviewer") == rates(decided, at_odds)


def _named(names: dict[str, set[Any]], item: Row) -> set[Any]:
    return names[item["item_id"]]


def cited_by(item: Row) -> set[tuple[str, str]]:
    return {(cited["source"], cited["party"]) for cited in item["cited"]}


def test_drugs(run: Run, tables: Tables) -> None:
    drugs = [item for item in tables.items if item["item_type"] == "Pharmaceuticals"]

    def naming(word: str) -> list[str]:
        return [i["decision"] for i in drugs if re.search(rf"(?<![a-z]){word}(?![a-z])", i["title"], re.IGNORECASE)]

    most = run("most_disputed_drugs", rows="1000")
    assert [row["items"] for row in most] == sorted((row["items"] for row in most), reverse=True)
    for row in most[:10]:
        assert (row["items"], row["overturned"]) == (len(naming(row["drug"])), naming(row["drug"]).count("Overturned"))
    assert {row["class"] for row in run("most_disputed_drugs", **{"class": "opioids"})} == {"Opioids"}
    assert {"tablets", "prescription", "daily"}.isdisjoint(row["drug"] for row in most)
    upheld = run("drugs_upheld_most", least="3", rows="1000")
    shares = [row["upheld_percent"] for row in upheld]
    assert shares == sorted(shares, reverse=True)
    for row in upheld:
        decisions = [decision for decision in naming(row["drug"]) if decision != "Unclear"]
        assert (row["items"], row["upheld"]) == (len(decisions), decisions.count("Upheld"))
        assert row["items"] >= 3


def test_the_same_treatment_decided_both_ways(run: Run, tables: Tables) -> None:
    ways: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in tables.decided:
        ways[" ".join(re.findall("[a-z]+", item["title"].lower()))][item["decision"]] += 1
    both = {title: count for title, count in ways.items() if len(count) == 2}
    rows = run("same_treatment_both_ways")
    assert {row["treatment"]: {"Upheld": row["upheld"], "Overturned": row["overturned"]} for row in rows} == both
    decisions = {item["item_id"]: item["decision"] for item in tables.items}
    assert {decisions[row["item_id"]] for row in rows} == {"Overturned"}
    assert {decisions[row["upheld_item"]] for row in rows} == {"Upheld"}


def test_times_and_volumes(run: Run, tables: Tables) -> None:
    taken: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    longest = {}
    for case in tables.cases:
        received, decided = case["received_date"], case["decision_date"]
        if received and decided:
            days = (decided - received).days
            taken[decided.year, case["priority"] or "not told"].append(days)
            longest[case["case_id"]] = days
    times = run("processing_times")
    assert {(r["decided"], r["priority"]): (r["cases"], r["longest_days"]) for r in times} == {
        key: (len(days), max(days)) for key, days in taken.items()
    }
    assert all(abs(r["median_days"] - median(taken[r["decided"], r["priority"]])) <= 0.5 for r in times)
    reviews = [(row["case_id"], row["days"]) for row in run("longest_reviews", rows="10")]
    assert reviews == sorted(((c, d) for c, d in longest.items() if d >= 0), key=lambda p: (-p[1], p[0]))[:10]
    assert {row["priority"] for row in run("longest_reviews", priority="Expedited")} == {"Expedited"}
    dated = [item for item in tables.items if item["case"]["decision_date"]]
    months = run("monthly_volume")
    assert told(months, "month") == rates(dated, lambda i: [f"{i['case']['decision_date']:%Y-%m}"])
    assert sum(row["cases"] for row in months) == sum(
        bool(c["decision_date"] and c["item_count"]) for c in tables.cases
    )
    year = run("monthly_volume", since="2015-01-01", until="2015-12-31")
    assert [row["month"] for row in year] == [row["month"] for row in months if row["month"].startswith("2015")]

    def years(item: Row) -> list[str]:
        decided, injured = item["case"]["decision_date"], item["case"]["injury_date"]
        if not decided or not injured or decided < injured:
            return []
        age = (decided - injured).days // 365
        return [str(age) if age < 10 else "10 and more"]

    assert told(run("injury_to_decision"), "years") == rates(tables.decided, years)


def test_cases_and_items_to_look_at(run: Run, tables: Tables) -> None:
    mixed = {case["case_id"]: case for case in tables.cases if case["outcome"] == "Mixed"}
    rows = run("mixed_outcome_cases")
    assert {row["case_id"] for row in rows} == set(mixed)
    for row in rows[:5]:
        titles = [i["title"] for i in tables.items if (i["case_id"], i["decision"]) == (row["case_id"], "Overturned")]
        assert row["overturned"] == "; ".join(titles)
    largest = [(row["case_id"], row["items"]) for row in run("largest_cases", rows="5")]
    counts = Counter(item["case_id"] for item in tables.items)
    assert largest == sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    after = {
        i["item_id"] for i in tables.items if re.search(r"\b(retro|retrospective|dos)\b", i["title"], re.IGNORECASE)
    }
    assert {row["item_id"] for row in run("retrospective_requests")} == after
    lengths = [len(item["rationale"].split()) for item in tables.items if item["rationale"]]
    assert [row["words"] for row in run("longest_rationales")] == sorted(lengths, reverse=True)[:25]
    assert [row["item_id"] for row in run("unclear_decisions")] == ["CM15-9200145#2", "letter_018#2"]
    troubled = Counter(letter["status"] for letter in tables.letters if letter["status"] != "parsed")
    assert Counter(row["status"] for row in run("letters_with_problems")) == troubled
    assert {row["status"] for row in run("letters_with_problems", status="unreadable")} == {"unreadable"}


def test_boilerplate_is_found_by_shared_sentences(run: Run, tables: Tables) -> None:
    (family,) = run("boilerplate_rationales")
    assert (family["item_id"], family["rationales"], family["upheld"]) == ("CM13-9100058#1", 3, 3)
    sentences = {
        item["item_id"]: set(item["rationale"].lower().split(". ")) for item in tables.items if item["rationale"]
    }
    first = sentences[family["item_id"]]
    shares = {name: len(first & own) / max(len(first), len(own)) for name, own in sentences.items()}
    assert sum(share >= 0.75 for share in shares.values()) == 3
    looser = {row["item_id"]: row["rationales"] for row in run("boilerplate_rationales", share="0.3")}
    assert looser[family["item_id"]] >= 3
    assert run("boilerplate_rationales", least="4") == []


def test_a_search_and_marks_are_data(run: Run, tables: Tables) -> None:
    found = [item for item in tables.decided if item["item_id"] in ("letter_001#1", "letter_007#2")]
    within = run("overturn_rate_of_selection", search="anything")
    assert told(within, "item_type", "item_subtype") == rates(found, lambda i: [(i["item_type"], i["item_subtype"])])
    everywhere = rates(tables.decided, lambda i: [i["item_subtype"]])
    assert all(row["of_all_percent"] == pytest.approx(everywhere[row["item_subtype"]][2], abs=0.051) for row in within)
    assert run("my_marks") == []


def test_titles_without_a_word_are_no_treatment() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE items (item_id TEXT, title TEXT, decision TEXT, item_subtype TEXT)")
        connection.execute("INSERT INTO items SELECT t || d, t, d, 'x' FROM (VALUES (NULL), ('#60'), ('MRI')) AS a(t), "
                           "(VALUES ('Upheld'), ('Overturned')) AS b(d)")  # fmt: skip
        sql = SHIPPED["same_treatment_both_ways"].sql
        assert [row[0] for row in connection.execute(sql, {"subtype": None, "rows": 9}).fetchall()] == ["mri"]


def test_ages_come_in_their_order() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cases AS SELECT unnest([105, 9, NULL, 29, 21]) AS patient_age, "
                           "unnest(['f', 'f', 'f', 'm', 'f']) AS patient_gender, 1 AS case_id")  # fmt: skip
        connection.execute("CREATE TABLE items AS SELECT 1 AS case_id, 'Upheld' AS decision")
        rows = connection.execute(SHIPPED["overturn_rate_by_patient"].sql).fetchall()
    assert [row[:2] for row in rows] == [
        ("0-9", "f"), ("20-29", "f"), ("20-29", "m"), ("100-109", "f"), ("not told", "f"),
    ]  # fmt: skip
