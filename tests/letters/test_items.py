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


WRAPPED = "\n".join(
    [SUMMARY, *["The record tells of pain in the low back and of all the care that was given for it."] * 20]
)
"""A summary of many wrapped lines, after which a blank line parts paragraphs."""


def problems_of(*items: str) -> tuple[str, ...]:
    return only_letter(letter(*items, summary=WRAPPED)).problems


def decided(*items: str) -> list[tuple[str, str]]:
    return [(i.title, i.decision.value) for i in only_letter(letter(*items, summary=WRAPPED)).items]


REASONED = REASONS.format(rationale=LAST)


def test_a_lost_title_is_an_item_without_one_and_never_the_end_of_a_rationale() -> None:
    """Neither "The denial is overturned." nor the item above takes what belongs to the item whose title was lost."""
    items = (item("Norco", rationale="There was no gain.\nThe denial is overturned."), REASONED)
    assert decided(*items) == [("Norco", "Upheld"), ("", "Unclear")]
    assert problems_of(*items) == ("item 2: no decision found", "item 2: no title found")


def test_a_stray_line_between_decision_and_labels_costs_nothing() -> None:
    items = (item("Norco"), f"Soma: Overturned\n\nSee also item 3.\n\n{REASONED}")
    assert decided(*items) == [("Norco", "Upheld"), ("Soma", "Overturned")]
    assert problems_of(*items) == ("not read, it belongs to no part of the letter: See also item 3.",)


def test_an_item_whose_labels_were_lost_is_told() -> None:
    items = ("Norco: Upheld\n\nThe guideline has no place for it.\n\n", item("Soma", "Overturned"))
    assert decided(*items) == [("Soma", "Overturned")]
    told = "not read, it belongs to no part of the letter: Norco: Upheld The guideline has no place for it."
    assert problems_of(*items) == (told,)


def test_labels_misread_in_extraction_are_labels() -> None:
    printed = item("Norco").replace("MAXIMUS g", "MAXlMUS g").replace("Administrator", "Adminstrator")
    without_colon = item("Soma", "Overturned").replace("MAXIMUS guideline:", "MAXIMUS guideline")
    assert decided(printed, without_colon) == [("Norco", "Upheld"), ("Soma", "Overturned")]
    assert problems_of(printed, without_colon) == ()


@pytest.mark.parametrize(
    "title",
    ["Retro: Tramadol ER 150 mg qty.\n60 (DOS 3/3/14)", "Labs:\n1. CBC\n2. CMP\n3. UA", "Consult Dr.\nfor pain"],
)
def test_a_paragraph_of_its_own_is_a_whole_title(title: str) -> None:
    assert decided(item("Norco"), item(title))[1] == (" ".join(title.split()), "Upheld")


def test_a_paragraph_above_the_first_title_is_told_not_made_part_of_it() -> None:
    items = ("Item 2 was withdrawn by the provider.\n\n", item("Norco"))
    assert decided(*items) == [("Norco", "Upheld")]
    assert problems_of(*items) == (
        "not read, it belongs to no part of the letter: Item 2 was withdrawn by the provider.",
    )


@pytest.mark.parametrize("printed", ["Partially Overturned", "Upheld/Overturned", "Not Upheld"])
def test_half_a_decision_is_none(printed: str) -> None:
    assert decided(item("Norco", printed)) == [("Norco", "Unclear")]
    assert problems_of(item("Norco", printed)) == (f"item 1: its decision is printed as: {printed}",)


@pytest.mark.parametrize(
    "title", ["Norco: Upheld and Soma", "Norco: Upheld and", "Norco Upheld, Soma", "NORCO: UPHELD; SOMA"]
)
def test_two_decisions_in_one_sentence_are_none(title: str) -> None:
    assert decided(item(title, "Overturned")) == [(title, "Unclear")]
    assert problems_of(item(title, "Overturned")) == ("item 1: its title holds another decision",)


def test_an_item_printed_twice_is_told() -> None:
    items = (item("Norco", rationale="The guideline has no place for it."),) * 2
    assert problems_of(*items) == ("item 2: the same as item 1",)


def test_a_number_that_the_list_skips_is_told() -> None:
    assert problems_of(item("1. Norco"), item("3. Soma")) == ("item 2: its number in the letter is 3",)


@pytest.mark.parametrize("footer", ["\n\n{}\n2\n\n", "\n{}\n\n2\n", "\n2 {}\n", "\n2 | P a g e\n", "\n\x0c2\n"])
def test_a_page_number_beside_a_footer_is_no_text(footer: str) -> None:
    printed = footer.format("Final Determination Letter for IMR Case Number CM15-0012345")
    text = (
        f"The guideline supports a trial of six visits where the{printed}record shows that there was functional gain."
    )
    found = items_of(letter(item("Norco", rationale=text), summary=WRAPPED))
    assert found[0].rationale is not None
    assert found[0].rationale.startswith("The guideline supports a trial of six visits where the record shows")


B = """\
HOW THE IMR FINAL DETERMINATION WAS MADE
The physician reviewer is Board Certified in Neurology and is licensed to practice in Texas.
CLINICAL CASE SUMMARY
A 40 year old man was hurt on 3/4/2013.
IMR DECISION(S) AND RATIONALE(S)
The Final Determination was based on decisions for the disputed items/services set forth below:
"""
REASONS_OF_B = """

The Claims Administrator based its decision on the MTUS.
The Physician Reviewer based his/her decision on the ODG.
The Physician Reviewer's decision rationale:
"""


@pytest.mark.parametrize(
    ("verdict", "decision"),
    [
        ("is not medically necessary and appropriate.", "Upheld"),
        ("are medically necessary and appropriate.", "Overturned"),
        ("is not medically necessary and appropriate at this time.", "Upheld"),
        ("is not considered medically\nnecessary and appropriate.", "Upheld"),
        ("is not medi-\ncally necessary and appropriate.", "Upheld"),
        ("is neither necessary nor appropriate.", "Unclear"),
    ],
)
def test_decisions_of_generation_b(verdict: str, decision: str) -> None:
    first = f"1. Norco is not medically necessary and appropriate.{REASONS_OF_B}It fails. Therefore, Norco is not\n"
    read = only_letter(
        f"{B}{first}medically necessary and appropriate.\n\n2. Soma {verdict}{REASONS_OF_B}It ends here."
    )
    assert [i.decision.value for i in read.items] == ["Upheld", decision]
    assert read.items[1].title.startswith("Soma")
    assert bool(read.problems) == (decision == "Unclear")


@pytest.mark.parametrize(
    "decisions",
    [
        "is medically necessary and Soma is not medically necessary and appropriate.",
        "is not medically necessary. Soma is medically necessary.",
    ],
)
def test_two_decisions_in_one_sentence_of_generation_b_are_none(decisions: str) -> None:
    read = only_letter(f"{B}1. Norco {decisions}{REASONS_OF_B}It ends here.")
    assert [i.decision.value for i in read.items] == ["Unclear"]
    assert read.problems == ("item 1: its title holds another decision",)


def test_the_conclusion_of_a_rationale_is_no_title_of_generation_b() -> None:
    first = f"1. Norco is not medically necessary and appropriate.{REASONS_OF_B}It fails.\n"
    read = only_letter(f"{B}{first}Therefore, Norco is medically necessary.{REASONS_OF_B}It ends here.")
    assert [(i.title, i.decision.value) for i in read.items] == [("Norco", "Upheld"), ("", "Unclear")]


C = """\
1) MAXIMUS Federal Services, Inc. has determined the request for Norco is not medically necessary and appropriate.
2) MAXIMUS Federal Services, Inc. has determined the request for Soma is {} and appropriate.
INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE
1) MAXIMUS Federal Services, Inc. has determined the request for Norco is not medically necessary and appropriate.
2) MAXIMUS Federal Services, Inc. has determined the request for Soma is {} and appropriate.
1) Regarding the request for Norco:
Rationale for the Decision:
Regarding the request for Norco, it is medically necessary in some cases.
"""


def test_generation_c_decides_by_its_list_and_loses_no_item_of_it() -> None:
    read = only_letter(C.format("medically necessary", "medically necessary"))
    found = [(i.title, i.decision.value, i.rationale) for i in read.items]
    rationale = "Regarding the request for Norco, it is medically necessary in some cases."
    assert found == [("Norco", "Upheld", rationale), ("Soma", "Overturned", None)]


def test_generation_c_with_two_decisions_for_one_item_is_unclear() -> None:
    read = only_letter(C.format("medically necessary", "not medically necessary"))
    assert read.items[1].decision is Decision.UNCLEAR
    assert "item 2: its decision is printed in two ways" in read.problems


def test_two_decisions_in_one_sentence_of_generation_c_are_none() -> None:
    two = "medically necessary and Ultram is not medically necessary"
    read = only_letter(C.format(two, two))
    assert [i.decision.value for i in read.items] == ["Upheld", "Unclear"]
    assert "item 2: its title holds another decision" in read.problems


def test_a_rationale_of_generation_d_decides_each_issue_by_its_heading() -> None:
    reasons = (
        "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE {} MEDICALLY NECESSARY:\nIt is not medically necessary.\n"
    )
    issues = "MEDICAL PROFESSIONAL REVIEW\nISSUE AT DISPUTE:\n1. Norco\n2. The request for Soma\n"
    read = only_letter(issues + reasons.format("IS/WAS NOT") + reasons.format("WAS"))
    assert [(i.title, i.decision.value) for i in read.items] == [("Norco", "Upheld"), ("Soma", "Overturned")]


@pytest.mark.parametrize("verdict", ["IS/IS NOT", "was / was not"])
def test_a_heading_of_generation_d_that_was_not_filled_in_decides_nothing(verdict: str) -> None:
    reasons = f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE {verdict} MEDICALLY NECESSARY:\nIt fails.\n"
    read = only_letter(f"MEDICAL PROFESSIONAL REVIEW\nISSUE AT DISPUTE:\nNorco\n{reasons}")
    assert [(i.title, i.decision.value, i.rationale) for i in read.items] == [("Norco", "Unclear", "It fails.")]
    assert "item 1: no decision found" in read.problems
