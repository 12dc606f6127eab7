"""Where an item's title starts.

The title stands between the end of the rationale above and the decision. It may wrap, and a page may end within it, so
the start is found by walking up from its last line until a line that ends what stands above.
"""

import re

from imr_tui.letters.source_text import SourceText

MOST_TITLE_LINES = 12
MOST_LINES_BEFORE_PAGE_END = 4
MOST_PARAGRAPH_LINES = 5
LONGEST_ENDED = 60
"""Characters of a title's line that ends in a full stop: a longer one is the end of a rationale."""
CLOSERS = "\"')]\u201d\u2019"
CONCLUDING = (
    "necessary", "necessity", "appropriate", "certified", "noncertified", "supported", "indicated", "established",
    "warranted", "recommended", "reasonable", "denied", "upheld", "overturned", "at this time", "as requested",
    "as written",
)  # fmt: skip
CONCLUSION_END = re.compile(rf"\b(?:{'|'.join(CONCLUDING)})[\"')]*[,;:]?$", re.IGNORECASE)
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
NUMBERING = re.compile(r"(?:(?:Issue|Item)\s+)?\(?#?(?P<number>\d{1,2})\s?[.):](?=\s)\s*", re.IGNORECASE)


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends in a full stop, which quotes and brackets may follow."""
    return text.rstrip(CLOSERS).endswith((".", "!", "?"))


def concludes(text: str) -> bool:
    """Tell whether `text` ends in words that conclude a rationale."""
    words = text[:-1] if text.endswith((",", ";", ":")) else text
    return words.rstrip("\"')").lower().endswith(CONCLUDING) and bool(CONCLUSION_END.search(text))


def title_start(source: SourceText, last: int, floor: int, number: int) -> int:
    """Return the number of the title's first line.

    `last` is its last line; lines before `floor` are not its. `number` is the item's: a line with this number in a
    list starts the title.
    """
    if (paragraph := _paragraph_start(source, last, floor)) is not None:
        return paragraph
    line = last
    while line > floor and last - line < MOST_TITLE_LINES:
        numbered = NUMBERING.match(source.lines[line])
        if (numbered and int(numbered["number"]) == number) or _ends_above(source, line, floor):
            break
        line -= 1
    return line


def _paragraph_start(source: SourceText, last: int, floor: int) -> int | None:
    """Return the start of the short paragraph that ends on line `last`, if a blank line parts it from a sentence."""
    for line in range(last, max(floor - 1, last - MOST_PARAGRAPH_LINES, 0), -1):
        above = source.lines[line - 1]
        if source.is_parted(line):
            ended = ends_sentence(above[-8:]) or concludes(above[-32:])
            return line if ended and not ABBREVIATION_END.search(above[-12:]) else None
        if concludes(above[-32:].rstrip(".")) or (len(above) > LONGEST_ENDED and ends_sentence(above[-8:])):
            return None
    return None


def _ends_above(source: SourceText, number: int, floor: int) -> bool:
    """Tell whether the line above line `number` ends what stands before the title."""
    above, below = source.lines[number - 1], source.lines[number]
    if ends_sentence(above[-8:]) and not ABBREVIATION_END.search(above[-12:]):
        return above.count("(") <= above.count(")")
    if concludes(above[-32:]):
        return True
    if not (source.break_above(number) or source.is_short(number - 1)):
        return False
    if OPEN_END.search(above[-12:]) or CONTINUATION.match(below) or above.count("(") > above.count(")"):
        return False
    return not _is_title_before_page_end(source, number, floor)


def _is_title_before_page_end(source: SourceText, number: int, floor: int) -> bool:
    """Tell whether the few lines above are the title's first part: a block below a finished sentence.

    Otherwise they are the end of a rationale that lacks its full stop.
    """
    for first in range(number - 1, max(number - 1 - MOST_LINES_BEFORE_PAGE_END, floor - 1), -1):
        if first <= floor:
            return False
        if ends_sentence(source.lines[first - 1][-8:]):
            return source.break_above(first)
    return False
