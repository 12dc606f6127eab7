"""Header, reviewer and patient in the wordings of the letters."""

from datetime import date

import pytest

from imr_tui.letters.decode import decode
from imr_tui.letters.header import read_header
from imr_tui.letters.model import Header
from imr_tui.letters.patient import read_patient
from imr_tui.letters.reviewer import read_reviewer
from imr_tui.letters.source_text import Piece, SourceText, read_lines
from tests.letters.letters import item, letter, only_letter


def whole(text: str) -> tuple[SourceText, Piece]:
    source = read_lines(text)
    return source, Piece(0, len(source.flat))


def header_of(text: str) -> Header:
    return read_header(*whole(text), Piece(0, 0))[0]


@pytest.mark.parametrize("separator", ["\n", "  ", "   \n "])
def test_header_on_one_line_or_several(separator: str) -> None:
    parts = (
        "Case Number: CM15-0012345", "Date Assigned: 01/21/2015", "Date of Injury: 05/29/2012",
        "Decision Date: 03/09/2015", "UR Denial Date: 12/30/2014", "Priority: Expedited",
        "Application Received: 01/12/2015",
    )  # fmt: skip
    header = header_of(separator.join(parts))
    assert (header.case_number, header.priority, header.problems) == ("CM15-0012345", "Expedited", ())
    assert (header.assigned_date, header.injury_date) == (date(2015, 1, 21), date(2012, 5, 29))
    assert (header.decision_date, header.ur_denial_date) == (date(2015, 3, 9), date(2014, 12, 30))
    assert header.received_date == date(2015, 1, 12)


def test_labels_and_values_on_lines_of_their_own() -> None:
    header = header_of("Case Number:\nCM15-0012345\nDate Assigned:\n01/21/2015\nDecision Date:\n\n03/09/2015")
    assert (header.case_number, header.assigned_date) == ("CM15-0012345", date(2015, 1, 21))
    assert header.decision_date == date(2015, 3, 9)


def test_all_labels_before_all_values() -> None:
    header = header_of(
        "Case Number:\nDate Assigned:\nDate of Injury:\nPriority:\nCM15-0012345\n01/21/2015\n5/29/2012\nStandard"
    )
    assert (header.case_number, header.priority) == ("CM15-0012345", "Standard")
    assert (header.assigned_date, header.injury_date) == (date(2015, 1, 21), date(2012, 5, 29))


def test_a_notice_that_runs_on_from_line_to_line() -> None:
    header = header_of(
        "Employee: [redacted] Claim Number: XXXX Date of UR\nDecision: 4/4/2013 Date of Injury:\n9/30/2005 IMR"
        " Application Received: 4/9/2013 IMR Case Number:\nCM13-0056663"
    )
    assert (header.case_number, header.ur_denial_date) == ("CM13-0056663", date(2013, 4, 4))
    assert (header.injury_date, header.received_date) == (date(2005, 9, 30), date(2013, 4, 9))


def test_a_column_of_values_that_lacks_one_gives_no_wrong_date() -> None:
    labels = "Case Number:\nDate Assigned:\nDate of Injury:\nDecision Date:\nPriority:\n"
    header = header_of(f"{labels}CM15-0012345\n05/04/2015\n06/05/2015\nStandard")
    assert (header.case_number, header.priority) == ("CM15-0012345", "Standard")
    assert (header.assigned_date, header.injury_date, header.decision_date) == (None, None, None)


def test_an_empty_label_takes_no_other_label_s_value() -> None:
    header = header_of("Date of Injury:\nDated: 7/8/2013\nPriority:\nMAXIMUS Case Number: CM13-0012345")
    assert (header.injury_date, header.decision_date, header.priority) == (None, date(2013, 7, 8), None)


def test_a_day_that_does_not_exist_is_a_problem_not_a_date() -> None:
    header = header_of("Case Number: CM15-0012345\nDecision Date: 13/45/2015")
    assert header.decision_date is None
    assert header.problems == ("decision date: no such day: 13/45/2015",)


@pytest.mark.parametrize(
    ("text", "states", "specialties"),
    [
        (
            "State(s) of Licensure: California, New York\nCertification(s)/Specialty: Hand Surgery, Plastic Surgery",
            ("California", "New York"),
            ("Hand Surgery", "Plastic Surgery"),
        ),
        (
            "The physician reviewer is Board Certified in Internal Medicine and Rheumatology and is licensed to"
            " practice in California. He/she has been in practice.",
            ("California",),
            ("Internal Medicine", "Rheumatology"),
        ),
        (
            "The physician reviewer is Board Certified in Physical Medicine and Rehabilitation, has a subspecialty in"
            " Pain Management and is licensed to practice in California, Nevada and Texas.",
            ("California", "Nevada", "Texas"),
            ("Physical Medicine and Rehabilitation", "Pain Management"),
        ),
        (
            "The reviewer is Board Certified in Obstetrics and Gynecology and is licensed to practice in CA.",
            ("California",),
            ("Obstetrics and Gynecology",),
        ),
        (
            "The expert reviewer is Licensed in Chiropractic, and is licensed to practice in New Jersey.",
            ("New Jersey",),
            ("Chiropractic",),
        ),
        (
            "The reviewer is a licensed Doctor of Chiropractic and is licensed to practice in Washington, D.C.",
            ("District of Columbia",),
            ("Doctor of Chiropractic",),
        ),
        (
            "Board Certified in Neurology. Licensed to practice in Massachusetts.",
            ("Massachusetts",),
            ("Neurology",),
        ),
        (
            "The psychologist is Licensed in Psychology and is licensed to practice in California and Oregon.",
            ("California", "Oregon"),
            ("Psychology",),
        ),
        (
            "State(s) of Licensure: Ohio\nCertification(s)/Specialty: Ear, Nose, and Throat, Sleep Medicine",
            ("Ohio",),
            ("Ear, Nose, and Throat", "Sleep Medicine"),
        ),
        ("Board Certified in P\x00 and is licensed to practice in Ohio.", ("Ohio",), ("P",)),
        ("Nothing is said.", (), ()),
    ],
)
def test_reviewer(text: str, states: tuple[str, ...], specialties: tuple[str, ...]) -> None:
    reviewer, _ = read_reviewer(*whole(text))
    assert (reviewer.licensure_states, reviewer.specialties) == (states, specialties)


@pytest.mark.parametrize(
    ("summary", "age", "gender", "injured"),
    [
        ("The patient is a 67 year old male injured on October 27, 1997.", 67, "male", date(1997, 10, 27)),
        ("A 35-year-old woman with a date of injury of 11/16/2010.", 35, "female", date(2010, 11, 16)),
        ("59 y/o F (DOI: 6/4/09) with neck pain.", 59, "female", date(2009, 6, 4)),
        ("On 2/12/2013 the patient, a 51 year old man, fell.", 51, "male", date(2013, 2, 12)),
        ("The claimant, 33, is a male guard struck by a bottle on October 5, 2013.", 33, "male", date(2013, 10, 5)),
        ("This is a male of 39 years hurt on or about March 3, 2011.", 39, "male", date(2011, 3, 3)),
        ("The worker is 44 years old. She has a 20-year history of smoking.", 44, "female", None),
        (
            "His 70-year-old mother drives him. The worker, aged 41, hurt his back on 1/2/2012.",
            41,
            "male",
            date(2012, 1, 2),
        ),
        ("The injured worker is a 30 year old male who was seen on 3/4/2014.", 30, "male", None),
        ("The injured worker was injured on 13/45/2013.", None, None, None),
        ("A 72 y.o. female, hurt on 04-05-06.", 72, "female", date(2006, 4, 5)),
        ("A 33-year-old female with an 11/8/12 date of injury.", 33, "female", date(2012, 11, 8)),
        ("A 50 year old man had surgery on 1/4/2012 for an injury sustained 5/6/2011.", 50, "male", date(2011, 5, 6)),
        ("Per the report dated 5/5/2015, the worker is status post injury 3/3/2003.", None, None, date(2003, 3, 3)),
        ("She was born on 4/5/1960 and hurt on the job on 3/3/2003.", None, "female", date(2003, 3, 3)),
        ("No facts are told.", None, None, None),
        ("44 y/o right-handed F, hurt on 1/2/2012.", 44, "female", date(2012, 1, 2)),
        ("44M with DOI 1/2/2012.", 44, "male", date(2012, 1, 2)),
        ("A man with a date of birth of 3/4/1970 and a date of injury of 6/1/2012.", None, "male", date(2012, 6, 1)),
        ("He is status post fusion on 3/3/2010 and was injured on 6/1/2012.", None, "male", date(2012, 6, 1)),
        ("The mother of the patient, a 70-year-old female, died. The patient is a 44-year-old male.", 44, "male", None),
        ("A 44-year-old fe- male was injured.", 44, "female", None),
        ("A fifty-five year old man was hurt on July 1, 2010.", 55, "male", date(2010, 7, 1)),
        ("The injured worker is 52. She fell on 3/4/2011.", 52, "female", date(2011, 3, 4)),
        ("Age/sex: 57/M. Date of injury: 9/5/2011.", 57, "male", date(2011, 9, 5)),
        ("The patient, whose mother had a stroke at 81, is a 33-year-old woman.", 33, "female", None),
        ("The spouse, a 39-year-old nurse, gave the history.", None, None, None),
        (
            "A 62-year-old coworker died in the accident of 7/26/13 that hurt this 22-year-old male.",
            22,
            "male",
            date(2013, 7, 26),
        ),
        (
            "After a knee operation on 8/10/2005 this 71-year-old male was injured at work on 4/2/2001.",
            71,
            "male",
            date(2001, 4, 2),
        ),
        ("He was then fifty years old and is now fifty-one.", 51, "male", None),
        (
            "A 46 year old housekeeping supervisor whose injury took place on July 5, 2011; she rests.",
            46,
            "female",
            date(2011, 7, 5),
        ),
    ],
)
def test_patient(summary: str, age: int | None, gender: str | None, injured: date | None) -> None:
    patient, _ = read_patient(summary)
    assert (patient.age, patient.gender, patient.injury_date) == (age, gender, injured)


def test_the_header_s_date_of_injury_stays_beside_the_summary_s() -> None:
    read = only_letter(letter(item("Norco"), header="Case Number: CM15-0012345\nDate of Injury: 01/02/2012\n\n"))
    assert (read.header.injury_date, read.patient.injury_date) == (date(2012, 1, 2), date(2013, 3, 4))


@pytest.mark.parametrize(
    "data",
    [
        "caf\u00e9 \u201cquoted\u201d".encode(),
        "\ufeffcaf\u00e9 \u201cquoted\u201d".encode(),
        "caf\u00e9 \u201cquoted\u201d".encode("cp1252"),
        "caf\u00e9 \u201cquoted\u201d".encode("utf-16"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert decode(data) == "caf\u00e9 \u201cquoted\u201d"


def test_binary_is_no_text() -> None:
    assert decode(bytes(range(256)) * 20) is None


@pytest.mark.parametrize(
    ("odd", "read"), [(b"\x93old\x94 \xe9", "\u201cold\u201d \u00e9"), (b"cut \xc3", "cut \u00c3")]
)
def test_a_few_odd_bytes_do_not_cost_the_rest_of_a_utf8_text_its_letters(odd: bytes, read: str) -> None:
    plain = "caf\u00e9 \u201cquoted\u201d \u2013 "
    assert decode(plain.encode() + odd) == plain + read


def test_windows_1252_that_looks_like_utf8_here_and_there_is_windows_1252() -> None:
    text = "\u00e9l\u00e8ve \u2013 \u201cd\u00e9j\u00e0\u201d \u00c3\u00a9"
    assert decode(text.encode("cp1252")) == text
