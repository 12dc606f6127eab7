"""The words that decide an item of generation A or B, where they stand directly above its first label."""

import re
from typing import NamedTuple

from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import Piece, SourceText

OF_A = re.compile(
    r"(?:[\s:\u2013\u2014-]*\bDecision)?(?P<mark>[\s:\u2013\u2014-]*)\b(?P<decision>Upheld|Overturned)\s*\.?$",
    re.IGNORECASE,
)
OF_B = re.compile(
    r"[\s,:]*\b(?:is|are|was|were)\s+(?P<not>not\s+)?(?:(?:considered|deemed|found\s+to\s+be)\s+)?medi(?:-\s)?cally\s+"
    r"(?:necessary|appropriate)(?:\s+(?:and|or|/)\s+(?:appropriate|necessary))?(?:\s+at\s+this\s+time)?\s*\.?$",
    re.IGNORECASE,
)
DECISIONS = {"upheld": Decision.UPHELD, "overturned": Decision.OVERTURNED}
LAST_WORDS_OF_A = tuple(DECISIONS)
LAST_WORDS_OF_B = ("necessary", "appropriate", "time")
LONGEST_LAST_WORD = len("appropriate")
MARKS = " \n:\u2013\u2014-"
"""What may part a title from its decision, or from the word "Decision" before it."""
PROSE = re.compile(r"\b(?:is|are|was|were|be|been|being|hereby|therefore|thus|the|of|as|it)$", re.IGNORECASE)
"""What stands before the word in running text: "the denial is overturned"."""
LONGEST_BEFORE = len("overturned /")
"""Characters of `PROSE` and `HALF`."""
HALF = re.compile(r"\b(?:not|partially|partly|in part|(?:upheld|overturned)\s?/)$", re.IGNORECASE)
NO_TITLE = re.compile(
    r"^(?:(?:UR|prior|earlier|initial|utilization review)\s+)?(?:decision|determination|denial)$", re.IGNORECASE
)
CONCLUSION = re.compile(
    r"(?:Therefore|Thus|Hence|As such|Accordingly|Consequently|In this case|Based on|For th[ei]se reasons?)\b",
    re.IGNORECASE,
)
"""How a rationale's last sentence starts, which is worded like a title of B with its decision."""
LINE_OF_A = re.compile(r":\s*(?P<decision>Upheld|Overturned)\s*\.?$")
"""A line that ends in a decision, wherever it stands."""
RUN_TOGETHER_A = re.compile(r"\b(?:Upheld|UPHELD|Overturned|OVERTURNED)\b")
RUN_TOGETHER_B = re.compile(r"\b(?:is|are|was|were)\s+(?:not\s+)?medi(?:-\s)?cally\s+necessary\b", re.IGNORECASE)
"""A decision within a title: "Norco is medically necessary and Soma is not medically necessary" decides two items."""
ANOTHER_DECISION = "its title holds another decision"
"""What is told of such an item, which is then `Unclear`."""
LONGEST = 100


class Verdict(NamedTuple):
    """A decision, and where its words stand."""

    decision: Decision
    words: Piece
    problem: str = ""


def verdict_above(source: SourceText, line: int, floor: int, is_of_b: bool) -> Verdict | None:
    """Return the decision that the lines between `floor` and `line` end in; None where they end in something else."""
    stop = source.starts[line] - 1
    start = max(source.starts[floor], stop - LONGEST)
    if start >= stop:
        return None
    tail = source.flat[start:stop]
    ending = tail.rstrip(" .\n")
    if not ending[-LONGEST_LAST_WORD:].lower().endswith(LAST_WORDS_OF_B if is_of_b else LAST_WORDS_OF_A):
        return None
    return _of_b(tail, stop) if is_of_b else _of_a(tail, ending, stop)


def runs_together(title: str, decision: str) -> bool:
    """Tell whether a title holds one more decision of the kind that the words `decision` behind it are."""
    pattern = RUN_TOGETHER_B if decision.lower().endswith(LAST_WORDS_OF_B) else RUN_TOGETHER_A
    return bool(pattern.search(title))


def _of_b(tail: str, stop: int) -> Verdict | None:
    found = OF_B.search(tail)
    if found is None:
        return None
    words = Piece(stop - len(tail) + found.start(), stop)
    return Verdict(Decision.UPHELD if found["not"] else Decision.OVERTURNED, words)


def _of_a(tail: str, ending: str, stop: int) -> Verdict | None:
    is_upheld = ending[-len("upheld") :].lower() == "upheld"
    before = ending[: -len("upheld" if is_upheld else "overturned")].rstrip(MARKS)
    if before[-len("decision") :].lower() == "decision":
        before = before[: -len("decision")].rstrip(MARKS)
    # A search of all the tail would take ten times as long.
    found = OF_A.search(tail, len(before))
    return _checked(tail, found, stop) if found else None


def _checked(tail: str, found: re.Match[str], stop: int) -> Verdict | None:
    """Return the verdict; None where its word stands in running text."""
    before = tail[: found.start()]
    start = stop - len(tail)
    near = max(0, len(before) - LONGEST_BEFORE)
    if half := HALF.search(before, near):
        first = start + len(before[: half.start()].rstrip(" :\n"))
        problem = f"its decision is printed as: {tail[half.start() :].strip()}"
        return Verdict(Decision.UNCLEAR, Piece(first, stop), problem)
    is_prose = not found["mark"].strip() and "\n" not in found["mark"] and PROSE.search(before, near)
    if is_prose or NO_TITLE.match(before.rsplit("\n", 1)[-1].strip()):
        return None
    return Verdict(DECISIONS[found["decision"].lower()], Piece(start + found.start(), stop))
