"""Items as they come out of extraction: wrapped, broken by pages, with the labels' words in running text."""

import pytest

from imr_tui.letters.model import Decision, DisputedItem
from tests.letters.letters import LAST, REASONS, SUMMARY, item, letter, only_letter

LONG = "Left L4-5 transforaminal epidural steroid injection under fluoroscopic guidance with monitored"


def items_of(text: str) -> tuple[DisputedItem, ...]:
    return only_letter(text).items


def titles_of(text: str) -> list[str]:
    return [found.title for found in items_of(text)]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Norco 10/325mg #60", "Norco 10/325mg #60"),
        ("1. Norco 10/325mg #60", "Norco 10/325mg #60"),
        ("2) Norco 10/325mg #60", "Norco 10/325mg #60"),
        ("12 sessions of acupuncture", "12 sessions of acupuncture"),
        ("2.5 mg Ativan", "2.5 mg Ativan"),
        ("Retro: DOS 1/14/14: urine drug screen", "Retro: DOS 1/14/14: urine drug screen"),
        ("Associated surgical service: cold unit", "Associated surgical service: cold unit"),
        (f"{LONG}\nanesthesia care, two levels", f"{LONG} anesthesia care, two levels"),
        (f"{LONG}\n\n\n\nanesthesia care", f"{LONG} anesthesia care"),
        ("Retro: Fexmid Cyclobenzaprine\n\n\n\n7.5mg #60", "Retro: Fexmid Cyclobenzaprine 7.5mg #60"),
        ("Associated surgical service:\nCold therapy unit", "Associated surgical service: Cold therapy unit"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_titles(printed: str, title: str, is_first: bool) -> None:
    text = letter(item(printed)) if is_first else letter(item("First item"), item(printed))
    assert titles_of(text)[-1] == title


@pytest.mark.parametrize("decision", ["Upheld", "UPHELD", "\nUpheld", "Upheld.", "  Upheld"])
def test_decision_wordings(decision: str) -> None:
    found = items_of(letter(item("Norco"), item("Soma 350mg #30", decision)))
    assert [(i.title, i.decision) for i in found][-1] == ("Soma 350mg #30", Decision.UPHELD)


@pytest.mark.parametrize(
    "running_text",
    [
        "At appeal the earlier denial was\nupheld\nand the case went on. It is not necessary.",
        "The letter has a line that says\nMAXIMUS guideline: none was given, and that\nDecision rationale: is empty.",
        "The utilization review had this:\nClaims Administrator guideline: ODG.\nIt does not apply here.",
        "An earlier review of the same item ended so:\nNorco 10/325mg: Overturned\nThat was another year.",
        "The prior determination was Overturned",
    ],
)
def test_words_of_labels_and_decisions_in_running_text_are_text(running_text: str) -> None:
    found = items_of(letter(item("Norco", rationale=running_text), item("Soma", "Overturned")))
    assert [(i.title, i.decision) for i in found] == [("Norco", Decision.UPHELD), ("Soma", Decision.OVERTURNED)]
    assert found[0].rationale == " ".join(running_text.split())
    assert found[1].rationale == LAST


def test_a_rationale_without_full_stop_does_not_become_title() -> None:
    rationale = "The guideline supports a trial of six visits, and no more than that were\nshown to help, so it fails"
    assert titles_of(letter(item("Norco", rationale=rationale), item("Soma 350mg #30"))) == ["Norco", "Soma 350mg #30"]


@pytest.mark.parametrize(
    "title", ["6 sessions of acupuncture", "(Retro) Norco", "tramadol 50mg #60", "90 tablets of Soma"]
)
def test_a_verdict_without_full_stop_does_not_become_title(title: str) -> None:
    rationale = "The guideline supports fewer visits than these. The request is not medically necessary"
    assert titles_of(letter(item("Norco", rationale=rationale), item(title))) == ["Norco", title]


def test_a_lost_decision_is_unclear_and_told() -> None:
    text = letter(item("Norco"), f"Soma 350mg #30\n\n{REASONS.format(rationale=LAST)}", item("Ultram"))
    read = only_letter(text)
    assert [(i.title, i.decision) for i in read.items] == [
        ("Norco", Decision.UPHELD),
        ("Soma 350mg #30", Decision.UNCLEAR),
        ("Ultram", Decision.UPHELD),
    ]
    assert read.problems == ("item 2: no decision found",)


def test_a_letter_cut_off_below_a_title_keeps_the_item() -> None:
    read = only_letter(letter(item("Norco"), "Soma 350mg #30: Overturned\n"))
    assert read.items[1].decision is Decision.OVERTURNED
    assert read.problems == (
        "item 2: no claims administrator guideline found",
        "item 2: no MAXIMUS guideline found",
        "item 2: no decision rationale found",
    )


def test_a_rationale_cut_off_is_kept_as_far_as_it_goes() -> None:
    text = letter(item("Norco", rationale="The guideline recommends the lowest dose. The"))
    read = only_letter(text)
    assert read.items[0].rationale == "The guideline recommends the lowest dose. The"
    assert read.problems == ("item 1: the rationale breaks off: ... ecommends the lowest dose. The",)


def test_page_footers_are_no_part_of_any_field() -> None:
    footer = "\n\nFinal Determination Letter for IMR Case Number CM13-0012345   2\n\n"
    text = letter(item("Norco", rationale=f"The guideline supports{footer}six visits."), item(f"Soma{footer}350mg #30"))
    assert items_of(text)[0].rationale == "The guideline supports six visits."
    assert titles_of(text)[1] == "Soma 350mg #30"
    read = only_letter(text)
    assert read.header.case_number == "CM13-0012345"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("The guideline\n\n\n7\n\n\nsupports visits.", "The guideline supports visits."),
        ("The guideline\n3\nsupports visits, but\n4\nnot many.", "The guideline supports visits, but not many."),
        ("It supports a total of\n12\nvisits.", "It supports a total of 12 visits."),
        ("It supports visits.\n\n\n9", "It supports visits."),
        ("The opioids\n4\n\x0cshould be weaned.", "The opioids should be weaned."),
    ],
)
def test_bare_numbers_are_page_numbers_where_they_stand_apart_or_count_up(printed: str, read: str) -> None:
    assert items_of(letter(item("Norco", rationale=printed)))[0].rationale == read


def test_all_lines_above_the_first_decision_are_its_title() -> None:
    assert titles_of(letter(item("Associated Surgical Service.\nCold therapy unit"))) == [
        "Associated Surgical Service. Cold therapy unit"
    ]


def test_without_the_heading_of_the_issues_items_are_still_found() -> None:
    text = letter(item("Norco"), item("Soma")).replace("IMR ISSUES, DECISIONS AND RATIONALES", "")
    read = only_letter(text)
    assert [item.title for item in read.items] == ["Norco", "Soma"]
    assert (read.clinical_summary, read.unread) == (SUMMARY, ())
