"""Text from letters -> Content: cleaned, and with matches told by more than colour."""

from collections.abc import Sequence

from textual.content import Content

from imr_tui.search.passages import Match
from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui.wrapping import wrap

MATCH_STYLE = "bold underline $text-warning"
RESPELT_STYLE = "italic underline $text-accent"
"""Of a match that the text spells otherwise."""
CURRENT_MATCH_STYLE = "bold reverse $text-warning"
DIM = "$foreground 60%"
DECISION_STYLES = {"Upheld": "$text-error", "Overturned": "bold $text-success", "Unclear": "bold $text-warning"}


def decision_content(decision: str) -> Content:
    """Return a decision as a coloured word."""
    return Content.styled(decision, DECISION_STYLES.get(decision, ""))


def with_matches(text: str, matches: Sequence[Match], current: int | None = None) -> Content:
    """Return `text` with its matches marked; the one numbered `current` stands out."""
    content = Content(clean(text))
    for number, match in enumerate(matches):
        style = MATCH_STYLE if match.is_as_typed else RESPELT_STYLE
        content = content.stylize(CURRENT_MATCH_STYLE if number == current else style, match.start, match.end)
    return content


def labelled(label: str, value: str, indent: int, width: int) -> Content:
    """Return a dim label and its value beside it, wrapped to `width` cells with the value's lines aligned."""
    text = clean_line(value)
    lines = [text[start:end] for start, end in wrap(text, width - indent)]
    return Content.assemble((f"{label:<{indent}}", DIM), f"\n{' ' * indent}".join(lines))
