"""The fields: each narrows to what SQL says it should, and values may be misspelt."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings

from imr_tui.corpus.results import read_all, read_page
from imr_tui.corpus.session import Corpus
from imr_tui.letters.values import ITEM_TYPES
from imr_tui.search.answer import Answer, SearchRequest
from imr_tui.search.documents import Documents
from imr_tui.search.engine import SearchEngine
from imr_tui.search.fields import meant_values, nearest_values, suggested_values
from imr_tui.search.narrowing import Narrower
from imr_tui.search.query import Narrowing
from tests.conftest import ITEMS
from tests.search.test_query import TEXTS

Ask = Callable[[str], Answer]
SPECIALTIES = ("Pain Medicine", "Pain Management", "Physical Medicine and Rehabilitation", "Orthopedic Surgery",
               "Physical Medicine & Rehabilitation", "Hand Surgery", "Emergency Medicine")  # fmt: skip
STATES = ("California", "Connecticut", "New York", "North Carolina", "Virginia", "West Virginia")


@pytest.fixture
def ask(corpus: Corpus) -> Ask:
    engine = SearchEngine(corpus)
    return lambda text: engine.search(SearchRequest(text), corpus.cursor())


def items(corpus: Corpus, answer: Answer) -> set[str]:
    return {row.item_id for row in read_all(corpus.cursor(), answer.results, answer.results.total)}


def items_where(corpus: Corpus, condition: str) -> set[str]:
    sql = f"SELECT item_id FROM corpus.main.items JOIN corpus.main.cases USING (case_id) WHERE {condition}"
    return {item for (item,) in corpus.cursor().execute(sql).fetchall()}


CITES = "item_id IN (SELECT item_id FROM corpus.main.citations WHERE source = '{}')"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("decision:overturned", "decision = 'Overturned'"),
        ("decision:overturned,unclear", "decision IN ('Overturned', 'Unclear')"),
        ("type:surgery", "item_type = 'Surgery'"),
        ('type:"home health",dmepos', "item_type IN ('Home Health', 'DMEPOS')"),
        ("subtype:opioids,mri", "item_subtype IN ('Opioids', 'MRI')"),
        ("guideline:mtus", CITES.format("MTUS")),
        ("guideline:mtus guideline:odg", f"{CITES.format('MTUS')} AND {CITES.format('ODG')}"),
        ('specialty:"pain medicine"', "list_contains(specialties, 'Pain Medicine')"),
        ("specialty:surgery", "list_aggregate(specialties, 'string_agg', ' ') LIKE '%Surgery%'"),
        ("state:texas,ny", "list_has_any(licensure_states, ['Texas', 'New York'])"),
        ("state:california state:nevada", "list_has_all(licensure_states, ['California', 'Nevada'])"),
        ("generation:a,d", "generation IN ('A', 'D')"),
        ("outcome:mixed", "outcome = 'Mixed'"),
        ("problem:any", "len(problems) > 0"),
        ('problem:"no decision"', "list_aggregate(problems, 'string_agg', '') LIKE '%no decision found%'"),
        ("-problem:any", "len(problems) = 0"),
        ("gender:female", "patient_gender = 'female'"),
        ("case:CM15*", "case_id LIKE 'CM15%'"),
        ("case:cm15-9000139", "case_id = 'CM15-9000139'"),
        ("case:cm15-900", "case_id LIKE 'CM15-900%'"),
        ("case:CM13*,CM16*", "case_id LIKE 'CM13%' OR case_id LIKE 'CM16%'"),
        ("year:2014..2015", "year(decision_date) BETWEEN 2014 AND 2015"),
        ("year:2013,2016..", "year(decision_date) = 2013 OR year(decision_date) >= 2016"),
        ("age:50..", "patient_age >= 50"),
        ("age:..35", "patient_age <= 35"),
        ("age:40", "patient_age = 40"),
        ("year:1999", "false"),
        ("-type:surgery", "item_type <> 'Surgery'"),
        ("-guideline:mtus", f"NOT {CITES.format('MTUS')}"),
        ("-age:50..", "patient_age < 50 OR patient_age IS NULL"),
        ("decision:upheld -year:2014 gender:m", "decision = 'Upheld' AND patient_gender = 'male' "
         "AND (year(decision_date) <> 2014 OR decision_date IS NULL)"),
        ("decision:upheld decision:overturned", "false"),
        ("decision:", "true"),
        ("decision:zzz", "true"),
        ("in:title", "true"),
    ],
)  # fmt: skip
def test_a_field_leaves_what_sql_says(corpus: Corpus, ask: Ask, text: str, condition: str) -> None:
    answer = ask(text)
    assert items(corpus, answer) == items_where(corpus, condition)
    assert answer.results.total in range(ITEMS + 1)


def test_fields_and_words_narrow_each_other(corpus: Corpus, ask: Ask) -> None:
    both = items(corpus, ask("acupuncture decision:upheld "))
    assert both == items(corpus, ask("acupuncture ")) & items_where(corpus, "decision = 'Upheld'")
    assert both


def test_a_narrowing_asked_again_leaves_the_same(corpus: Corpus, ask: Ask) -> None:
    texts = [f"{sign}state:{state}" for state in ("texas", "nevada", "ohio", "utah", "florida") for sign in ("", "-")]
    first = [items(corpus, ask(text)) for text in texts]
    assert [items(corpus, ask(text)) for text in texts] == first


def test_what_was_prepared_is_not_read_again(corpus: Corpus) -> None:
    cursor = corpus.cursor()
    narrower = Narrower(Documents(cursor))
    narrower.prepare(cursor)
    cursor.close()
    held = narrower.held(cursor, [Narrowing("guideline", ("MTUS",))])
    assert held is not None
    assert held.sum() == len(items_where(corpus, CITES.format("MTUS")))


def test_counts_of_a_facet_are_under_all_narrowings_but_its_own(corpus: Corpus, ask: Ask) -> None:
    facets = ask("-decision:upheld type:surgery,dmepos year:2014.. ").facets
    assert {count.value: count.items for count in facets["type"] if count.items} == {
        kind: count
        for kind in ITEM_TYPES
        if (count := len(items_where(corpus, f"decision <> 'Upheld' AND item_type = '{kind}'"
                                             " AND year(decision_date) >= 2014")))
    }  # fmt: skip
    of_types = "item_type IN ('Surgery', 'DMEPOS') AND year(decision_date) >= 2014"
    upheld = next(count for count in facets["decision"] if count.value == "Upheld")
    assert upheld.items == len(items_where(corpus, f"decision = 'Upheld' AND {of_types}"))


@pytest.mark.parametrize(
    ("field", "typed", "known", "meant"),
    [
        ("type", "SURGERY", ITEM_TYPES, ["Surgery"]),
        ("type", "pharm", ITEM_TYPES, ["Pharmaceuticals"]),
        ("type", "evaluation and management", ITEM_TYPES, ["Evaluation & Management"]),
        ("type", "mental hea", ITEM_TYPES, ["Behavioral & Mental Health Services"]),
        ("type", "health", ITEM_TYPES, ["Behavioral & Mental Health Services", "Home Health"]),
        ("type", "other*", ITEM_TYPES, ["Other"]),
        ("specialty", "pain", SPECIALTIES, ["Pain Medicine", "Pain Management"]),
        ("specialty", "Pain Medicine", SPECIALTIES, ["Pain Medicine"]),
        ("specialty", "physical medicine", SPECIALTIES,
         ["Physical Medicine and Rehabilitation", "Physical Medicine & Rehabilitation"]),
        ("state", "calif", STATES, ["California"]),
        ("state", "ca", STATES, ["California"]),
        ("state", "ca*", STATES, ["California", "North Carolina"]),
        ("state", "virginia", STATES, ["Virginia"]),
        ("state", "virginia*", STATES, ["Virginia", "West Virginia"]),
        ("state", "c", STATES, ["California", "Connecticut", "North Carolina"]),
        ("type", "", ITEM_TYPES, []),
        ("type", "*", ITEM_TYPES, []),
        ("type", "&", ITEM_TYPES, []),
        ("type", "pharmcy", ITEM_TYPES, []),
    ],
)  # fmt: skip
def test_a_value_is_meant_by_itself_or_by_its_beginning(
    field: str, typed: str, known: tuple[str, ...], meant: list[str]
) -> None:
    assert list(meant_values(field, typed, known)) == meant


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("pharmacuticals", ITEM_TYPES, ["Pharmaceuticals"]),
        ("pharmacetuic", ITEM_TYPES, ["Pharmaceuticals"]),
        ("sugery", SPECIALTIES, ["Orthopedic Surgery", "Hand Surgery"]),
        ("orthopaedic surgery", SPECIALTIES, ["Orthopedic Surgery"]),
        ("south carolina", STATES, []),
        ("nwe york", STATES, []),
        ("xyz", STATES, []),
        ("", STATES, []),
        ("pain", (), []),
    ],
)
def test_a_misspelt_value_means_the_nearest(typed: str, known: tuple[str, ...], meant: list[str]) -> None:
    assert list(nearest_values(typed, known)) == meant


def test_few_values_are_suggested_whole_of_many_the_nearest() -> None:
    assert suggested_values("xyz", ("MTUS", "ODG")) == ("MTUS", "ODG")
    assert suggested_values("ortho surgeon", SPECIALTIES)[0] == "Orthopedic Surgery"
    assert len(suggested_values("q", ITEM_TYPES)) == 5


@pytest.mark.parametrize(
    ("text", "hints", "told"),
    [
        ("decision:xyz", ["no decision like 'xyz'; known: Upheld, Overturned, Unclear"], ""),
        ("decision:xyz,uph", ["no decision like 'xyz'; known: Upheld, Overturned, Unclear"], "Upheld"),
        ("decision:o", [], "Overturned"),
        ("decision:overtruned", ["overtruned → Overturned"], "Overturned"),
        ("specialty:orthopaedic", ["orthopaedic → Orthopedic Surgery"], "Orthopedic Surgery"),
        ("decision:unclear", [], "Unclear"),
        ("case:CM99", ["no case like 'CM99'"], ""),
        ("case:cm13-9*", [], "case CM13-9*"),
        ("decison:upheld knee ", ["no field decison: decision?"], ""),
        ("age:old year:2014..2016", ["age: takes numbers, as in age:50 or age:50..60"], "2014 to 2016"),
        ("year:2015 age:50..,..20,30 -type:surgery", [], "not Surgery · 2015 · age 50 and above or 20 and below or 30"),
        ("year:2015.. -gender:female guideline:odg", [], "cites ODG · not female · 2015 and after"),
        ("type:surgery decision:overturned,upheld", [], "Overturned or Upheld · Surgery"),
        ("outcome:mixed -generation:a problem:any", [], "not generation A · outcome Mixed · problems: any"),
        ("state:n", [], "Nevada or New Jersey or 3 more"),
        ("type:surgery type:SURG", [], "Surgery"),
        ("in:title,guideline", [], "words in title or guidelines"),
        ("-in:summary", [], "words in rationale or title or guidelines"),
        ("in:xyz", ["no text like 'xyz'; known: rationale, title, guidelines, summary"], ""),
    ],
)
def test_what_narrows_is_told_and_what_was_not_understood(ask: Ask, text: str, hints: list[str], told: str) -> None:
    query = ask(text).query
    assert list(query.hints) == hints
    assert query.describe() == told


def test_hints_come_before_the_notes_on_words(ask: Ask) -> None:
    answer = ask("type:sugery decision:xyz cyclobenzaprne")
    assert answer.describe().split(" · ") == [
        "no decision like 'xyz'; known: Upheld, Overturned, Unclear",
        "sugery → Surgery",
        "cyclobenzaprne → cyclobenzaprine, cyclobenzeprine (2 spellings)",
    ]


def test_the_texts_of_in_are_told_to_whoever_seeks_the_words(ask: Ask) -> None:
    assert ask("knee in:title in:summ").query.texts == ("title", "summary")
    assert ask("knee -in:title").query.texts == ("rationale", "guidelines", "summary")
    assert ask("knee in:").query.texts == ()


def test_panes_are_told_what_the_query_wants(ask: Ask) -> None:
    query = ask("type:s -decision:upheld type:surgery,dmepos ").query
    assert query.wants("type", "Surgery") is True
    assert query.wants("type", "DMEPOS") is None
    assert query.wants("decision", "Upheld") is False
    assert query.wants("decision", "Overturned") is None


@given(TEXTS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("case:\x00* state:'; -- type:\udcff,\x1b[31m")
@example('case:"\udcff*",疼 gender:💊')
@example("in: in:, -in:rationale,title,guidelines,summary pain")
@example("age:9999.. year:..0 age:5..2")
def test_any_text_is_answered(ask: Ask, corpus: Corpus, text: str) -> None:
    answer = ask(text)
    assert 0 <= answer.results.total <= ITEMS
    answer.describe()
    answer.query.describe()
    assert len(read_page(corpus.cursor(), answer.results, 0, ITEMS)) == answer.results.total
