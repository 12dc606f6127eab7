"""Where an item's title starts, and the title without what is not part of it.

The title stands between the end of the rationale above and the decision. It may wrap, and a page may end within it, so
the start is found by walking up from its last line until a line that ends what stands above.
"""

import re

from imr_tui.letters.source_text import SourceText

MOST_TITLE_LINES = 12
MOST_LINES_BEFORE_PAGE_END = 4
SENTENCE_END = re.compile(r"[.!?][\"')\]\u201d\u2019]*$")
VERDICT_END = re.compile(
    r"\b(?:necessary|necessity|appropriate|(?:non-?)?certified|supported|indicated|established|warranted|recommended"
    r"|reasonable|denied|upheld|overturned|at this time|as (?:requested|written))[\"')]*[,;:]?$",
    re.IGNORECASE,
)
"""How rationales conclude; no title ends so. It ends one that lacks its full stop."""
ABBREVIATION_END = re.compile(
    r"(?:\b[a-z]\.[a-z]\.|\b(?:mgs?|ml|mcg|gm|no|vs|dr|qty|approx|inj|tabs?|caps?|ext|rt|lt|bilat|w|hrs?|min|wks?|mos?|st|x)\.)$",
    re.IGNORECASE,
)
OPEN_END = re.compile(
    r"(?:[,;:&/(+\-\u2013]|\b(?:of|for|and|or|the|to|with|without|w/o|a|an|in|at|on|per|by|from|x|qty|left|right|times))$",
    re.IGNORECASE,
)
CONTINUATION = re.compile(r"[a-z(&/,;:#+)]|\d+(?:\.\d+)?\s?(?:mg|mcg|ml|gm|g|%|tablets?|capsules?|sessions?|units?)\b")
NUMBERING = re.compile(r"^(?:(?:Issue|Item)\s+)?#?\d{1,2}\s?[.):](?=\s)\s*", re.IGNORECASE)
WRAPPED_SHARE = 0.8
"""A line that the next word would have filled to this share was wrapped; in proportional type full lines differ."""


def title_start(source: SourceText, last: int, floor: int) -> int:
    """Return the number of the title's first line; `last` is its last one, lines before `floor` are not its."""
    number = last
    while number > floor and last - number < MOST_TITLE_LINES and not _ends_above(source, number, floor):
        number -= 1
    return number


def clean_title(text: str) -> str:
    """Return the title without its number in the list and the colon that ends it."""
    return NUMBERING.sub("", text.strip(" :")).strip(" :")


def _ends_above(source: SourceText, number: int, floor: int) -> bool:
    """Tell whether the line above line `number` ends what stands before the title."""
    above, below = source.lines[number - 1].text, source.lines[number].text
    if SENTENCE_END.search(above) and not ABBREVIATION_END.search(above):
        return above.count("(") <= above.count(")")
    if VERDICT_END.search(above):
        return True
    if not (source.break_above(number) or _line_is_short(source, number)):
        return False
    if OPEN_END.search(above) or CONTINUATION.match(below) or above.count("(") > above.count(")"):
        return False
    return not _is_title_before_page_end(source, number, floor)


def _line_is_short(source: SourceText, number: int) -> bool:
    above, below = source.lines[number - 1].text, source.lines[number].text
    return len(above) + 1 + len(below.split(" ", 1)[0]) <= WRAPPED_SHARE * source.width


def _is_title_before_page_end(source: SourceText, number: int, floor: int) -> bool:
    """Tell whether the few lines above are the title's first part: a block below a finished sentence.

    Otherwise they are the end of a rationale that lacks its full stop.
    """
    for first in range(number - 1, max(number - 1 - MOST_LINES_BEFORE_PAGE_END, floor - 1), -1):
        if first <= floor:
            return False
        if SENTENCE_END.search(source.lines[first - 1].text):
            return source.break_above(first)
    return False
