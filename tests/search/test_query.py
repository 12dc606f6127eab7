"""The query language: what is typed is what is meant, and any text is a query."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imr_tui.search.query import FIELDS, Narrowing, Part, Phrase, Query, Range, Word, parse_query
from imr_tui.search.words import words_of

PIECES = st.sampled_from([*FIELDS, *'":,.*=-_ \t', "..", "2014", "pain", "7.5mg", "CM15", "É", "µ", "疼", "\x1b", "💊"])
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Lumbar  spine ", [Word("lumbar"), Word("spine")]),
        ('"not necessary" -pain', [Phrase(("not", "necessary")), Word("pain", is_excluded=True)]),
        ('-"physical therapy"', [Phrase(("physical", "therapy"), is_excluded=True)]),
        ("acup* =soma", [Word("acup", is_prefix=True), Word("soma", is_exact=True)]),
        ("L5-S1 7.5mg", [Word("l5"), Word("s1"), Word("7.5mg")]),
        ("-L5-S1", [Phrase(("l5", "s1"), is_excluded=True)]),
        ("decision:overturned,Unclear", [Narrowing("decision", ("overturned", "Unclear"))]),
        ('-Specialty:"pain medicine",neurology', [Narrowing("specialty", ("pain medicine", "neurology"), True)]),
        ("year:2014..2016 age:50.. age:..17,65", [
            Narrowing("year", (Range(2014, 2016),)),
            Narrowing("age", (Range(50, None),)),
            Narrowing("age", (Range(None, 17), Range(65, 65))),
        ]),
        ("case:CM15* in:title", [Narrowing("case", ("CM15*",)), Narrowing("in", ("title",))]),
        ("decision:", [Narrowing("decision", ())]),
        ('"unbalanced phrase', [Phrase(("unbalanced", "phrase"))]),
        ('state:"new yo', [Narrowing("state", ("new yo",))]),
        ('- = * " : -- ""', []),
        ("   ", []),
    ],
)  # fmt: skip
def test_what_is_typed_is_what_is_meant(text: str, parts: list[Part]) -> None:
    query = parse_query(text)
    assert list(query.parts) == parts
    assert query.hints == ()


@pytest.mark.parametrize(
    ("text", "hint", "parts"),
    [
        ("decison:upheld pain ", "no field decison: decision?", [Word("decison"), Word("upheld"), Word("pain")]),
        ("age:young knee ", "age: takes numbers, as in age:50 or age:50..60", [Narrowing("age", ()), Word("knee")]),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_works(text: str, hint: str, parts: list[Part]) -> None:
    assert parse_query(text) == Query(tuple(parts), hints=(hint,))


@pytest.mark.parametrize(
    ("field", "meant"),
    [("Decison", "decision"), ("dec", "decision"), ("yaer", "year"), ("states", "state"), ("speciality", "specialty")],
)
def test_a_misspelt_or_unfinished_field_is_told_with_the_one_it_may_mean(field: str, meant: str) -> None:
    assert parse_query(f"{field}:x").hints == (f"no field {field}: {meant}?",)


@pytest.mark.parametrize("field", ["note", "http", "q", "date"])
def test_a_field_like_none_is_told(field: str) -> None:
    assert parse_query(f"{field}:x").hints == (f"no field {field}",)


def test_a_narrowing_tells_its_place_in_the_text() -> None:
    text = 'left -type:surg,"home health" knee STATE:"new yo'
    places = [narrowing.place for narrowing in parse_query(text).narrowings]
    assert [text[start:end] for start, end in places] == ['-type:surg,"home health"', 'STATE:"new yo']


def test_a_pasted_heading_is_words() -> None:
    assert parse_query("Rationale: the knee ").hints == ()


@pytest.mark.parametrize(
    ("text", "is_unfinished"),
    [("pai", True), ("knee pai", True), ("pain ", False), ("pain*", False), ("=pain", False), ("-pain", False),
     ('"pai', False), ("type:sur", False), ("pain, ", False), ("", False)],
)  # fmt: skip
def test_a_last_word_may_still_be_typed(text: str, is_unfinished: bool) -> None:
    assert parse_query(text).is_unfinished is is_unfinished


def test_only_the_beginning_of_a_pasted_page_is_read() -> None:
    assert len(parse_query("pain " * 2_000).parts) == 400


@given(TEXTS)
@settings(max_examples=200, deadline=None, derandomize=True)
@example("ß:ẞ ǰ İ")
def test_any_text_is_a_query_and_reads_as_it_prints(text: str) -> None:
    query = parse_query(text)
    again = parse_query(str(query))
    assert again.parts == query.parts
    assert again.is_unfinished == query.is_unfinished


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_text_without_signs_is_its_words(text: str) -> None:
    plain = "".join(" " if c in '":-=*' else c for c in text)
    assert list(parse_query(plain).parts) == [Word(word) for word in words_of(plain)]
