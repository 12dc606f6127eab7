"""Every sample letter is read as its author meant it: each field of each letter and item, from text and from PDF."""

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Letter
from imr_tui.letters.parse import parse_letters
from imr_tui.letters.pdf import pdf_text
from tests.conftest import GOLD, SAMPLE, read_gold

CASE_FIELDS = (
    "case_number", "decision_date", "assigned_date", "injury_date", "ur_denial_date", "received_date", "priority",
    "licensure_states", "specialties", "patient_age", "patient_gender", "clinical_summary", "documents_reviewed",
)  # fmt: skip
ITEM_FIELDS = ("title", "decision", "claims_guideline", "maximus_guideline", "rationale")
LETTERS = read_gold(GOLD)
NAMES = [f"{case['file']}:{case['part']}" for case in LETTERS]


@cache
def read(name: str) -> tuple[Letter, ...]:
    data = (SAMPLE / name).read_bytes()
    return parse_letters(pdf_text(data) if name.endswith(".pdf") else decode(data) or "")


def case_facts(letter: Letter) -> dict[str, Any]:
    header, reviewer, patient = letter.header, letter.reviewer, letter.patient
    values = (
        header.case_number, header.decision_date, header.assigned_date, header.injury_date or patient.injury_date,
        header.ur_denial_date, header.received_date, header.priority, list(reviewer.licensure_states),
        list(reviewer.specialties), patient.age, patient.gender, letter.clinical_summary, letter.documents_reviewed,
    )  # fmt: skip
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in zip(CASE_FIELDS, values, strict=True)
    }


@pytest.mark.parametrize("expected", LETTERS, ids=NAMES)
def test_letter(expected: dict[str, Any]) -> None:
    letter = read(expected["file"])[expected["part"] - 1]
    assert letter.generation == expected["generation"]
    assert case_facts(letter) == {name: expected[name] for name in CASE_FIELDS}
    items = [{name: getattr(item, name) for name in ITEM_FIELDS} for item in letter.items]
    assert items == [{name: item[name] for name in ITEM_FIELDS} for item in expected["items"]]
    assert [item.number for item in letter.items] == list(range(1, len(items) + 1))
    assert list(letter.problems) == expected["problems"]


@pytest.mark.parametrize("expected", LETTERS, ids=NAMES)
def test_item_types(expected: dict[str, Any]) -> None:
    letter = read(expected["file"])[expected["part"] - 1]
    found = [(item.title, item.item_type.name, item.item_type.subtype) for item in letter.items]
    assert found == [(item["title"], item["item_type"], item["item_subtype"]) for item in expected["items"]]


def test_no_file_holds_a_letter_that_the_gold_table_does_not_know() -> None:
    parts = Counter(case["file"] for case in LETTERS)
    assert {name: len(read(name)) for name in parts} == dict(parts)


@pytest.mark.parametrize("kind", ["generations", "every item type", "mixed", "overturned share", "PDFs", "spacing"])
def test_the_corpus_is_what_its_readme_says(kind: str) -> None:
    items = [item for case in LETTERS for item in case["items"]]
    if kind == "generations":
        assert Counter(case["generation"] for case in LETTERS) == {"A": 78, "B": 13, "C": 11, "D": 8}
    elif kind == "every item type":
        assert len({item["item_type"] for item in items}) == 13
    elif kind == "mixed":
        assert sum({"Upheld", "Overturned"} <= {i["decision"] for i in case["items"]} for case in LETTERS) >= 20
    elif kind == "overturned share":
        assert 0.12 <= sum(item["decision"] == "Overturned" for item in items) / len(items) <= 0.18
    elif kind == "PDFs":
        assert {case["generation"] for case in LETTERS if case["file"].endswith(".pdf")} == {"A", "B", "C", "D"}
    else:
        texts = [(SAMPLE / case["file"]).read_bytes().decode("latin-1") for case in LETTERS]
        doubled = [text.count("\n\n") + text.count("\n \n") > text.count("\n") / 3 for text in texts]
        assert {True, False} == set(doubled)
