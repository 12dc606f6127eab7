"""SQL as Content: highlighted, and with the place marked where it is wrong."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.highlight import highlight

from imr_tui.terminal_text import clean
from imr_tui.tui.shown import DIM

if TYPE_CHECKING:
    from imr_tui.errors import ImrError

LINES_BEFORE = 2
MOST_HIGHLIGHTED = 20_000
"""Characters: the lexer takes a second for a million."""


def shown_sql(sql: str) -> Content:
    """Return SQL with its words coloured."""
    text = clean(sql)
    return highlight(text, language="sql") if len(text) <= MOST_HIGHLIGHTED else Content(text)


def shown_failure(error: "ImrError", sql: str) -> Content:
    """Return what is wrong with a query: why, the lines before the place, and the place under them."""
    parts = [Content.styled(clean(error.title), "bold $text-error"), Content(clean(error.message))]
    place = getattr(error, "place", None)
    if place is not None:
        lines = sql.split("\n")[: place.line]
        first = max(0, place.line - 1 - LINES_BEFORE)
        numbered = [f"{n:>4}  {clean(line)}" for n, line in enumerate(lines[first:], first + 1)]
        length = max(1, min(place.length, len(lines[-1]) - place.column + 1))
        marks = " " * (5 + place.column) + "^" * length
        parts.append(Content.assemble("\n".join(numbered), "\n", (marks, "bold $text-error")))
    if suggestion := getattr(error, "suggestion", ""):
        parts.append(Content.styled(f"Did you mean {clean(suggestion.split(',')[0])}?", "bold"))
    parts.append(Content.styled(clean(error.hint), DIM))
    return Content("\n").join(parts)
