"""Page footers, page headers and page numbers: lines that stand between pages and belong to no field."""

import re
from itertools import pairwise
from operator import sub

CASE = r"CM\s?\d\d\s?-\s?\d{7}"
FOOTER = re.compile(
    rf"(?:IMR\s+)?Final Determination Letter(?: for)? (?:IMR )?Case Number\s*:?\s*{CASE}"
    r"(?:[\s,-]+(?:Page\s*)?\d+(?:\s+of\s+\d+)?)?"
    rf"|(?:(?:MAXIMUS|IMR)?\s*Case (?:Number|No\.?)\s*:?\s*)?{CASE}[\s,-]+(?:Page\s*)?\d{{1,3}}(?:\s+of\s+\d+)?"
    r"|Page\s*:?\s*\d+(?:\s*(?:of|/)\s*\d+)?(?:\s+Final Determination.*)?"
    r"|(?:Final|Form|IMR|MAXIMUS|Independent|Notice|Letter)\b.{0,60}\bPage\s*:?\s*\d+(?:\s*(?:of|/)\s*\d+)?"
    r"|\d{1,3}\s+(?:IMR\s+)?Final Determination Letter\b.{0,70}|\d{1,3}\s*\|\s*P\s?a\s?g\s?e"
    r"|MAXIMUS Federal Services,?(?: Inc\.?)?\s+\d{1,3}"
    r"|[-\u2013\u2014]\s?\d{1,3}\s?[-\u2013\u2014]|\d{1,3}\s+of\s+\d{1,3}",
    re.IGNORECASE,
)
BEGINNINGS = frozenset("CcFfIiLlMmNnPp\u0130\u01310123456789-\u2013\u2014")
"""What these start with."""
RUNNING_HEAD = re.compile(rf"(?:(?:MAXIMUS|IMR)?\s*Case (?:Number|No\.?)\s*:?\s*)?(?P<case>{CASE})", re.IGNORECASE)
"""The case number alone on a line: the header's the first time, a page's afterwards."""
HEADER_FACT = re.compile(
    r"(?:Date|Decision Date|UR|Priority|(?:IMR )?Application|Employee|Claim|Dated)\b[^.]{0,60}:", re.I
)
"""What stands below the case number in a letter's header, and not below a page's."""
MOST_HEADER_LINES = 20
MOST_PAGES = 20_000
"""Pages of a file above which numbers are no page numbers: bounds the time that a freak text may take."""
LONGEST_NUMBER = 3
"""Digits of a page number that stands alone."""
SERIAL = 7
"""Digits that a case number ends in."""
LONGEST = 90
DIGITS = "0123456789"
ENDS = f"{DIGITS}-\u2013\u2014"
FULL_LINE = 40
"""Characters of a line that is no part of a narrow column."""
APART = 4
"""Blank lines that set a number apart whatever stands above it."""


def find_footers(lines: list[str], numbers: list[int]) -> frozenset[int]:
    """Return which of `lines` are footers, by their place in it; `numbers` are their numbers among all printed lines.

    All of them start with a digit, or end in one or in a dash, so only such lines are looked at.
    """
    likely = [n for n, line in enumerate(lines) if (line[-1] in ENDS or line[0] in DIGITS) and len(line) <= LONGEST]
    bare = [n for n in likely if len(lines[n]) <= LONGEST_NUMBER and lines[n].isdecimal()]
    others = likely if not bare else sorted(set(likely).difference(bare))
    found = {n for n in others if lines[n][0] in BEGINNINGS and FOOTER.fullmatch(lines[n])}
    found |= _running_heads(lines, others)
    if 0 < len(bare) <= MOST_PAGES:
        found |= {n for n in bare if n - 1 in found or n + 1 in found}
        found |= _page_numbers(bare, lines, gaps_above(numbers))
    return frozenset(found)


def gaps_above(numbers: list[int]) -> list[int]:
    """Return how many lines above each of these are not among them; those above the first do not count."""
    return [0, *[step - 1 for step in map(sub, numbers[1:], numbers)]] if numbers else []


def usual_gap(gaps: list[int]) -> int:
    """Return the blank lines between two lines of one paragraph: 0, or 1 in double-spaced text."""
    below = gaps[1:]
    return 1 if below.count(1) > below.count(0) else 0


def _running_heads(lines: list[str], likely: list[int]) -> set[int]:
    ending = [number for number in likely if lines[number][-SERIAL:].isdigit()]
    heads = {number: head["case"] for number in ending if (head := RUNNING_HEAD.fullmatch(lines[number]))}
    if not heads:
        return set()
    top = lines[:MOST_HEADER_LINES]
    firsts = {case: next((n for n, line in enumerate(top) if case in line), len(top)) for case in set(heads.values())}
    later = {number for number, case in heads.items() if number > firsts[case]}
    return {number for number in later if number + 1 == len(lines) or not HEADER_FACT.match(lines[number + 1])}


def _page_numbers(bare: list[int], lines: list[str], gaps: list[int]) -> set[int]:
    """Return which bare numbers are page numbers.

    These stand apart, or at the top of a page, or count up from one to the next, or stand between two full lines: text
    that is wrapped leaves no number alone there. In a narrow column they are words: "a total of / 12".
    """
    line_gap = usual_gap(gaps)
    below = {n: gaps[n + 1] if n + 1 < len(gaps) else APART for n in bare}
    found = {n for n in bare if max(below[n], gaps[n]) >= APART or (gaps[n] > line_gap and below[n] > line_gap)}
    found |= {n for n in bare if 0 < n < len(lines) - 1 and len(lines[n - 1]) >= FULL_LINE <= len(lines[n + 1])}
    for before, after in pairwise(bare):
        if int(lines[after]) == int(lines[before]) + 1:
            found |= {before, after}
    return found
