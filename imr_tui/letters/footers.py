"""Page footers, page headers and page numbers: lines that stand between pages and belong to no field."""

import re
from itertools import pairwise

CASE = r"CM\s?\d\d\s?-\s?\d{7}"
FOOTER = re.compile(
    rf"(?:IMR\s+)?Final Determination Letter(?: for)? (?:IMR )?Case Number\s*:?\s*{CASE}"
    r"(?:[\s,-]+(?:Page\s*)?\d+(?:\s+of\s+\d+)?)?"
    rf"|(?:(?:MAXIMUS|IMR)?\s*Case (?:Number|No\.?)\s*:?\s*)?{CASE}[\s,-]+(?:Page\s*)?\d{{1,3}}(?:\s+of\s+\d+)?"
    r"|Page\s*:?\s*\d+(?:\s*(?:of|/)\s*\d+)?(?:\s+Final Determination.*)?"
    r"|(?:Final|Form|IMR|MAXIMUS|Independent|Notice|Letter)\b.{0,60}\bPage\s*:?\s*\d+(?:\s*(?:of|/)\s*\d+)?"
    r"|[-\u2013\u2014]\s?\d{1,3}\s?[-\u2013\u2014]|\d{1,3}\s+of\s+\d{1,3}",
    re.IGNORECASE,
)
RUNNING_HEAD = re.compile(rf"(?:(?:MAXIMUS|IMR)?\s*Case (?:Number|No\.?)\s*:?\s*)?(?P<case>{CASE})", re.IGNORECASE)
"""The case number alone on a line: the header's the first time, a page's afterwards."""
BARE_NUMBER = re.compile(r"\d{1,3}")
LONGEST = 90
APART = 4
"""Blank lines that set a number apart whatever stands above it."""


def find_footers(lines: list[str], gaps: list[int]) -> frozenset[int]:
    """Return the numbers of the lines that are footers; `gaps` are the blank lines above each line.

    All of them end in a digit or a dash, so only such lines are looked at.
    """
    likely = [n for n, line in enumerate(lines) if line[-1] in "0123456789-\u2013\u2014" and len(line) <= LONGEST]
    found = {n for n in likely if FOOTER.fullmatch(lines[n])}
    found |= _running_heads(lines, likely)
    bare = [n for n in likely if BARE_NUMBER.fullmatch(lines[n])]
    return frozenset(found | _page_numbers(bare, lines, gaps) if bare else found)


def _running_heads(lines: list[str], likely: list[int]) -> set[int]:
    heads = {number: head["case"] for number in likely if (head := RUNNING_HEAD.fullmatch(lines[number]))}
    firsts = {case: next(n for n, line in enumerate(lines) if case in line) for case in set(heads.values())}
    return {number for number, case in heads.items() if number > firsts[case]}


def _page_numbers(bare: list[int], lines: list[str], gaps: list[int]) -> set[int]:
    """Return which bare numbers are page numbers: those that stand apart, or that count up from one to the next.

    A bare number within running text is a wrapped word: "a total of / 12".
    """
    line_gap = 1 if gaps[1:].count(1) > gaps[1:].count(0) else 0
    below = {n: gaps[n + 1] if n + 1 < len(gaps) else APART for n in bare}
    found = {n for n in bare if below[n] >= APART or (gaps[n] > line_gap and below[n] > line_gap)}
    for before, after in pairwise(bare):
        if int(lines[after]) == int(lines[before]) + 1:
            found |= {before, after}
    return found
