"""The injured worker's age, gender and date of injury, as the clinical summary tells them."""

import re
from collections.abc import Iterator
from datetime import date

from imr_tui.letters.dates import DATE, parse_date
from imr_tui.letters.model import Patient

MALE, FEMALE = "male", "female"
NOUNS = {"male": MALE, "man": MALE, "gentleman": MALE, "female": FEMALE, "woman": FEMALE, "lady": FEMALE}
RELATIVES = (
    "mother|father|wife|husband|spouse|son|daughter|brother|sister|child|partner|parent|mother-in-law|father-in-law"
)
PERSON = r"(?:injured worker|worker|patient|claimant|employee|applicant|individual|person)"
GENDER_NOUN = rf"(?P<gender>{'|'.join(NOUNS)})\b"
AGE = r"(?P<age>\d{1,3})"
YEARS_OLD = r"\s*-?\s*(?:years?\s*-?\s*old\b|y\s*/\s*o\b|y\.\s?o\.|yo\b|yrs?\.?\s*-?\s*old\b)"
AGE_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{AGE}{YEARS_OLD}",
        rf"\b{PERSON}\W+(?:\w+\W+){{0,6}}?aged?\s+(?:of\s+)?{AGE}\b(?!\s*(?:%|mg))",
        rf"\baged\s+{AGE}\b",
        rf"\b{AGE}\s+years\s+of\s+age\b",
        rf"\b(?:{PERSON}|{'|'.join(NOUNS)})\s+of\s+{AGE}\s+years\b",
        rf"\b{PERSON}\b[^.\d]{{0,40}}?[,:]\s*{AGE}\s*,",
    )
)
RELATIVE_BEFORE = re.compile(rf"\b(?:{RELATIVES})\b[^.]{{0,30}}$", re.IGNORECASE)
RELATIVE_AFTER = re.compile(rf"[\s,-]*(?:\w+\s+)?(?:{RELATIVES})\b", re.IGNORECASE)
NEAR_AGE = re.compile(rf"(?:[\s,/-]{{1,3}}\w{{1,20}}){{0,8}}?[\s,/-]{{1,3}}{GENDER_NOUN}", re.IGNORECASE)
LETTER_AFTER_AGE = re.compile(r"[\s,-]{0,3}(?P<gender>[MF])\b(?!\.)")
BEFORE_AGE = re.compile(rf"\b{GENDER_NOUN}[^.]{{0,40}}$", re.IGNORECASE)
WORKER_IS = re.compile(
    rf"\b{PERSON}\s+is\s+(?:an?\s+)?(?:[\w-]+\s+){{0,4}}?{GENDER_NOUN}|\b(?:mr|ms|mrs)\.\s", re.IGNORECASE
)
GENDER_FIELD = re.compile(r"\b(?:gender|sex)\s*:\s*(?P<gender>male|female|m|f)\b", re.IGNORECASE)
PRONOUN = re.compile(r"(?<!/)\b(he|him|his|himself|she|her|hers|herself)\b(?!/)", re.IGNORECASE)
OLDEST = 110
LONGEST_LEAD = 22
"""Characters of what leads to a date: `on or about `; a match with more tells of the injury before its date."""

INJURY = (
    r"(?:date of (?:the )?(?:work |industrial )?injury|injury date|\bDOI\b"
    r"|injur(?:y|ies|ed)\b(?!\s+(?:workers?|employees?)\b)|\baccident\b|hurt\b|\btrauma\b|\bincident\b|\bfell\b"
    r"|\bslipped\b|\btripped\b)"
)
MISHAP = (
    r"(?:struck|hit|sprained|strained|twisted|slid|lifted|lifting|felt|assaulted|attacked|thrown|exposed|cut|held|rolled"
    r"|crushed|caught|pulled|bitten|burned|collided|collision|lacerated|fractured|rear-ended|claim|rear ended|fall)"
)
"""Words that tell of an injury only in the summary's opening; further down they tell of treatment and findings."""
OPENING = 420
LONGEST_READ = 20_000
"""Characters of a summary in which age and injury are looked for: bounds the time that a freak text may take."""
CARE = (
    r"\b(?:seen|visit|evaluat|exam|report|note|present|underwent|request|follow|treat|consult|mri|ct|x-ray|emg|surgery|denied"
    r"|complain|prescri)"
)
BETWEEN = rf"(?:(?!\d{{1,2}}/\d{{1,2}}/\d|\.\s|{CARE}).){{0,90}}?"
"""Short of another date, the sentence's end, and words that tell of care: a visit's date is not the injury's."""
ON = r"\b(?:on|dated|of|since|day,)\s+(?:or\s+about\s+)?"


def _told_injury(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = rf"\b{words}\b{BETWEEN}\b(?P<date>{DATE})"
    after = rf"{ON}(?P<date>{DATE}){BETWEEN}\b{words}\b"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


INJURY_TOLD = (
    *_told_injury(INJURY),
    re.compile(rf"\b(?P<date>{DATE})\s+(?:date of (?:the )?(?:\w+ )?injury|injury date|DOI\b)", re.IGNORECASE),
)
NOT_OF_INJURY = re.compile(rf"(?:{CARE}\w*(?:\W+\w+){{0,3}}?\W+|\bborn\W+(?:on\W+)?)$", re.IGNORECASE)
"""What stands before the date of something else: a report, a surgery, a birth."""
MISHAP_TOLD = _told_injury(MISHAP)


def read_patient(summary: str) -> Patient:
    """Read age in years, gender (`male`, `female`) and the date of injury from the folded summary."""
    age = _age(summary)
    return Patient(
        int(age["age"]) if age else None,
        _gender(summary, age),
        _injury_date(summary),
    )


def _age(summary: str) -> re.Match[str] | None:
    """Return the first age that is the worker's."""
    first: re.Match[str] | None = None
    for pattern in AGE_PATTERNS:
        ages = pattern.finditer(summary, 0, first.start() if first else LONGEST_READ)
        first = next((age for age in ages if _is_workers_age(summary, age)), first)
    return first


def _is_workers_age(summary: str, found: re.Match[str]) -> bool:
    # "20-year history" never matches; "her 70-year-old mother" and "a mother who is 70 years old" are not the worker.
    is_relative = RELATIVE_BEFORE.search(_before(summary, found)) or RELATIVE_AFTER.match(summary, found.end())
    return not is_relative and 0 < int(found["age"]) <= OLDEST


def _before(summary: str, found: re.Match[str]) -> str:
    return summary[max(0, found.start("age") - 60) : found.start("age")]


def _gender(summary: str, age: re.Match[str] | None) -> str | None:
    if age is not None:
        if letter := LETTER_AFTER_AGE.match(summary, age.end()):
            return MALE if letter["gender"] == "M" else FEMALE
        near = NEAR_AGE.match(summary, age.end()) or BEFORE_AGE.search(_before(summary, age))
        if near:
            return NOUNS[near["gender"].lower()]
    if said := WORKER_IS.search(summary):
        noun = said["gender"]
        return NOUNS[noun.lower()] if noun else MALE if said[0].lower().startswith("mr.") else FEMALE
    if field := GENDER_FIELD.search(summary):
        return MALE if field["gender"].lower().startswith("m") else FEMALE
    return _gender_by_pronouns(summary)


def _gender_by_pronouns(summary: str) -> str | None:
    pronouns = [word.lower() for word in PRONOUN.findall(summary)]
    male = sum(word.startswith("h") and not word.startswith("her") for word in pronouns)
    female = len(pronouns) - male
    if male == female:
        return None
    return MALE if male > female else FEMALE


def _injury_date(summary: str) -> date | None:
    told = [next(_dates_told(pattern, summary, LONGEST_READ), None) for pattern in INJURY_TOLD]
    told += [next(_dates_told(pattern, summary, OPENING), None) for pattern in MISHAP_TOLD]
    found = sorted((match for match in told if match), key=lambda match: match.start("date"))
    return next((day for match in found if (day := parse_date(match["date"]))), None)


def _dates_told(pattern: re.Pattern[str], summary: str, end: int) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(summary, 0, end):
        before = summary[max(0, match.start() - 60) : match.start("date")]
        if match.start("date") - match.start() > LONGEST_LEAD or not NOT_OF_INJURY.search(before):
            yield match
