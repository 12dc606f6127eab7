"""A query as Content: what it asks, its SQL highlighted, and the place where that is wrong."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.highlight import highlight

from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui.shown import DIM

if TYPE_CHECKING:
    from imr_tui.errors import ImrError
    from imr_tui.saved_queries import SavedQuery

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


def shown_about(query: "SavedQuery") -> Content:
    """Return title and description, and what is wrong with the query or stands behind it."""
    parts = [Content.styled(clean_line(query.title), "bold")]
    if query.description:
        parts.append(Content(clean(query.description)))
    if query.problem:
        parts.append(Content.styled(clean(f"Cannot be used: {query.problem}."), "bold $text-warning"))
    if query.shadows:
        hidden = ", ".join(map(str, query.shadows))
        parts.append(Content.styled(clean(f"{query.path} stands in for {hidden}."), DIM))
    return Content("\n").join(parts)
