"""Item types of titles that no sample letter has."""

import pytest
from rapidfuzz.distance import OSA

from imr_tui.letters.item_types.classify import OTHER, classify, explain
from imr_tui.letters.item_types.lexicon import lexicon
from imr_tui.letters.item_types.spelling import read_word
from imr_tui.letters.item_types.words import singular, words_of
from imr_tui.letters.model import ITEM_TYPES
from tests.conftest import GOLD

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

CONFLICTS = {
    # a drug and its form, its dose, its way into the body
    "Flurbiprofen 20% cream": "Topicals & compounds",
    "Capsaicin 0.025%, Gabapentin 10%, Menthol 2% 180 grams": "Topicals & compounds",
    "Hyaluronic acid 0.2%, Amitriptyline 10% in cream base": "Topicals & compounds",
    "Ketoprofen 75 mg #30": "NSAIDs",
    "Tramadol patch": "Topicals & compounds",
    "Duragesic 50 mcg/hr patch #15": "Opioids",
    "Clonidine patch": "Cardiovascular",
    "AndroGel 1.62%": "Other drugs",
    "Norco 10/325 mg, 60 ct": "Opioids",
    "CT of the cervical spine": "CT",
    "Toradol 60 mg IM": "Other injection",
    "Ketorolac injection": "Other injection",
    "B12 injection": "Other injection",
    "Vitamin B-12 tablets": "Medical foods & supplements",
    "Vitamin D level": "Laboratory",
    "Magnesium level": "Laboratory",
    "Coagulation studies": "Laboratory",
    "Hep C panel": "Laboratory",
    "Testosterone": "Other drugs",
    "Lovenox 40 mg injections": "Cardiovascular",
    "Norco10/325mg #90": "Opioids",
    "Naproxen550mg": "NSAIDs",
    "Morphine 10mg/5ml oral solution": "Opioids",
    "Ketamine 50 mg capsules": "Other drugs",
    # a drug and its dose, and what follows them
    "Trazodone 50 mg, 1 tablet at bed time": "Antidepressants",
    "1 prescription of Naproxen 550mg, 1 tab if needed, 60 units": "NSAIDs",
    "Oxycodone extended release 10mg, knee pain": "Opioids",
    "Norco 10/325mg #180 with urine drug screen": "Opioids",
    "Baclofen 2000 mcg, intrathecal pump refill": "Spinal cord stimulator & implants",
    "Opioid medication compliance testing": "Urine drug testing",
    "Sleep study, medication tab": "Sleep study",
    # two drugs, or one of a name in two words
    "Cyclobenzaprine 7.5mg #90, Tramadol 50mg #60": "Muscle relaxants",
    "Gabapentin 600mg #90 and Lidocaine 5% patches": "Anticonvulsants",
    "Gabapentin/Cyclobenzaprine": "Topicals & compounds",
    # what is asked for, and why or when
    "Valium 10 mg prior to MRI": "Benzodiazepines",
    "Omeprazole 20mg for GI upset from NSAIDs": "Proton pump inhibitors",
    "Naproxen 550mg #60 and Omeprazole 20mg #60": "NSAIDs",
    "PPI therapy": "Proton pump inhibitors",
    "Zofran for post-op nausea": "Antiemetics",
    "Botox for migraine": "Botulinum toxin",
    "Crutches following knee arthroscopy": "Mobility aids",
    "PT 12 visits s/p right shoulder rotator cuff repair": "Physical therapy",
    "12 visits for acupuncture": "Acupuncture",
    "Right knee arthroscopy and knee brace": "Knee",
    "Gym membership for aquatic therapy": "Gym membership",
    "Transportation to physical therapy": "Transportation & lodging",
    # visits, consultations, evaluations
    "Consult for ESI": "Specialist consultation",
    "Toxicology consultation": "Specialist consultation",
    "Referral to pain management for epidural injections": "Specialist consultation",
    "Referral for acupuncture": "Acupuncture",
    "Nephrologist": "Specialist consultation",
    "Pain management follow-up": "Follow-up visit",
    "F/U visit": "Follow-up visit",
    "PT evaluation": "Physical therapy",
    "P.T. 2 times a week for 3 weeks": "Physical therapy",
    "PT/INR": "Laboratory",
    "Psychiatric evaluation": "Psychological evaluation",
    "Psychological clearance for SCS": "Psychological evaluation",
    "Psych follow up": "Other behavioral",
    "Functional restoration program evaluation": "Functional restoration",
    "HELP program": "Functional restoration",
    "Nurse visit": "Home health",
    "QME": "Other evaluation",
    # before and after surgery
    "Pre-op EKG": "Peri-operative services",
    "EKG": "Other diagnostic",
    "Associated surgical service: Cold therapy unit 7 day rental": "Hot/cold therapy",
    "Associated surgical service: 3 day length of stay": "Peri-operative services",
    "Inpatient detoxification": "Detoxification",
    "MRI compatible spinal cord stimulator": "Spinal cord stimulator & implants",
    "H wave stimulator, 30 day trial": "TENS & electrical stimulation",
    "Bone growth stimulator for lumbar fusion": "Other DME",
    "Endoscopic carpal tunnel release": "Hand & wrist",
    "Ankle fusion": "Foot & ankle",
    "L4-5 decompression": "Spine",
    "Thyroidectomy": "Other surgery",
    # the rest
    "Home TENS": "TENS & electrical stimulation",
    "Hot/cold pack": "Hot/cold therapy",
    "Hospital bed": "Beds & mattresses",
    "Compression stockings": "Other DME",
    "Urine drug screen, 12 panel": "Urine drug testing",
    "Genetic testing for narcotic risk": "Genetic testing",
    "Lab work: CBC, CMP": "Laboratory",
    "SI joint RFA": "Sacroiliac",
    "Transforaminal injections L4-5": "Epidural steroid",
    "Right knee": "Other",
    "Interpreter": "Other",
    "Microwave oven": "Other",
    "Urinary retention": "Other",
    "Follow-up with Dr. Taylor": "Follow-up visit",
    "Surgical stockings": "Other DME",
}

MISSPELT = {
    "Cylobenzaprine 7.5 mg": "cyclobenzaprine",
    "Nucnta 100 mg": "nucynta",
    "Flexaryl 10mg": "flexeril",
    "Transforminal injection": "transforaminal",
    "Acupuncure x 6": "acupuncture",
    "Flexerill": "flexeril",
}


@pytest.mark.parametrize("title", CONFLICTS)
def test_words_that_point_to_several_types(title: str) -> None:
    assert classify(title).subtype == CONFLICTS[title]


@pytest.mark.parametrize("title", MISSPELT)
def test_a_misspelt_word_is_told_as_it_was_read(title: str) -> None:
    explanation = explain(title)
    assert explanation.item_type == classify(title) != OTHER
    assert [meant for _, meant in explanation.respelt] == [MISSPELT[title]]


def test_an_explanation_names_file_section_rule_and_spelling() -> None:
    assert explain("Flexaril 10mg #60").reason == "drugs.txt [Muscle relaxants] flexeril; flexaril -> flexeril"
    assert explain("Blorptonium quux").reason == "no rule fits"


@pytest.mark.parametrize("title", [*TITLES, *CONFLICTS])
def test_what_explains_is_what_decides(title: str) -> None:
    explanation = explain(title)
    assert explanation.item_type == classify(title)
    assert explanation.rule is None or explanation.rule.text in explanation.reason


@pytest.mark.parametrize("title", ["Tendon infection", "Fractures", "Correction", "Additional regimens", "10.5"])
def test_ordinary_words_are_not_read_as_others(title: str) -> None:
    assert explain(title).respelt == ()


@pytest.mark.parametrize(
    "word",
    [
        "hydrocodne",
        "omeprzole",
        "gabapentn",
        "ibuprofan",
        "orthotc",
        "lidocaien",
        "quarterback",
        "zzzzzzzz",
        "injectoin",
    ],
)
def test_a_word_is_read_as_the_nearest_known_spelling(word: str) -> None:
    known = lexicon()
    spellings = sorted(w for w in known.words | known.ordinary | known.misspelt.keys() if w[0] == word[0])
    nearest = min(spellings, key=lambda spelling: OSA.distance(word, spelling))
    near_enough = OSA.distance(word, nearest) <= (2 if len(word) >= 9 else 1)
    meant = known.misspelt.get(nearest, nearest)
    assert read_word(word) == (meant if near_enough and meant in known.words else word)


@pytest.mark.parametrize(
    ("word", "one"),
    [("injections", "injection"), ("crutches", "crutch"), ("therapies", "therapy"), ("tens", "tens"), ("dss", "dss")],
)
def test_plurals(word: str, one: str) -> None:
    assert singular(word) == one


def test_words() -> None:
    title = "P.T. 2x6, De Quervain\N{RIGHT SINGLE QUOTATION MARK}s 0.5%"
    assert words_of(title) == [
        "pt",
        "2",
        "x6",
        "de",
        "quervains",
        "0.5",
        "%",
    ]


def test_a_drug_stands_in_one_section_only() -> None:
    drugs = [rule for rule in lexicon().rules if rule.file == "drugs.txt"]
    assert len({frozenset(rule.places) for rule in drugs}) == len(drugs) > 500


@pytest.mark.parametrize("title", TITLES)
def test_title(title: str) -> None:
    found = classify(title)
    assert (found.name, found.subtype) == TITLES[title]


def test_letter_case_changes_nothing() -> None:
    assert all(classify(title) == classify(title.upper()) for title in TITLES)


def test_the_lexicon_names_only_known_types() -> None:
    assert {rule.item_type.name for rule in lexicon().rules} <= set(ITEM_TYPES)


@pytest.mark.parametrize(
    ("half", "types", "subtypes"), [("titles_tuned.tsv", 1.0, 1.0), ("titles_unseen.tsv", 0.97, 0.93)]
)
def test_titles_of_the_field(half: str, types: float, subtypes: float) -> None:
    """The lexicon was tuned on the first half; the second, of the same author, was written and kept apart."""
    rows = [line.split("\t") for line in (GOLD.parent / half).read_text(encoding="utf-8").splitlines()]
    found = [(classify(title).name, classify(title).subtype, item_type, subtype) for title, item_type, subtype in rows]
    assert len(found) >= 250
    assert sum(name == item_type for name, _, item_type, _ in found) >= types * len(found)
    assert sum((name, sub) == (item_type, subtype) for name, sub, item_type, subtype in found) >= subtypes * len(found)
