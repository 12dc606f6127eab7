"""The words of many texts at once are those that a query finds in each."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imr_tui.search import tokens
from imr_tui.search.slots import Int64s, Uint64s
from imr_tui.search.tokens import Tokens, tokenize
from imr_tui.search.words import words_of

TEXTS = st.text(st.sampled_from("ab59._ -/Éµ疼\0\n½²") | st.characters(exclude_categories=["Cs"]), max_size=60)


def words(found: Tokens) -> list[str]:
    return [found.word(number).decode() for number in range(len(found.starts))]


@given(st.lists(TEXTS | st.none(), max_size=6))
@settings(max_examples=200, deadline=None, derandomize=True)
@example(["1.2.3.4 7.5mg a.b 1..2 .5 x.", "Ibuprofène 疼痛1.5a", None, ""])
def test_words_are_those_of_each_text(texts: list[str | None]) -> None:
    found = tokenize(texts)
    each = [words_of(text or "") for text in texts]
    assert words(found) == [word for text in each for word in text]
    assert found.counts.tolist() == [len(text) for text in each]


@given(st.lists(st.sampled_from("pain pains epidural cyclobenzaprine cyclobenzaprines 7.5mg".split()), max_size=40))
@settings(deadline=None, derandomize=True)
def test_groups_hold_equal_words_in_order(chosen: list[str]) -> None:
    found = tokenize([" ".join(chosen)])
    order, starts = found.grouped()
    groups = [group.tolist() for group in np.split(order, starts[1:])] if chosen else []
    assert sorted(groups) == sorted([n for n, w in enumerate(chosen) if w == word] for word in set(chosen))


def test_words_whose_keys_collide_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = tokens._hashes

    def colliding(data: bytes, starts: Int64s, lengths: Int64s, multiplier: np.uint64) -> Uint64s:
        found = hashes(data, starts, lengths, multiplier)
        return found % np.uint64(1000) if multiplier == tokens._MULTIPLIERS[0] else found

    monkeypatch.setattr(tokens, "_hashes", colliding)
    _, starts = tokenize(["lumbar spine lumbar pain"]).grouped()
    assert len(starts) == 3
