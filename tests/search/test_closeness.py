"""How closely words stand together, against the plain way of finding out."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_tui.search import closeness as module
from imr_tui.search.closeness import FIELD_WEIGHTS, HALF_WAY, closeness
from imr_tui.search.slots import FIRST_PLACES, PLACES, Field, Float32s, Uint32s

DOCUMENTS = 6
TEXTS = st.lists(st.lists(st.sampled_from("abcx"), max_size=12), min_size=DOCUMENTS, max_size=DOCUMENTS)
EVERY = np.arange(DOCUMENTS, dtype=np.uint32)


@dataclass
class Word:
    """Where a word stands in all texts."""

    places: Uint32s
    offset: int
    weight: float
    spelt: float = 1.0

    def slots(self, docs: Uint32s) -> tuple[Uint32s, Float32s]:
        return self.places, np.full(len(self.places), self.spelt, np.float32)


def stands(texts: list[list[str]], query: str, first_place: int = 0) -> list[Word]:
    return [
        Word(
            np.array(
                [
                    doc * PLACES + first_place + place
                    for doc, text in enumerate(texts)
                    for place, held in enumerate(text)
                    if held == word
                ],
                np.uint32,
            ),
            offset,
            1 / len(query),
        )
        for offset, word in enumerate(query)
    ]


def plain(text: list[str], query: str) -> float:
    """Return the best closeness about any place of the first word in a text."""
    best = 0.0
    for start in (place for place, word in enumerate(text) if word == query[0]):
        value = 0.0
        for offset, wanted in enumerate(query):
            misses = [abs(place - start - offset) for place, word in enumerate(text) if word == wanted]
            value += HALF_WAY / (HALF_WAY + min(misses)) if misses else 0
        best = max(best, value / len(query))
    return best


def close(words: list[Word], docs: Uint32s = EVERY) -> dict[int, float]:
    found = closeness(words[0], words[1:], docs)
    return dict(zip(found.docs.tolist(), found.values.tolist(), strict=True))


@given(TEXTS, st.sampled_from(["ab", "abc", "cab"]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_it_is_that_about_the_anchor_of_each_document(texts: list[list[str]], query: str) -> None:
    expected = {doc: plain(text, query) for doc, text in enumerate(texts) if query[0] in text}
    assert close(stands(texts, query)) == {doc: pytest.approx(value, abs=1e-5) for doc, value in expected.items()}


def test_where_very_many_places_come_into_question_the_best_are_looked_at_closely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_ANCHORS", 2)
    words = stands([list("axb"), list("abc"), list("a"), list("abxc")], "abc")
    assert close(words) == {
        0: pytest.approx((1 + 0.8) / 3),
        1: pytest.approx(1.0),
        2: pytest.approx(1 / 3),
        3: pytest.approx((2 + 0.8) / 3),
    }


def test_only_what_is_wanted_is_looked_at() -> None:
    assert close(stands([list("ab"), list("ab")], "ab"), np.array([1], np.uint32)) == {1: pytest.approx(1.0)}


def test_another_spelling_and_another_field_count_less() -> None:
    anchor, other = stands([list("ab")], "ab")
    other.spelt = 0.5
    assert close([anchor, other]) == {0: pytest.approx(0.75)}
    title = stands([list("ab")], "ab", int(FIRST_PLACES[Field.TITLE]))
    assert close(title) == {0: pytest.approx(FIELD_WEIGHTS[Field.TITLE])}


def test_words_of_other_documents_are_not_near() -> None:
    texts = [["x"] * 570 + ["a"], ["b"]]
    assert close(stands(texts, "ab")) == {0: pytest.approx(0.5)}
