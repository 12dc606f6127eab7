"""Item types of titles that no sample letter has."""

import pytest

from imr_tui.letters.item_types.classify import classify
from imr_tui.letters.item_types.lexicon import lexicon
from imr_tui.letters.model import ITEM_TYPES

TITLES = {
    "Hydrocodone/APAP 10/325mg #120": ("Pharmaceuticals", "Opioids"),
    "Retro: Flexaril 7.5 mg #90": ("Pharmaceuticals", "Muscle relaxants"),
    "Voltaren gel 1% 100gm": ("Pharmaceuticals", "Topicals & compounds"),
    "Voltaren XR 100mg #30": ("Pharmaceuticals", "NSAIDs"),
    "Omeprazol 20 mg, sixty count": ("Pharmaceuticals", "Proton pump inhibitors"),
    "Terocin patches #30": ("Pharmaceuticals", "Topicals & compounds"),
    "Gabapentin 10%/Amitriptyline 10% topical cream": ("Pharmaceuticals", "Topicals & compounds"),
    "Physical therapy two times a week for six weeks for the lumbar spine": (
        "Rehabilitation Services",
        "Physical therapy",
    ),
    "Post-op physical therapy 3 x 4 right knee": ("Rehabilitation Services", "Physical therapy"),
    "Additional chiropractic treatment, 12 visits": ("Rehabilitation Services", "Chiropractic"),
    "Unknown acupuncture sessions": ("Rehabilitation Services", "Acupuncture"),
    "MRI of the lumbar spine without contrast": ("Diagnostic Testing", "MRI"),
    "EMG/NCV bilateral upper extremities": ("Diagnostic Testing", "EMG/NCS"),
    "Urine drug screen": ("Diagnostic Testing", "Urine drug testing"),
    "X-ray of the left hand, 3 views": ("Diagnostic Testing", "X-ray"),
    "TENS unit, 30 day trial": ("DMEPOS", "TENS & electrical stimulation"),
    "Lumbar brace": ("DMEPOS", "Orthotics & braces"),
    "Purchase of a cold therapy unit": ("DMEPOS", "Hot/cold therapy"),
    "L4-5 transforaminal epidural steroid injection": ("Injections", "Epidural steroid"),
    "Right shoulder corticosteroid injection": ("Injections", "Joint"),
    "Bilateral C4-6 medial branch block": ("Injections", "Facet & medial branch"),
    "Anterior cervical discectomy and fusion C5-6": ("Surgery", "Spine"),
    "Right carpal tunnel release": ("Surgery", "Hand & wrist"),
    "Assistant surgeon": ("Surgery", "Peri-operative services"),
    "Spinal cord stimulator trial": ("Surgery", "Spinal cord stimulator & implants"),
    "Pain management consultation": ("Evaluation & Management", "Specialist consultation"),
    "Follow-up visit in 4 weeks": ("Evaluation & Management", "Follow-up visit"),
    "Cognitive behavioral therapy x 6": ("Behavioral & Mental Health Services", "Psychotherapy"),
    "Functional restoration program, 80 hours": ("Programs", "Functional restoration"),
    "Gym membership, one year": ("Programs", "Gym membership"),
    "Home health aide, 4 hours a day": ("Home Health", "Home health"),
    "Dental evaluation": ("Dental & Vision", "Dental & vision"),
    "Transportation to and from appointments": ("Transportation & Lodging", "Transportation & lodging"),
    "Acupuncture with electrical stimulation and infrared": ("Rehabilitation Services", "Acupuncture"),
    "Right elbow lateral epicondyle release": ("Surgery", "Other surgery"),
    "Post-op sling": ("DMEPOS", "Orthotics & braces"),
    "Work capacity evaluation": ("Diagnostic Testing", "Functional capacity evaluation"),
    "Hardware block L4-S1": ("Injections", "Nerve block"),
    "Ketamine infusion": ("Injections", "Other injection"),
    "Blorptonium quux": ("Other", "Other"),
    "": ("Other", "Other"),
}


@pytest.mark.parametrize("title", TITLES)
def test_title(title: str) -> None:
    found = classify(title)
    assert (found.name, found.subtype) == TITLES[title]


def test_letter_case_changes_nothing() -> None:
    assert all(classify(title) == classify(title.upper()) for title in TITLES)


def test_the_lexicon_names_only_known_types() -> None:
    assert {rule.item_type.name for rule in lexicon().rules} <= set(ITEM_TYPES)
