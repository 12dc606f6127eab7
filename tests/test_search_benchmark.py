"""The benchmark of search: its queries repeat, their truth is what they mean, and a peer is asked fairly."""

from pathlib import Path

import pytest

from benchmarks.search.fts5 import Fts5
from benchmarks.search.measure import Question
from benchmarks.search.peers import Given, NotInstalledError, first_of
from benchmarks.search.queries import KINDS, Query, make_queries
from benchmarks.search.truth import Truth
from benchmarks.typing import TYPED, keys_shown

TEXTS = [
    "Epidural steroid injections are recommended for lumbar radiculopathy, not for axial pain.",
    "The guidelines do not recommend lumbar epidural injections without imaging.",
    "Acupuncture treatments may be extended where functional improvement is documented.",
]


def test_the_same_seed_makes_the_same_queries_of_every_kind() -> None:
    queries = make_queries(TEXTS, 5, seed=1)
    assert queries == make_queries(TEXTS, 5, seed=1) != make_queries(TEXTS, 5, seed=2)
    assert {query.kind: sum(other.kind == query.kind for other in queries) for query in queries} == dict.fromkeys(
        KINDS, 5
    )


def test_typos_are_typos_and_what_is_meant_is_in_the_texts() -> None:
    truth = Truth(TEXTS)
    for query in make_queries(TEXTS, 20, seed=1):
        assert truth.holders(query), query
        if query.kind in ("one typo", "phrase with typos"):
            assert query.text.split() != list(query.meant)


@pytest.mark.parametrize(
    ("query", "holders"),
    [
        (Query("word", "lumbar ", ("lumbar",)), {0, 1}),
        (Query("phrase", "epidural injections", ("epidural", "injections")), {1}),
        (Query("prefix", "recommend", ("recommended",)), {0, 1}),
        (Query("swapped order", "epidural lumbar", ("lumbar", "epidural")), {1}),
        (Query("one typo", "acupunture", ("acupuncture",)), {2}),
    ],
)
def test_truth_is_what_holds_what_was_meant(query: Query, holders: set[int]) -> None:
    assert Truth(TEXTS).holders(query) == holders


def test_recall_asks_for_no_more_than_there_is() -> None:
    question = Question(Query("word", "lumbar ", ("lumbar",)), frozenset({"a#1", "b#1"}))
    assert question.recall(["a#1", "c#1"]) == 0.5
    assert question.recall(["b#1", "c#1", "a#1"]) == 1


def test_later_answers_fill_up_the_first_ten_places() -> None:
    assert first_of([[3, 1], [1, 2]]) == [3, 1, 2]
    assert first_of([range(10), [10]]) == list(range(10))


@pytest.mark.parametrize("text", ["lumbar epidural", "lumbar epidural injec", "epidurl injectons lumbar "])
def test_fts5_finds_phrases_beginnings_and_typos(tmp_path: Path, text: str) -> None:
    try:
        peer = Fts5(Given(Truth(TEXTS).texts, tmp_path / "lines", tmp_path))
    except NotInstalledError:
        pytest.skip("this SQLite has no FTS5")
    assert peer.ask(text)[0] == 1


def test_a_key_counts_as_shown_also_when_the_search_line_has_scrolled() -> None:
    assert keys_shown([" title", " / words of a rationale    6,791 items"]) == 0
    assert keys_shown([" title", " / lumb      6,791 items"]) == 4
    assert keys_shown([" title", f" / {TYPED[5:]}  lumbar and lumber   290 items"]) == len(TYPED)
