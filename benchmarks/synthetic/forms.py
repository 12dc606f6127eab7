"""A letter's paragraphs, in the form of its generation."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache

from benchmarks.synthetic.case import Case, padded, slashed, spelt
from benchmarks.synthetic.grammar import Draw, Grammar, pick, read_sections
from benchmarks.synthetic.vocabulary import DATA
from imr_tui.letters.model import Decision, DisputedItem, Generation, Header, Letter

Paragraphs = Iterator[str]
"""Each is wrapped to the page's width; one of several lines is printed as it is."""

RELIED_UPON_C = "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:"
RELIED_UPON_D = "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"
NUMBERED = 0.25
"""Share of letters of generation A that number their items."""
SUBTITLES = (
    "MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review",
    "Notice of Independent Medical Review Determination",
)


def paragraphs(letter: Letter, case: Case, draw: Draw) -> Paragraphs:
    """Yield the paragraphs of a letter that tells `case`."""
    return FORM_OF[case.generation](letter, case, draw)


@cache
def _forms() -> Grammar:
    return Grammar(read_sections(DATA / "forms.txt"))


def _form_a(letter: Letter, case: Case, draw: Draw) -> Paragraphs:
    if letter.header.decision_date:
        yield _header_a(letter.header, draw)
    yield "HOW THE IMR FINAL DETERMINATION WAS MADE"
    yield _forms().say("how A", case.facts, draw)
    yield "\n".join((
        "The Expert Reviewer has the following credentials:",
        f"State(s) of Licensure: {', '.join(letter.reviewer.licensure_states)}",
        f"Certification(s)/Specialty: {', '.join(letter.reviewer.specialties)}",
    ))  # fmt: skip
    yield from _up_to_issues(letter, case, draw, "IMR ISSUES, DECISIONS AND RATIONALES")
    is_numbered = draw() < NUMBERED
    for item in letter.items:
        yield f"{item.number}. {item.title}: {item.decision}" if is_numbered else f"{item.title}: {item.decision}"
        yield f"Claims Administrator guideline: {item.claims_guideline}"
        yield f"MAXIMUS guideline: {item.maximus_guideline}"
        yield f"Decision rationale: {item.rationale}"


def _form_b(letter: Letter, case: Case, draw: Draw) -> Paragraphs:
    yield from SUBTITLES
    yield _header_bcd(letter.header, draw)
    yield _forms().say("notice B", case.facts, draw)
    yield "HOW THE IMR FINAL DETERMINATION WAS MADE"
    yield _forms().say("how B", case.facts, draw)
    yield from _up_to_issues(letter, case, draw, "IMR DECISION(S) AND RATIONALE(S)")
    for item in letter.items:
        yield f"{item.number}. The request for {item.title} is {_verdict(item)} and appropriate."
        yield f"The Claims Administrator based its decision on {item.claims_guideline}"
        yield f"The Physician Reviewer based his/her decision on {item.maximus_guideline}"
        yield f"The Physician Reviewer's decision rationale: {item.rationale}"


def _up_to_issues(letter: Letter, case: Case, draw: Draw, heading: str) -> Paragraphs:
    yield from _documents(letter, case, draw, "DOCUMENTS REVIEWED")
    yield from _summary(letter, case, draw, "CLINICAL CASE SUMMARY")
    yield heading
    yield _forms().say("lead issues", case.facts, draw)


def _form_c(letter: Letter, case: Case, draw: Draw) -> Paragraphs:
    yield from SUBTITLES
    yield _header_bcd(letter.header, draw)
    yield _forms().say("notice C", case.facts, draw)
    yield from _list_c(letter)
    yield _forms().say("effect C", case.facts, draw)
    yield "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"
    yield _forms().say("application C", case.facts, draw)
    yield from _list_c(letter)
    yield "Medical Qualifications of the Expert Reviewer:"
    yield _forms().say("qualifications C", case.facts, draw)
    yield from _summary(letter, case, draw, "Case Summary:")
    yield from _documents(letter, case, draw, "Documents Reviewed for Determination:")
    for item in letter.items:
        told = (
            f"The Claims Administrator based its decision on {item.claims_guideline} " if item.claims_guideline else ""
        )
        yield f"{item.number}) Regarding the request for {item.title}:"
        yield f"{RELIED_UPON_C} {told}{item.maximus_guideline}"
        yield f"Rationale for the Decision: {item.rationale}"


def _list_c(letter: Letter) -> Paragraphs:
    for item in letter.items:
        lead = f"{item.number}) MAXIMUS Federal Services, Inc. has determined the request for"
        yield f"{lead} {item.title} is {_verdict(item)} and appropriate."


def _form_d(letter: Letter, case: Case, draw: Draw) -> Paragraphs:
    yield SUBTITLES[0]
    yield "MEDICAL PROFESSIONAL REVIEW"
    yield _header_bcd(letter.header, draw)
    yield "ISSUE AT DISPUTE:"
    for item in letter.items:
        yield f"{item.number}. {item.title}" if len(letter.items) > 1 else item.title
    yield from _summary(letter, case, draw, "CASE SUMMARY:")
    yield from _documents(letter, case, draw, "DOCUMENTS REVIEWED FOR DETERMINATION:")
    for item in letter.items:
        yield f"{RELIED_UPON_D} {item.maximus_guideline}"
        yield f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS {_verdict(item).upper()}:"
        yield item.rationale or ""
    yield "MEDICAL REVIEWER QUALIFICATIONS:"
    yield _forms().say("qualifications D", case.facts, draw)
    yield "EFFECT OF THE DECISION:"
    yield _forms().say("effect D", case.facts, draw)
    yield _forms().say("disclaimer", case.facts, draw)


FORM_OF: Mapping[Generation, Callable[[Letter, Case, Draw], Paragraphs]] = {
    Generation.A: _form_a,
    Generation.B: _form_b,
    Generation.C: _form_c,
    Generation.D: _form_d,
}


def _verdict(item: DisputedItem) -> str:
    return "not medically necessary" if item.decision is Decision.UPHELD else "medically necessary"


def _summary(letter: Letter, case: Case, draw: Draw, heading: str) -> Paragraphs:
    yield heading
    if letter.generation is not Generation.D:
        yield _forms().say("lead summary", case.facts, draw)
    yield letter.clinical_summary or ""


def _documents(letter: Letter, case: Case, draw: Draw, heading: str) -> Paragraphs:
    if letter.documents_reviewed:
        yield heading
        yield _forms().say("lead documents", case.facts, draw)
        yield letter.documents_reviewed


def _header_a(header: Header, draw: Draw) -> str:
    facts = (
        ("Case Number", header.case_number),
        ("Date Assigned", _day(header.assigned_date, padded)),
        ("Date of Injury", _day(header.injury_date, padded)),
        ("Decision Date", _day(header.decision_date, padded)),
        ("UR Denial Date", _day(header.ur_denial_date, padded)),
        ("Priority", header.priority),
        ("Application Received", _day(header.received_date, padded)),
    )
    in_a_row = pick((2, 2, 3, 1), draw)
    told = [f"{name}: {value}" for name, value in facts]
    return "\n".join("   ".join(told[at : at + in_a_row]) for at in range(0, len(told), in_a_row)) + "\n"


def _header_bcd(header: Header, draw: Draw) -> str:
    write = pick((padded, slashed, spelt), draw)
    return "\n".join((
        f"Dated: {_day(header.decision_date, write)}",
        "Employee: [redacted]",
        "Claim Number: XXXXX",
        f"Date of UR Decision: {_day(header.ur_denial_date, write)}",
        f"Date of Injury: {_day(header.injury_date, write)}",
        f"IMR Application Received: {_day(header.received_date, write)}",
        f"MAXIMUS Case Number: {header.case_number}",
    ))  # fmt: skip


def _day(day: date | None, write: Callable[[date], str]) -> str:
    return write(day) if day else ""
