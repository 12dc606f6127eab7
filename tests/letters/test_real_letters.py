"""The three real letters, where they are at hand."""

from pathlib import Path

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Decision, Letter
from tests.conftest import REAL_LETTERS, needs_real_letters
from tests.letters.letters import only_letter

pytestmark = needs_real_letters


def read(start: str) -> Letter:
    path: Path = next(REAL_LETTERS.glob(f"{start}*.txt"))
    return only_letter(decode(path.read_bytes()) or "")


def test_facts_of_the_three_cases() -> None:
    facts = [
        (letter.reviewer.licensure_states, letter.reviewer.specialties, letter.patient.age, letter.patient.gender)
        for letter in map(read, ("001", "002", "004"))
    ]
    assert facts == [
        (("California",), ("Physical Medicine & Rehabilitation", "Pain Management"), 35, "male"),
        (("California",), ("Emergency Medicine",), 59, "female"),
        (("California",), ("Internal Medicine", "Pulmonary Diseases"), 55, "female"),
    ]
    days = [str(read(start).patient.injury_date) for start in ("001", "002", "004")]
    assert days == ["2012-05-29", "1997-10-27", "2000-06-08"]


def test_items_decisions_and_types() -> None:
    items = [item for start in ("001", "002", "004") for item in read(start).items]
    assert [(item.title, item.decision, item.item_type.subtype) for item in items] == [
        ("Retro: Fexmid Cyclobenzaprine 7.5mg #60", Decision.OVERTURNED, "Muscle relaxants"),
        ("Unknown acupuncture sessions", Decision.UPHELD, "Acupuncture"),
        ("One prescription for Flexeril", Decision.UPHELD, "Muscle relaxants"),
        ("Flexeril 5mg #60", Decision.UPHELD, "Muscle relaxants"),
        ("Norco 10/325mg #360", Decision.UPHELD, "Opioids"),
    ]


def test_guidelines_and_rationales_are_whole() -> None:
    for start in ("001", "002", "004"):
        letter = read(start)
        assert (letter.problems, letter.unread) == ((), ())
        for item in letter.items:
            assert (item.claims_guideline or "").startswith("Decision based on MTUS")
            assert (item.maximus_guideline or "").startswith("Decision based on MTUS")
            assert (item.rationale or "").endswith(".")
            assert len((item.rationale or "").split()) > 50


def test_pages_cited() -> None:
    cited = [(c.party, c.source, c.pages) for item in read("004").items for c in item.citations]
    assert cited == [
        ("claims_administrator", "MTUS", None),
        ("reviewer", "MTUS", "41, 63"),
        ("claims_administrator", "MTUS", "91"),
        ("reviewer", "MTUS", "74-96"),
    ]
