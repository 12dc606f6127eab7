"""How closely words stand together, against the plain way of finding out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_tui.search import closeness as module
from imr_tui.search.closeness import HALF_WAY, Stands, closeness
from imr_tui.search.slots import PLACES

DOCUMENTS = 6
TEXTS = st.lists(st.lists(st.sampled_from("abcx"), max_size=12), min_size=DOCUMENTS, max_size=DOCUMENTS)


def stands(texts: list[list[str]], query: str) -> list[Stands]:
    return [
        Stands(
            np.array(
                [doc * PLACES + place for doc, text in enumerate(texts) for place, w in enumerate(text) if w == word],
                np.uint32,
            ),
            offset,
            1 / len(query),
        )
        for offset, word in enumerate(query)
    ]


def plain(text: list[str], query: str, anchor: str) -> float:
    """Return the best closeness about any place of `anchor` in a text."""
    best = 0.0
    for start in (place - query.index(anchor) for place, word in enumerate(text) if word == anchor):
        value = 0.0
        for offset, wanted in enumerate(query):
            misses = [abs(place - start - offset) for place, word in enumerate(text) if word == wanted]
            value += HALF_WAY / (HALF_WAY + min(misses)) if misses else 0
        best = max(best, value / len(query))
    return best


@given(TEXTS, st.sampled_from(["ab", "abc", "cab"]))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_it_is_that_about_the_rarest_word_of_each_document(texts: list[list[str]], query: str) -> None:
    words = stands(texts, query)
    docs, values = closeness(words, np.ones(DOCUMENTS, np.bool_))
    by_rarity = [query[word.offset] for word in sorted(words, key=lambda word: len(word.slots))]
    expected = {}
    for doc, text in enumerate(texts):
        held = [word for word in by_rarity if word in text]
        if held:
            expected[doc] = pytest.approx(plain(text, query, held[0]), abs=1e-5)
    assert dict(zip(docs.tolist(), values.tolist(), strict=True)) == expected


def test_only_what_is_wanted_is_looked_at() -> None:
    docs, _ = closeness(stands([list("ab"), list("ab")], "ab"), np.array([False, True]))
    assert docs.tolist() == [1]


def test_it_ends_when_enough_documents_hold_the_words_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANCHORS_AT_ONCE", 2)
    monkeypatch.setattr(module, "ENOUGH", 3)
    docs, values = closeness(stands([list("xab")] * DOCUMENTS, "ab"), np.ones(DOCUMENTS, np.bool_))
    assert docs.tolist() == [0, 1, 2, 3]
    assert values.tolist() == pytest.approx([1.0] * 4)


def test_a_word_that_is_not_wanted_tells_which_is_closest_but_is_no_anchor() -> None:
    a, b = stands([list("xb"), list("ab"), list("ax")], "ab")
    docs, values = closeness([Stands(a.slots, 0, 0.2, is_wanted=False), b], np.ones(3, np.bool_))
    assert docs.tolist() == [0, 1]
    assert values[0] < values[1]
