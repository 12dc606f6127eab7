"""Passages and matches within a text."""

from hypothesis import given
from hypothesis import strategies as st

from imr_tui.search.passages import SoughtWord, best_passage, find_matches
from imr_tui.search.words import folded

TEXT = (
    "The guideline is silent on pain. " * 8
    + "There is no record of functional improvement from acupuncture in the notes. "
    + "The guideline is silent on pain. " * 8
)


def sought(*words: str) -> list[SoughtWord]:
    return [SoughtWord(word, frozenset({word})) for word in words]


def test_a_match_knows_where_it_stands() -> None:
    matches = find_matches(TEXT, sought("acupuncture", "functional"))
    assert [TEXT[match.start : match.end] for match in matches] == ["functional", "acupuncture"]


def test_the_passage_is_where_most_words_are() -> None:
    passage = best_passage(TEXT, sought("pain", "functional", "acupuncture"))
    assert "functional" in passage
    assert "acupuncture" in passage
    assert passage.startswith("…")
    assert passage.endswith("…")


def test_without_a_match_it_is_the_beginning_and_the_cut_is_shown() -> None:
    assert best_passage(TEXT, sought("nothing")).startswith("The guideline")
    assert best_passage(TEXT, sought("nothing")).endswith("…")


def test_a_short_text_is_not_cut() -> None:
    assert best_passage("Not necessary.", sought("necessary")) == "Not necessary."


def test_letters_that_change_length_in_lower_case_keep_offsets() -> None:
    text = "İstanbul ﬁnds ACUPUNCTURE"
    (match,) = find_matches(text, sought("acupuncture"))
    assert text[match.start : match.end] == "ACUPUNCTURE"


def test_other_spellings_and_what_a_beginning_begins_are_told_apart() -> None:
    words = [SoughtWord("cyclobenzaprne", frozenset({"cyclobenzaprine"})), SoughtWord("acup", frozenset(), True)]
    matches = find_matches("Cyclobenzaprine, Cyclobenzaprne and acupuncture", words)
    assert [(match.term, match.number, match.is_as_typed) for match in matches] == [
        ("cyclobenzaprine", 0, False),
        ("cyclobenzaprne", 0, True),
        ("acupuncture", 1, True),
    ]


def test_of_passages_with_as_many_words_it_is_where_they_stand_together() -> None:
    apart = "A functional test was made, and some time after that there was improvement. "
    text = apart + "The guideline is silent. " * 8 + "There is functional improvement. " + "It is silent. " * 8
    assert "There is functional improvement." in best_passage(text, sought("functional", "improvement"))


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(max_size=400), st.sets(st.sampled_from(["pain", "the", "a"])), st.integers(1, 80))
def test_any_text_has_a_passage(text: str, words: set[str], length: int) -> None:
    passage = best_passage(text, sought(*words), length)
    assert passage.strip("…").strip() in text
