"""The injured worker's age and gender, as the clinical summary tells them."""

import re
from typing import NamedTuple

from imr_tui.letters.folding import folded
from imr_tui.letters.injury import find_injury_date
from imr_tui.letters.model import Patient, Span

MALE, FEMALE = "male", "female"
NOUNS = {"male": MALE, "man": MALE, "gentleman": MALE, "female": FEMALE, "woman": FEMALE, "lady": FEMALE}
RELATIVES = (
    "mother|father|wife|husband|spouse|sons?|daughters?|brothers?|sisters?|child|children|partner|parent|mother-in-law|father-in-law"
    "|grandson|granddaughter|grandmother|grandfather|uncle|aunt|nephew|niece"
)
PERSON = r"(?:injured worker|worker|patient|claimant|employee|applicant|individual|person|iw)"
GENDER_NOUN = rf"(?P<gender>fe-\s?male|{'|'.join(NOUNS)})\b"
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
AGES_IN_WORDS = {"eighteen": 18, "nineteen": 19} | {word: 20 + 10 * n for n, word in enumerate(TENS)}
IN_WORDS = rf"eighteen|nineteen|(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(ONES)}))?"
AGE = rf"(?P<age>\d{{1,3}}|\b(?:{IN_WORDS}))"
START_OF_AGE = r"[\dentfs]"
DIGITS = r"(?P<age>\d\d{0,2})"
DASH = r"[-\u2010-\u2014]"
YEARS_OLD = (
    rf"\s*{DASH}?\s*(?:years?\s*{DASH}?\s*old\b|years?\s+of\s+age\b|y\s*/\s*o\b|y\.\s?o\.|yo\b"
    rf"|yrs?\.?\s*{DASH}?\s*old\b)"
)
PERSON_OR_NOUN = rf"(?:{PERSON}|{'|'.join(NOUNS)})"
AGED = r"aged?\s+(?:of\s+)?"
OF_AGE = rf"of\s+{AGE}"
IS_NOW = r"is\s+(?:now\s+|currently\s+)?"


class AgePattern(NamedTuple):
    """A way to tell an age."""

    sign: re.Pattern[str]
    """Stands wherever `pattern` fits, and starts with letters or marks that the engine finds quickly."""
    pattern: re.Pattern[str]


AGE_AND_LETTER = re.compile(rf"\A[^.]{{0,40}}?\b{DIGITS}\s?(?=[MF]\b)")
"""Only capitals tell the gender, so this is not for text in lower case."""
AGE_PATTERNS = tuple(
    AgePattern(re.compile(sign), re.compile(pattern))
    for sign, pattern in (
        ("", rf"{DIGITS}{YEARS_OLD}"),
        (rf"(?:teen|ty)(?:[-\s]\w+)?\s*{DASH}?\s*y", rf"\b(?P<age>{IN_WORDS}){YEARS_OLD}"),
        (r"\d\s?[MF]\b", AGE_AND_LETTER),
        (rf"{AGED}{START_OF_AGE}", rf"\b{PERSON}\W+(?:\w+\W+){{0,6}}?{AGED}{AGE}\b(?!\s*(?:%|mg))"),
        (r"aged\s", rf"\baged\s+{AGE}\b"),
        (r",\s+(?:age|now)", rf",\s+(?:aged?|now)\s+{AGE}\s*[,.;)]"),
        (r"age\s*(?:/|is)", rf"\bage\s*(?:/\s*(?:sex|gender)\s*:|is)\s*{AGE}\b"),
        (r"who\s+is", rf"\bwho\s+is\s+(?:now\s+)?{AGE}\b(?!\s*%)"),
        (rf"of\s+{START_OF_AGE}", rf"\bis\s+an?\s+(?:\w+\s+){{1,3}}{OF_AGE}\s+years\b"),
        (r"age\s*:?\s*\d", rf"\(\s*age\s*:?\s*{DIGITS}\b|\bage\s*:\s*(?P<age_>\d{{1,3}})\b"),
        (rf"of\s+{START_OF_AGE}", rf"\b{PERSON_OR_NOUN}\s+{OF_AGE}(?:\s+years\b|\s*(?:,|who\b|is\b))"),
        (r"[,:(]\s*\d", rf"\b{PERSON_OR_NOUN}\b[^.\d]{{0,40}}?[,:(]\s*{DIGITS}\s*[,)]"),
        (rf"{IS_NOW}\d", rf"\b{PERSON}\s+{IS_NOW}{DIGITS}(?=[.,;]|\s+and\b|\s+years\b)"),
    )
)
NOW = re.compile(rf"[^.;]{{0,80}}?\bis\s+now\s+{AGE}\b")
"""He "was then fifty and is now fifty-one"."""
RELATIVE_BEFORE = re.compile(
    rf"\b(?:{RELATIVES})\b(?:[^.,;]{{0,30}}| of the {PERSON},\s+(?:an?\s+)?"
    r"|,\s+(?:who\s+is\s+)?(?:now\s+)?(?:aged?\s+|an?\s+)?)$"
)
RELATIVE_AFTER = re.compile(rf"[\s,-]*(?:\w+\s+)?(?:{RELATIVES}|co-?worker|colleague|friend)\b")
NEAR_AGE = re.compile(rf"(?:[\s,/-]{{1,3}}\w{{1,20}}){{0,8}}?[\s,/-]{{1,3}}{GENDER_NOUN}")
LETTER_AFTER_AGE = re.compile(
    r"[\s,/-]{0,3}(?:(?:right|left)[-\s]hand(?:ed)?\s+|\w+-handed\s+)?(?P<gender>[MF])\b(?!\.\S)"
)
BEFORE_AGE = re.compile(rf"\b{GENDER_NOUN}[^.]{{0,40}}$")
WORKER_IS = re.compile(
    rf"\b{PERSON}(?:\s+is|,)\s+(?:an?\s+)?(?:[\w-]+\s+){{0,4}}?{GENDER_NOUN}|\b(?P<mr>mr|ms|mrs)\.\s"
)
NOUN_OR_TITLE = re.compile(r"(?:male|man|lady)\b|m(?:r|s|rs)\.")
"""The end of every noun that tells a gender, or a title."""
OPENING_NOUN = re.compile(rf"[^.]{{0,60}}?\b{GENDER_NOUN}")
GENDER_FIELD = re.compile(r"(?:gender(?<!\wgender)|sex(?<!\wsex))\s*:\s*(?P<gender>male|female|m|f)\b")
PRONOUN = re.compile(r"(?:h(?<![\w/]h)(?:e|im|is|imself|er|ers|erself)|s(?<![\w/]s)he)\b(?!/)")
RELATIVE_STEM = re.compile(
    "mother|father|wife|husband|spouse|son|daughter|brother|sister|child|partner|parent|uncle|aunt|nephew|niece"
    "|co-?worker|colleague|friend"
)
"""Cheap to look for: most summaries name none of them beside an age."""
LONGEST_RELATIVE = 40
OLDEST = 110
ANY_NUMBER = re.compile(rf"\d|{IN_WORDS}")
LONGEST_READ = 20_000
"""Characters of a summary that are looked at: bounds the time that a freak text may take."""


def read_patient(summary: str) -> tuple[Patient, list[Span]]:
    """Read age in years, gender (`male`, `female`) and date of injury from the summary, and where it tells them."""
    opening = summary[:LONGEST_READ]
    lower = folded(opening)
    age = _age(opening, lower)
    gender, gender_at = _gender(opening, lower, age)
    injury = find_injury_date(lower)
    told = [Span(*gender_at, "patient_gender")] if gender_at else []
    if age:
        told.append(Span(*age.span(_group(age)), "patient_age"))
    if injury:
        told.append(Span(injury.start, injury.end, "injury_date"))
    years = _years(age) if age else None
    return Patient(years, gender, injury.day if injury else None), told


def _age(summary: str, lower: str) -> re.Match[str] | None:
    """Return the first age that is the worker's."""
    first: re.Match[str] | None = None
    for sign, pattern in AGE_PATTERNS:
        end = first.start() if first else len(lower)
        if first and not ANY_NUMBER.search(lower, 0, end):
            break
        text = summary if pattern is AGE_AND_LETTER else lower
        if sign.search(text, 0, end):
            first = next((age for age in pattern.finditer(text, 0, end) if _is_workers_age(lower, age)), first)
    return (first and "now" in lower and NOW.match(lower, first.end())) or first


def _is_workers_age(lower: str, found: re.Match[str]) -> bool:
    # "20-year history" never matches; "her 70-year-old mother" and "a mother who is 70 years old" are not the worker.
    before, after = _before(lower, found), found.end()
    is_relative = RELATIVE_STEM.search(f"{before} {lower[after : after + LONGEST_RELATIVE]}") and (
        RELATIVE_BEFORE.search(before) or RELATIVE_AFTER.match(lower, after)
    )
    return not is_relative and 0 < _years(found) <= OLDEST


def _years(found: re.Match[str]) -> int:
    words = found[_group(found)]
    if words.isdigit():
        return int(words)
    tens, _, ones = words.replace("-", " ").partition(" ")
    return AGES_IN_WORDS[tens] + (ONES.index(ones) + 1 if ones else 0)


def _group(found: re.Match[str]) -> str:
    return str(found.lastgroup) if found.lastgroup == "age_" else "age"


def _before(lower: str, found: re.Match[str]) -> str:
    start = found.start(_group(found))
    return lower[max(0, start - 60) : start]


def _gender(summary: str, lower: str, age: re.Match[str] | None) -> tuple[str | None, tuple[int, int] | None]:
    """Return the gender and where it is told, if it is told in one place."""
    found = _told_gender(summary, lower, age)
    if found is None:
        return _gender_by_pronouns(lower), None
    noun = found["gender"]
    if noun is None:
        return MALE if found["mr"] == "mr" else FEMALE, found.span("mr")
    noun = noun.replace("- ", "").replace("-", "").lower()
    return NOUNS.get(noun) or (MALE if noun == "m" else FEMALE), found.span("gender")


def _told_gender(summary: str, lower: str, age: re.Match[str] | None) -> re.Match[str] | None:
    if age is not None:
        start = age.start(_group(age))
        near = LETTER_AFTER_AGE.match(summary, age.end()) or NEAR_AGE.match(lower, age.end())
        if near or (near := BEFORE_AGE.search(lower, max(0, start - 60), start)):
            return near
    is_named = NOUN_OR_TITLE.search(lower)
    return (
        (WORKER_IS.search(lower) if is_named else None)
        or GENDER_FIELD.search(lower)
        or (OPENING_NOUN.match(lower) if is_named else None)
    )


def _gender_by_pronouns(lower: str) -> str | None:
    pronouns = PRONOUN.findall(lower)
    male = sum(word.startswith("h") and not word.startswith("her") for word in pronouns)
    female = len(pronouns) - male
    if male == female:
        return None
    return MALE if male > female else FEMALE
