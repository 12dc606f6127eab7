"""What two texts differ in: every word is accounted for, sentences stay together, chance is no match."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_tui.search.difference import Kind, Piece, difference, marked, shortened
from tests.search.variants import VARIANTS

WORDS = st.sampled_from("the knee. left right pain, is not 7.5mg L5-S1 MRI. (old) is The — visits".split())
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)
RATIONALE = (
    "The MTUS recommends acupuncture where medication is not tolerated. The patient was seen by Dr. Hale on 3/4/2013. "
    "Norco 10 mg was taken twice a day for six weeks. There is no evidence of functional improvement in the records. "
    "The request for six visits is not medically necessary."
)


def one_text(pieces: tuple[Piece, ...], side: Kind) -> str:
    """Return one of both texts as the pieces give it, without white space."""
    return "".join("".join(piece.text for piece in pieces if piece.kind in (Kind.KEPT, side)).split())


def assert_whole(here: str, there: str) -> None:
    pieces = difference(here, there)
    assert one_text(pieces, Kind.HERE) == "".join(here.split())
    assert one_text(pieces, Kind.THERE) == "".join(there.split())
    assert all(piece.text.strip() for piece in pieces)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(here: str, there: str) -> None:
    assert_whole(here, there)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_make_any_two_texts(here: str, there: str) -> None:
    assert_whole(here, there)


@pytest.mark.parametrize("name", VARIANTS)
@given(seed=st.integers(0, 1000))
def test_the_pieces_make_a_rationale_and_its_variant(name: str, seed: int) -> None:
    assert_whole(RATIONALE, VARIANTS[name](RATIONALE, Random(seed)))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {piece.kind for piece in difference(text, text)} <= {Kind.KEPT}


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("Pain of the left knee is noted.", "Pain of the right knee is noted.", "the [-left-]{+right+} knee"),
        ("Norco 7.5mg is advised.", "Norco 10mg is advised.", "Norco [-7.5mg-]{+10mg+} is"),
        ("It is necessary.", "It is not necessary.", "It is {+not+} necessary."),
        ("It is not necessary.", "It is necessary.", "It is [-not-] necessary."),
        ("Rest, ice and heat help.", "Rest and heat help.", "Rest[-, ice-] and heat help."),
    ],
)
def test_only_what_differs_is_marked(here: str, there: str, expected: str) -> None:
    assert expected in marked(difference(here, there))


def test_a_sentence_that_was_moved_is_told_as_moved_with_what_changed_in_it() -> None:
    first, last = "There is no report of any relief.", "Acupuncture is an option for chronic pain."
    pieces = difference(f"{first} {last} It is so.", f"{last} It is so. There is no report of much relief.")
    assert [piece for piece in pieces if piece.kind is Kind.HERE] == [
        Piece(Kind.HERE, " There is no report of", is_moved=True),
        Piece(Kind.HERE, " any"),
        Piece(Kind.HERE, " relief.", is_moved=True),
    ]
    assert [piece.text for piece in pieces if piece.kind is Kind.THERE and not piece.is_moved] == [" much"]
    assert Piece(Kind.KEPT, f" {last} It is so.") in pieces


def test_a_sentence_that_both_have_is_not_torn_by_others_that_resemble_it() -> None:
    here = "The knee is stiff. No visit is needed."
    there = "The knee is very stiff and no visit of any kind is needed now. No visit is needed."
    assert marked(difference(here, there)).endswith("} No visit is needed.")


def test_a_word_in_common_by_chance_does_not_part_two_sentences() -> None:
    here = "In addition to what was said above, the patient has failed twelve visits of therapy, as told in the notes."
    there = here.replace("patient has failed twelve visits of", "last report of progress shows no gain by")
    assert "the [-patient has failed twelve visits of-]{+last report of progress shows no gain by+} therapy" in marked(
        difference(here, there)
    )


def test_what_both_say_is_shortened_between_the_changes() -> None:
    here = f"One two three four. {RATIONALE} Nine ten eleven twelve left."
    pieces = difference(here, here.replace("left", "right").replace("Norco", "Soma"))
    assert marked(shortened(pieces, 3)) == (
        "… Hale on 3/4/2013. [-Norco-]{+Soma+} 10 mg was … ten eleven twelve [-left-]{+right+}."
    )


def test_a_text_of_one_endless_sentence_is_not_compared_word_by_word() -> None:
    here, there = "a " * 20_000, "a b " * 20_000
    assert [piece.kind for piece in difference(here, there)] == [Kind.HERE, Kind.THERE]
