"""Text from letters -> Content: cleaned, and with matches told by more than colour."""

from collections.abc import Sequence

from textual.content import Content

from imr_tui.search.passages import Match, Sought, find_matches
from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui.wrapping import wrap

MATCH_STYLE = "bold underline $text-warning"
RESPELT_STYLE = "italic underline $text-accent"
"""Of a match that the text spells otherwise."""
CURRENT_MATCH_STYLE = "bold reverse $text-warning"
DIM = "$foreground 60%"
DECISION_STYLES = {"Upheld": "$text-error", "Overturned": "bold $text-success", "Unclear": "bold $text-warning"}


def decision_content(decision: str, is_loud: bool = False) -> Content:
    """Return a decision as a coloured word, in capitals if it shall be loud."""
    return Content.styled(decision.upper() if is_loud else decision, DECISION_STYLES.get(decision, ""))


def with_matches(text: str, matches: Sequence[Match], current: int | None = None) -> Content:
    """Return `text` with its matches marked; the one numbered `current` stands out."""
    content = Content(clean(text))
    for number, match in enumerate(matches):
        style = MATCH_STYLE if match.is_as_typed else RESPELT_STYLE
        content = content.stylize(CURRENT_MATCH_STYLE if number == current else style, match.start, match.end)
    return content


def labelled(label: str, value: str, indent: int, width: int, sought: Sought = ()) -> Content:
    """Return a dim label and its value beside it, wrapped to `width` cells with the value's lines aligned."""
    text = clean_line(value)
    marked = with_matches(text, find_matches(text, sought))
    return beside(label, marked, indent, width)


def beside(label: str, value: Content, indent: int, width: int) -> Content:
    """Return a dim label and beside it a value of one line, wrapped to `width` cells with its lines aligned."""
    lines = [value[start:end] for start, end in wrap(value.plain, width - indent)]
    return Content.styled(f"{label:<{indent}}", DIM) + Content("\n" + " " * indent).join(lines)


def at_both_ends(left: Content, right: Content, width: int) -> Content:
    """Return `left` wrapped, with `right` at the end of its first line, both in `width` cells."""
    room = max(1, width - right.cell_length - 2)
    first, *others = [left[start:end] for start, end in wrap(left.plain, room)]
    gap = " " * max(2, width - first.cell_length - right.cell_length)
    return Content("\n").join((Content.assemble(first, gap, right), *others))
