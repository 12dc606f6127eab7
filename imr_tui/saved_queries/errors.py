"""What goes wrong with a query, and where in it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_tui.errors import EXIT_INTERRUPTED, ImrError, UnusableInputError

if TYPE_CHECKING:
    import duckdb

HINT = "Tables: cases, items, citations, letters, marks, selection."


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a query's text: characters, counted from 0."""

    start: int
    length: int
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""


class QueryError(UnusableInputError):
    """A query that cannot be run as it is written, with the place where it is wrong."""

    place: Place | None = None
    suggestion: str = ""
    """What DuckDB would have understood instead: names, comma separated."""


class RefusedError(QueryError):
    """A query that does more than read the corpus."""


class LimitError(QueryError):
    """A query that took more time or memory than it may."""


class QueryStoppedError(ImrError):
    """A query that somebody stopped."""

    exit_code = EXIT_INTERRUPTED


def stopped() -> QueryStoppedError:
    """Return what a stopped query ends with."""
    return QueryStoppedError("Stopped", "The query was stopped.", "Run it again.")


def refused(what: str, why: str) -> RefusedError:
    """Return the refusal of `what`, a noun, since `why`, a sentence."""
    return RefusedError("Refused", f"A query only reads the corpus; this is {what}.", why)


def too_large(message: str) -> LimitError:
    """Return what a query ends with that takes too much memory."""
    return LimitError("Too much memory", message, "Ask for fewer rows or columns at once.")


def query_error(error: "duckdb.Error", sql: str, lead: int = 0) -> QueryError:
    """Return what DuckDB says of `sql`, which it got with `lead` bytes before it.

    Its connection tells errors as JSON (`errors_as_json`).
    """
    told = _told(error)
    message, *more = str(told.get("exception_message", error)).strip().splitlines()
    kind = told.get("exception_type", "")
    if kind == "Out of Memory":
        return too_large(message)
    place = _place(told, sql, lead)
    at = f"Line {place.line}, column {place.column}: " if place else ""
    found = QueryError("The query failed", "\n".join([f"{at}{message}", *filter(None, more)]), HINT)
    found.place = place
    found.suggestion = str(told.get("candidates", ""))
    return found


def _told(error: "duckdb.Error") -> dict[str, object]:
    text = str(error)
    try:
        told = json.loads(text[text.index("{") :])
    except ValueError:
        return {}
    return told if isinstance(told, dict) and "exception_message" in told else {}


def _place(told: dict[str, object], sql: str, lead: int) -> Place | None:
    """DuckDB counts bytes; what it rewrote before it failed has places of its own, beyond the text."""
    try:
        start, length = json.loads(str(told["location"]))
    except (KeyError, ValueError):
        return None
    encoded = sql.encode()
    start -= lead
    if not 0 <= start <= len(encoded):
        return None
    before = encoded[:start].decode(errors="ignore")
    marked = encoded[start : start + length].decode(errors="ignore")
    line_start = before.rfind("\n") + 1
    return Place(len(before), max(1, len(marked)), before.count("\n") + 1, len(before) - line_start + 1)
