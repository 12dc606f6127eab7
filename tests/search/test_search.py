"""Search on the sample corpus: misspelt words find, totals are exact, counts follow."""

from collections.abc import Callable
from datetime import date

import pytest

from imr_tui.corpus.results import ResultRow, read_all, read_page
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import Answer, SearchRequest
from imr_tui.search.engine import SearchEngine
from imr_tui.search.words import words_of
from tests.conftest import DECISIONS, ITEMS

Ask = Callable[..., Answer]


@pytest.fixture
def ask(corpus: Corpus) -> Ask:
    engine = SearchEngine(corpus)

    def search(text: str) -> Answer:
        return engine.search(SearchRequest(text), corpus.cursor())

    return search


def found(corpus: Corpus, answer: Answer) -> list[ResultRow]:
    return list(read_all(corpus.cursor(), answer.results, answer.results.total))


def terms(answer: Answer) -> set[str]:
    return {variant.term for spelling in answer.spellings for variant in spelling.variants}


def all_texts(corpus: Corpus) -> dict[str, set[str]]:
    """Item -> the words of all its texts that are searched."""
    rows = corpus.cursor().execute(
        """
        SELECT item_id, concat_ws(' ', title, claims_guideline, maximus_guideline, rationale, clinical_summary)
        FROM corpus.main.items LEFT JOIN corpus.main.cases USING (case_id)
        """
    )
    return {item: set(words_of(text)) for item, text in rows.fetchall()}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cyclobenzaprne", "cyclobenzaprine"),
        ("cyclobenzaprien", "cyclobenzaprine"),
        ("acupunture", "acupuncture"),
        ("gabapentine", "gabapentin"),
        ("topirimat", "topiramate"),
        ("menisectomy", "meniscectomy"),
        ("epidual", "epidural"),
        ("omeprazle", "omeprazole"),
        ("lumbr", "lumbar"),
        ("opiods", "opioids"),
        ("hypnotherepy", "hypnotherapy"),
    ],
)
def test_a_misspelt_word_finds_every_item_that_spells_it_right(
    corpus: Corpus, ask: Ask, typed: str, meant: str
) -> None:
    answer = ask(typed)
    rows = {row.item_id for row in found(corpus, answer)}
    assert {item for item, words in all_texts(corpus).items() if meant in words} <= rows
    assert meant in terms(answer)


@pytest.mark.parametrize(
    ("typed", "typo"), [("cyclobenzaprine", "cyclobenzeprine"), ("gabapentin", "gabapentn"), ("lumbar", "lumber")]
)
def test_a_word_finds_the_items_that_misspell_it(corpus: Corpus, ask: Ask, typed: str, typo: str) -> None:
    rows = found(corpus, ask(typed))
    assert any(typo in words_of(row.rationale) for row in rows)
    assert typed in words_of(f"{rows[0].title} {rows[0].rationale}")


def test_an_unfinished_word_finds_what_it_begins(corpus: Corpus, ask: Ask) -> None:
    rows = found(corpus, ask("acupunc"))
    holders = {item for item, words in all_texts(corpus).items() if any(word.startswith("acupunc") for word in words)}
    assert {row.item_id for row in rows} == holders


def test_a_finished_short_word_does_not_stand_for_longer_ones(ask: Ask) -> None:
    assert "injections" in terms(ask("inject"))
    assert "injections" not in terms(ask("inject "))


def test_items_hold_every_word(corpus: Corpus, ask: Ask) -> None:
    answer = ask("functional improvement ")
    texts = all_texts(corpus)
    assert not answer.is_partial
    for row in found(corpus, answer):
        assert "functional" in texts[row.item_id]
        assert any(word.startswith("improve") for word in texts[row.item_id])


def test_when_no_item_holds_every_word_the_best_do_and_it_is_said(corpus: Corpus, ask: Ask) -> None:
    answer = ask("acupuncture wheelchair")
    assert answer.is_partial
    assert answer.results.total > 0


def test_a_word_that_nothing_is_like_finds_nothing_and_is_told(ask: Ask) -> None:
    answer = ask("xyzzyqwk")
    assert answer.results.total == 0
    assert [spelling.describe() for spelling in answer.spellings] == ["xyzzyqwk: not found"]


def test_what_was_searched_is_told(ask: Ask) -> None:
    assert [s.describe() for s in ask("cyclobenzaprne").spellings] == [
        "cyclobenzaprne → cyclobenzaprine, cyclobenzeprine (2 spellings)"
    ]
    assert [s.describe() for s in ask("acupuncture ").spellings] == ["acupuncture and acupunture"]
    assert [s.describe() for s in ask("knee").spellings] == [""]


def test_without_words_all_items_come_latest_decision_first(corpus: Corpus, ask: Ask) -> None:
    answer = ask("")
    rows = found(corpus, answer)
    assert answer.results.total == len(rows) == ITEMS
    dates = [row.decision_date for row in rows if row.decision_date]
    assert dates == sorted(dates, reverse=True)
    assert all(row.decision_date is None for row in rows[len(dates) :])


def test_filters_are_or_within_and_between(corpus: Corpus, ask: Ask) -> None:
    answer = ask("decision:overturned type:surgery,injections ")
    rows = found(corpus, answer)
    assert rows
    assert {(row.decision, row.item_type) for row in rows} == {("Overturned", "Surgery"), ("Overturned", "Injections")}


def test_counts_follow_the_search_and_the_other_facet(corpus: Corpus, ask: Ask) -> None:
    answer = ask("decision:overturned")
    overturned = [row for row in found(corpus, ask("")) if row.decision == "Overturned"]
    types = {count.value: count.items for count in answer.facets["type"] if count.items}
    assert types == {
        kind: sum(row.item_type == kind for row in overturned) for kind in {r.item_type for r in overturned}
    }
    assert {count.value: count.items for count in answer.facets["decision"]}["Upheld"] == DECISIONS["Upheld"]
    searched = ask("acupuncture ")
    assert sum(count.items for count in searched.facets["decision"]) == searched.results.total


def test_pages_are_parts_of_one_stable_list(corpus: Corpus, ask: Ask) -> None:
    answer = ask("pain")
    cursor = corpus.cursor()
    whole = [row.item_id for row in found(corpus, answer)]
    pages = [row.item_id for first in range(0, len(whole), 7) for row in read_page(cursor, answer.results, first, 7)]
    assert pages == whole == [row.item_id for row in found(corpus, ask("pain"))]


@pytest.mark.parametrize(
    "text", ['"', "*", "--", "'; DROP TABLE items; --", "[/red]", "\x1b[31m", "💊", "疼痛", "%_", " "]
)
def test_any_text_is_a_query(ask: Ask, text: str) -> None:
    assert ask(text).results.total >= 0


def test_a_query_of_stop_words_only_searches_them(ask: Ask) -> None:
    assert 0 < ask("the ").results.total <= ITEMS


def test_a_stop_word_with_a_star_is_the_beginning_of_words_as_any_other(corpus: Corpus, ask: Ask) -> None:
    texts = all_texts(corpus).items()
    held = {item for item, words in texts if "knee" in words and any(word.startswith("per") for word in words)}
    assert 0 < len(held) < ask("knee ").results.total == ask("knee per ").results.total
    assert {row.item_id for row in found(corpus, ask("knee per* "))} == held


def test_a_page_pasted_into_the_search_is_answered(ask: Ask) -> None:
    assert ask("lumbar spine " * 2_000).results.total > 0


@pytest.mark.parametrize(
    ("typed", "first"),
    [("is not medically necessary", "is not medically necessary"), ("necessary medically", "medically necessary")],
)
def test_items_in_which_the_words_stand_as_typed_come_first(corpus: Corpus, ask: Ask, typed: str, first: str) -> None:
    rows = [" ".join(words_of(row.rationale)) for row in found(corpus, ask(f"{typed} "))]
    holding = sum(first in row for row in rows)
    assert holding > 0
    assert all(first in row for row in rows[: min(holding, 10)])


def test_each_keystroke_answers_as_if_it_were_the_first(corpus: Corpus, ask: Ask) -> None:
    typed = "epidural steroid injections"
    engine = SearchEngine(corpus)
    for end in range(1, len(typed) + 1):
        answer = engine.search(SearchRequest(typed[:end]), corpus.cursor())
        assert found(corpus, answer) == found(corpus, ask(typed[:end]))


def test_results_come_in_the_order_that_is_asked_for(corpus: Corpus) -> None:
    engine, cursor = SearchEngine(corpus), corpus.cursor()
    keys: dict[str, Callable[[ResultRow], tuple[object, ...]]] = {
        "date": lambda row: (-(row.decision_date or date.min).toordinal(), row.case_id, row.item_no),
        "case": lambda row: (row.case_id, row.item_no),
        "type": lambda row: (row.item_type, row.item_subtype),
    }
    for text in ("", "not necessary", "decision:overturned"):
        every = found(corpus, engine.search(SearchRequest(text), cursor))
        for order, key in keys.items():
            rows = found(corpus, engine.search(SearchRequest(text, order), cursor))
            assert {row.item_id for row in rows} == {row.item_id for row in every}
            assert [key(row) for row in rows] == sorted(key(row) for row in rows)


def test_a_phrase_an_excluded_word_and_an_exact_word_mean_what_they_say(corpus: Corpus, ask: Ask) -> None:
    texts = corpus.cursor().execute(
        """
        SELECT item_id, concat_ws(' | ', rationale, title, claims_guideline, maximus_guideline, clinical_summary)
        FROM corpus.main.items LEFT JOIN corpus.main.cases USING (case_id)
        """
    )
    words = {item: f" {' '.join(words_of(text))} " for item, text in texts.fetchall()}
    held = {item for item, text in words.items() if " not medically necessary " in text}
    without = {item for item in held if " pain " not in words[item]}
    assert 0 < len(without) < len(held)
    assert {row.item_id for row in found(corpus, ask('"not medically necessary"'))} == held
    assert {row.item_id for row in found(corpus, ask('"not medically necessary" -pain '))} == without
    assert {row.item_id for row in found(corpus, ask('-"not medically necessary"'))} == set(words) - held
    assert ask("=cyclobenzaprne").results.total == 0
    begun = {item for item, text in words.items() if " acup" in text}
    assert {row.item_id for row in found(corpus, ask("acup* "))} == begun
    assert {row.item_id for row in found(corpus, ask("ac"))} >= begun


def test_words_are_sought_in_the_texts_that_are_asked_for(corpus: Corpus, ask: Ask) -> None:
    titles = corpus.cursor().execute("SELECT item_id, title FROM corpus.main.items").fetchall()
    held = {item for item, title in titles if "mri" in words_of(title)}
    assert {row.item_id for row in found(corpus, ask("in:title =mri "))} == held
    assert len(held) < ask("=mri ").results.total


def test_items_that_hold_the_words_as_typed_come_first(corpus: Corpus, ask: Ask) -> None:
    rows = found(corpus, ask("not medically necessary "))
    is_held = ["not medically necessary" in " ".join(words_of(row.rationale)) for row in rows]
    assert any(is_held)
    assert not any(is_held[sum(is_held) :])
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
