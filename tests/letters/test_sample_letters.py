"""Every sample letter is read as its author meant it: each field of each letter and item."""

from datetime import date
from typing import Any

import pytest

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Letter
from imr_tui.letters.parse import parse_letter
from tests.conftest import SAMPLE

CASE_FIELDS = (
    "case_number", "decision_date", "assigned_date", "injury_date", "ur_denial_date", "received_date", "priority",
    "licensure_states", "specialties", "patient_age", "patient_gender", "summary_injury_date", "clinical_summary",
    "documents_reviewed",
)  # fmt: skip
ITEM_FIELDS = ("title", "decision", "claims_guideline", "maximus_guideline", "rationale")
UNDECIDED = "letter_018.txt"
"""The sample in which a decision was lost in extraction."""


def read(name: str) -> Letter:
    text = decode((SAMPLE / name).read_bytes())
    assert text is not None
    letter = parse_letter(text)
    assert letter is not None
    return letter


def case_facts(letter: Letter) -> dict[str, Any]:
    header, reviewer, patient = letter.header, letter.reviewer, letter.patient
    values = (
        header.case_number, header.decision_date, header.assigned_date, header.injury_date or patient.injury_date,
        header.ur_denial_date, header.received_date, header.priority, list(reviewer.licensure_states),
        list(reviewer.specialties), patient.age, patient.gender, patient.injury_date, letter.clinical_summary,
        letter.documents_reviewed,
    )  # fmt: skip
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in zip(CASE_FIELDS, values, strict=True)
    }


def test_case_facts(gold: list[dict[str, Any]]) -> None:
    assert len(gold) >= 60
    for expected in gold:
        assert case_facts(read(expected["file"])) == {name: expected[name] for name in CASE_FIELDS}, expected["file"]


def test_items(gold: list[dict[str, Any]]) -> None:
    assert sum(len(expected["items"]) for expected in gold) >= 130
    for expected in gold:
        letter = read(expected["file"])
        items = [{name: getattr(item, name) for name in ITEM_FIELDS} for item in letter.items]
        assert items == [{name: item[name] for name in ITEM_FIELDS} for item in expected["items"]], expected["file"]
        assert [item.number for item in letter.items] == list(range(1, len(items) + 1))


def test_item_types(gold: list[dict[str, Any]]) -> None:
    for expected in gold:
        found = [(item.title, item.item_type.name, item.item_type.subtype) for item in read(expected["file"]).items]
        wanted = [(item["title"], item["item_type"], item["item_subtype"]) for item in expected["items"]]
        assert found == wanted


def test_only_the_letter_that_lost_a_decision_has_a_problem(gold: list[dict[str, Any]]) -> None:
    problems = {expected["file"]: read(expected["file"]).problems for expected in gold}
    assert {name: found for name, found in problems.items() if found} == {UNDECIDED: ("item 2: no decision found",)}


@pytest.mark.parametrize("kind", ["every item type", "mixed", "overturned share", "spacing"])
def test_the_corpus_is_what_its_readme_says(gold: list[dict[str, Any]], kind: str) -> None:
    items = [item for case in gold for item in case["items"]]
    if kind == "every item type":
        assert len({item["item_type"] for item in items}) == 13
    elif kind == "mixed":
        assert sum({"Upheld", "Overturned"} <= {i["decision"] for i in case["items"]} for case in gold) >= 8
    elif kind == "overturned share":
        assert 0.10 <= sum(item["decision"] == "Overturned" for item in items) / len(items) <= 0.14
    else:
        texts = [(SAMPLE / case["file"]).read_bytes().decode("latin-1") for case in gold]
        doubled = [text.count("\n\n") + text.count("\n \n") > text.count("\n") / 3 for text in texts]
        assert {True, False} == set(doubled)
