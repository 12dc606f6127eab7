"""Ticks edit the text of the query: what was typed stays, and a tick taken back leaves no trace."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from imr_tui.letters.values import ITEM_TYPES, Decision
from imr_tui.search.editing import exactly, in_order_of_coming, toggled, without
from imr_tui.search.fields import VALUES
from imr_tui.search.query import FIELDS, Narrowing, parse_query
from imr_tui.search.resolved import ResolvedQuery, resolve

PIECES = st.sampled_from(
    [
        *(f"{field}:" for field in FIELDS),
        *'":,*-_ ',
        "decision:upheld",
        "type:",
        "-type:surg",
        "Surgery",
        "o",
        "knee",
        "É",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=10).map("".join)
TICKS = st.sampled_from([("decision", str(value)) for value in Decision] + [("type", value) for value in ITEM_TYPES])


def meaning(text: str) -> ResolvedQuery:
    return resolve(parse_query(text), lambda field, typed: VALUES.get(field, ()))


def wanted(text: str) -> dict[tuple[str, str], bool | None]:
    query = meaning(text)
    return {(field, value): query.wants(field, value) for field in ("decision", "type") for value in VALUES[field]}


@pytest.mark.parametrize(
    ("text", "field", "value", "edited"),
    [
        ("", "decision", "Overturned", "decision:overturned "),
        ("lumbar pai", "decision", "Overturned", "decision:overturned lumbar pai"),
        ("decision:overturned lumbar pai", "decision", "Overturned", "lumbar pai"),
        ("decision:overturned pain", "type", "Home Health", 'type:"Home Health" decision:overturned pain'),
        ("decision:overturned pain", "decision", "Upheld", "decision:overturned,upheld pain"),
        ("pain decision:o", "decision", "Upheld", "pain decision:overturned,upheld"),
        ("pain decision:o", "decision", "Overturned", "pain "),
        ("pain decision:", "decision", "Overturned", "pain decision:overturned"),
        ('type:surg,"Home Health" knee', "type", "Surgery", 'type:"Home Health" knee'),
        ("type:s knee", "type", "Surgery",
         'type:"Rehabilitation Services","Behavioral & Mental Health Services" knee'),
        ("type:s type:surg,dme knee", "type", "Other", "type:surgery,other knee"),
        ("decision:xyz,upheld", "decision", "Upheld", "decision:xyz"),
        ("decision:xyz decision:upheld", "decision", "Overturned", "decision:upheld,xyz,overturned "),
        ("-type:surg,dmepos knee", "type", "Surgery", "-type:dmepos knee"),
        ("-type:surg knee", "type", "Surgery", "knee"),
        ("-type:surg knee", "type", "DMEPOS", "type:dmepos -type:surg knee"),
        ("decision:overtruned knee", "decision", "Overturned", "knee"),
        ('"left knee" decision:upheld "right', "decision", "Upheld", '"left knee" "right'),
    ],
)  # fmt: skip
def test_a_tick_edits_the_text_as_one_would_by_hand(text: str, field: str, value: str, edited: str) -> None:
    assert toggled(text, field, value) == edited


YEARS = ("2013", "2014", "2015", "2017")
SPECIALTIES = ("Pain Medicine", "Pain Management", "Neurology", 'Hand "Surgery"')


@pytest.mark.parametrize(
    ("text", "field", "value", "edited"),
    [
        ("knee", "year", "2014", "year:2014 knee"),
        ("year:2014 knee", "year", "2015", "year:2014..2015 knee"),
        ("year:2013..2015 knee", "year", "2014", "year:2013,2015 knee"),
        ("year:2015.. knee", "year", "2013", "year:2013,2015,2017 knee"),
        ("year:2014 knee", "year", "2014", "knee"),
        ("year:1999 knee", "year", "2014", "year:2014 knee"),
        ("-year:2014..2015 knee", "year", "2014", "-year:2015 knee"),
        ("specialty:pain knee", "specialty", "Pain Management", 'specialty:"Pain Medicine" knee'),
        ("specialty:neuro", "specialty", "Pain Medicine", 'specialty:neurology,"Pain Medicine"'),
        ("knee", "specialty", 'Hand "Surgery"', 'specialty:"Hand Surgery" knee'),
        ('specialty:"Hand Surgery" knee', "specialty", 'Hand "Surgery"', "knee"),
    ],
)
def test_a_tick_of_a_value_that_only_the_corpus_knows(text: str, field: str, value: str, edited: str) -> None:
    assert toggled(text, field, value, YEARS if field == "year" else SPECIALTIES) == edited


@given(TEXTS, TICKS)
@settings(max_examples=200, deadline=None, derandomize=True)
@example("decision:", ("decision", "Upheld"))
@example('type:"surg', ("type", "DMEPOS"))
@example("type:surgery,surgery type:surgery", ("type", "Surgery"))
def test_a_tick_changes_its_value_and_nothing_else(text: str, tick: tuple[str, str]) -> None:
    field, value = tick
    before, edited = wanted(text), toggled(text, field, value)
    after = wanted(edited)
    assert after[tick] is (None if before[tick] is not None else True)
    others = [key for key in before if key[0] != field or (before[tick] is not False and key != tick)]
    assert [after[key] for key in others] == [before[key] for key in others]
    assert meaning(edited).words == meaning(text).words
    assert [n for n in parse_query(edited).narrowings if n.field != field] == [
        n for n in parse_query(text).narrowings if n.field != field
    ]


@given(TEXTS, TICKS)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_ticking_twice_leaves_an_equivalent_query(text: str, tick: tuple[str, str]) -> None:
    field, value = tick
    including = [n for n in meaning(text).narrowings if n.field == field and not n.is_excluded]
    assume(wanted(text)[tick] is not False)
    assume(len(including) < 2 or any(wanted(text)[field, known] for known in VALUES[field]))
    again = toggled(toggled(text, field, value), field, value)
    assert wanted(again) == wanted(text)
    assert meaning(again).words == meaning(text).words


@given(TEXTS, TICKS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_tick_on_a_query_without_its_field_is_taken_back_to_the_letter(text: str, tick: tuple[str, str]) -> None:
    field, value = tick
    assume(all(narrowing.field != field for narrowing in parse_query(text).narrowings))
    edited = toggled(text, field, value)
    assert edited.endswith(f" {text}")
    assert toggled(edited, field, value) == text


@given(TEXTS)
@settings(max_examples=150, deadline=None, derandomize=True)
@example("decision:o knee decision:o")
def test_narrowings_taken_back_one_by_one_leave_the_words(text: str) -> None:
    words = meaning(text).words
    while narrowings := parse_query(text).narrowings:
        text = without(text, narrowings[-1])
        assert narrowings[-1] not in parse_query(text).narrowings
    assert meaning(text).words == words


def test_the_latest_narrowing_is_the_one_that_came_last_wherever_it_stands() -> None:
    order: list[Narrowing] = []
    for text in (
        "decision:o",
        "decision:o knee",
        "type:surgery decision:o knee",
        "type:surgery decision:o knee age:50",
    ):
        order = in_order_of_coming(text, order)
    assert [str(narrowing) for narrowing in order] == ["decision:o", "type:surgery", "age:50"]
    changed = in_order_of_coming("type:surgery decision:o,upheld age:50", order)
    assert [str(narrowing) for narrowing in changed] == ["type:surgery", "age:50", "decision:o,upheld"]
    assert in_order_of_coming("knee", order) == []


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("soma knee pai", "=soma =knee =pai"),
        (
            'decision:upheld =soma knee "not necessary" -hip acup* ',
            'decision:upheld =soma =knee "not necessary" -hip acup* ',
        ),
        ("", ""),
        ('"a phrase" -word', '"a phrase" -word'),
    ],
)
def test_words_are_sought_as_typed_only_and_with_typos_again(text: str, exact: str) -> None:
    assert exactly(text) == exact
    assert exactly(exact) == exact.replace("=", "")
