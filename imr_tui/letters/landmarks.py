"""The headings and labels of all generations, wherever a line of a letter starts with one.

Everything else is told from these: generation, sections, items, where one letter of a file ends and the next begins.
Words of a label occur in running text as well: what a landmark means is decided by the readers, by its place among the
others.
"""

import re
from enum import Enum
from functools import cache, lru_cache
from itertools import compress, count
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from imr_tui.letters.source_text import SourceText


class Ending(Enum):
    """What must follow the words of a landmark."""

    HEADING = "a colon or the line's end; anything where the words are in capitals"
    COLON = "a colon"
    LINE = "the line's end"
    ANY = "anything"


class Landmark(NamedTuple):
    """Words of the form at the start of a line."""

    name: str
    start: int
    """Offset of the first word in `SourceText.flat`, after a number in a list."""
    end: int
    """Offset behind the words and their colon."""
    line: int
    number: int | None
    """Its number in a list: `2) Regarding the request for`."""


class _Rule(NamedTuple):
    name: str
    ending: Ending
    pattern: re.Pattern[str]


class _Rules(NamedTuple):
    """The rules of one first word."""

    any_of: re.Pattern[str]
    """The words of all of them: most lines that start with the word are passed over with it."""
    each: list[_Rule]


REVIEWER = r"(?:expert|physician|medical|professional|independent)(?: medical)? reviewer"
BASED = r"based (?:his ?/ ?her|her ?/ ?his|his or her|its|his|her|their|the) decision (?:up)?on"
S = r"(?: ?\(s\)|s)?"
THE_REVIEWER = "the_expert the_physician the_medical the_professional the_independent"
FORMS = (
    ("how_made", "how", Ending.HEADING, "how the imr final determination was made"),
    ("documents", "documents document", Ending.HEADING, "documents? reviewed(?: for determination)?"),
    (
        "summary",
        "expert physician clinical case",
        Ending.HEADING,
        "(?:(?:expert|physician) reviewer )?(?:clinical )?case summary",
    ),
    ("issues_a", "imr", Ending.HEADING, f"imr issue{S}, decision{S},? and rationale{S}"),
    ("issues_b", "imr", Ending.HEADING, f"imr decision{S} and rationale{S}"),
    ("decision_c", "independent", Ending.HEADING, f"independent medical review decision{S} and rationale{S}"),
    (
        "qualifications",
        "medical qualifications professional expert physician",
        Ending.HEADING,
        f"(?:medical )?qualifications of (?:the )?{REVIEWER}"
        "|(?:medical|professional|expert|physician) reviewer(?:'s)? qualifications",
    ),
    ("title_d", "medical", Ending.HEADING, "medical professional review(?:er)?(?: report)?"),
    ("issue_d", "issue issues issue(s)", Ending.HEADING, f"issue{S} (?:at|in) dispute"),
    (
        "guidelines",
        "medical section sections section(s)",
        Ending.HEADING,
        f"(?:section{S} of the )?medical treatment (?:guideline{S}|utilization schedule) relied upon"
        f" by (?:the )?{REVIEWER}"
        "(?: to make (?:his ?/ ?her|his|her|the) decision| and why)?",
    ),
    ("rationale_c", "rationale", Ending.HEADING, "rationale for the decision"),
    (
        "rationale_d",
        "rationale",
        Ending.HEADING,
        "rationale for why the requested [a-z/ ()]{0,40}?(?:is|was|are|were)(?: ?/ ?(?:was|were))?(?: not)?"
        " medically necessary(?: and appropriate)?",
    ),
    ("effect", "effect", Ending.HEADING, "effect of the decision"),
    ("claims_a", "claims the_claims", Ending.COLON, "(?:the )?claims administrator guidelines?"),
    ("claims_a", "claims", Ending.ANY, "claims administrator guidelines?(?= decision based on)"),
    ("maximus_a", "maximus", Ending.ANY, "maximus guidelines?(?= decision based on)"),
    ("maximus_a", "maximus", Ending.COLON, "maximus guidelines?"),
    ("rationale_a", "decision", Ending.COLON, "decision rationales?"),
    ("claims_b", "the_claims", Ending.ANY, f"the claims administrator {BASED}"),
    ("maximus_b", THE_REVIEWER, Ending.ANY, f"the {REVIEWER} {BASED}"),
    ("claims_b", "the_claims", Ending.ANY, "the claims administrator['\u2019]?s decision was based (?:up)?on"),
    ("maximus_b", THE_REVIEWER, Ending.ANY, f"the {REVIEWER}['\u2019]?s decision was based (?:up)?on"),
    ("rationale_b", THE_REVIEWER, Ending.HEADING, rf"the {REVIEWER} ?['\u2019]?s? decision rationale"),
    ("claims_b", "the_claims", Ending.ANY, "(?=the claims administrator did not (?:cite|base|rely|provide|reference))"),
    (
        "maximus_b",
        THE_REVIEWER,
        Ending.ANY,
        f"(?=the {REVIEWER} (?:did not (?:cite|base|rely)|found (?:that )?(?:no|the) ))",
    ),
    ("determined", "maximus", Ending.ANY, r"maximus federal services,? inc\.?,? has determined"),
    ("regarding", "regarding", Ending.ANY, "regarding the requests? for"),
    ("notice", "notice", Ending.LINE, "notice of independent medical review determination"),
    ("letterhead", "maximus", Ending.LINE, r"maximus federal services,? inc\.?"),
    (
        "header",
        "maximus imr case date dated employee claim claims priority application decision ur",
        Ending.COLON,
        "(?:(?:maximus |imr )?case (?:number|no)|date assigned|date of (?:injury|ur decision)|dated|employee(?: name)?"
        "|claims? number|priority|(?:imr )?application received|decision date|ur denial date)",
    ),
    ("closing", "sincerely respectfully cc disclaimer", Ending.ANY, r"(?=sincerely,|respectfully|cc ?:|disclaimer ?:)"),
)
"""Name, first words, ending and words of each landmark; a blank may be the end of a line. `a_b` is two words."""
NUMBERING = re.compile(r"\(?#?([0-9]{1,2})\s?[.):]\s?(?=\D)")


def _rules() -> dict[str, _Rules]:
    """Return the rules by first word, in every way to write it: most lines start with none of them."""
    rules: dict[str, list[_Rule]] = {}
    for name, firsts, ending, words in FORMS:
        pattern = re.compile(words.replace(" ?", r"\s*").replace(" ", r"\s+"), re.IGNORECASE)
        for first in firsts.split():
            ways = {first, first.capitalize(), first.upper(), first.title()}
            for word in {way.replace("_", " ") + mark for way in ways for mark in ("", ":", ",")}:
                rules.setdefault(word, []).append(_Rule(name, ending, pattern))
    return {word: _Rules(_any_of(*[rule.pattern for rule in same]), same) for word, same in rules.items()}


@cache
def _any_of(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile("|".join([f"(?:{pattern.pattern})" for pattern in patterns]), re.IGNORECASE)


RULES = _rules()
LABELS_OF_A = {
    "claims_a": "claims administrator guideline",
    "maximus_a": "maximus guideline",
    "rationale_a": "decision rationale",
}
COLON_OF_LABEL = re.compile(r"[A-Z][\w ]{12,32}(?:guid|rati|elin|onal)\w{0,6}\s?:|[A-Z]\w{5,11} [gr]\w{6,10}\s?:")
"""What may be one of these labels."""
LONGEST_LABEL = 40
MOST_MISREAD = 3
"""Letters of a label that may have been misread."""
NUMBERS = "(#0123456789"
"""What a number in a list starts with."""


def _beginnings() -> re.Pattern[str]:
    """Return what a line starts with that may be a landmark: with this most lines are passed over."""
    words: dict[str, set[str]] = {}
    for word in RULES:
        words.setdefault(word[0], set()).add(re.escape(word.rstrip(":,")[1:]))
    # By their first letter, for the engine to tell them apart at a glance.
    firsts = "|".join([f"{letter}(?:{'|'.join(sorted(rest))})" for letter, rest in words.items()])
    return re.compile(rf"[{NUMBERS}]|(?:{firsts})(?![^ :,])|[A-Z][\w ]{{12,{LONGEST_LABEL}}}:")


MAY_BE_LANDMARK = _beginnings()
FIRST_WORD = re.compile(r"(?:(?:The|the|THE) )?[^ \n]+")
"""An article is too common to tell anything without the word behind it."""
LONGEST_COLON_WORDS = 60
LONGEST_WORDS = 160
"""Characters; no landmark has as many. Forms go on in the same words below a heading, so these repeat."""


def find_landmarks(source: SourceText) -> list[Landmark]:
    """Return the landmarks of a text in order, at most one a line."""
    flat, lines, starts = source.flat, source.lines, source.starts
    found = []
    for line in compress(count(), map(MAY_BE_LANDMARK.match, lines)):
        text, start, number = lines[line], starts[line], None
        if text[0] in NUMBERS:
            numbering = NUMBERING.match(text)
            if numbering is None:
                continue
            start, number = start + numbering.end(), int(numbering[1])
            words = _words(flat[start : start + LONGEST_WORDS])
        else:
            colon = text.find(":", 0, LONGEST_COLON_WORDS)
            # No words of a landmark go on behind a colon.
            is_label = colon >= 0 and text[colon + 1 : colon + 2] in ("", " ")
            words = _words(text[: colon + 1] if is_label else flat[start : start + LONGEST_WORDS])
            if words is None and colon >= 0:
                words = _misspelt_label(text)
        if words:
            found.append(Landmark(words[0], start, start + words[1], line, number))
    return found


def _misspelt_label(text: str) -> tuple[str, int] | None:
    """Return the label of generation A that a line starts with, misread in extraction: `MAXlMUS guidelne:`."""
    if ":" not in text[:LONGEST_LABEL] or not COLON_OF_LABEL.match(text):
        return None
    words = text[: text.index(":")].lower()
    nearest = process.extractOne(words, LABELS_OF_A, scorer=OSA.distance, score_cutoff=MOST_MISREAD)
    return (nearest[2], len(words) + 1) if nearest else None


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, int] | None:
    """Return name and length of the landmark that `text` starts with."""
    first = FIRST_WORD.match(text)
    rules = RULES.get(first[0]) if first else None
    if rules is None or (len(rules.each) > 1 and not rules.any_of.match(text)):
        return None
    for name, ending, pattern in rules.each:
        hit = pattern.match(text)
        end = _end(text, hit, ending) if hit else None
        if end is not None:
            return name, end
    return None


def _end(flat: str, hit: re.Match[str], ending: Ending) -> int | None:
    """Return the end of the landmark with its colon; None when something else follows than its rule wants."""
    end = hit.end()
    colon = end + (flat[end : end + 1] == " ")
    if flat[colon : colon + 1] == ":" and ending is not Ending.LINE:
        return colon + 1
    at_line_end = flat[end : end + 1] in ("", "\n")
    if ending is Ending.ANY or (ending in (Ending.LINE, Ending.HEADING) and at_line_end):
        return end
    return end if ending is Ending.HEADING and hit[0].isupper() else None
