"""Saved SQL queries: files with a comment header, run on a locked-down connection."""

from imr_tui.saved_queries.errors import LimitError, Place, QueryError, QueryStoppedError, RefusedError
from imr_tui.saved_queries.files import SavedQuery, find_queries, query_of, read_query, stamp_of
from imr_tui.saved_queries.parameters import Choice, Parameter, Value, bind
from imr_tui.saved_queries.session import CsvResult, Limits, QueryResult, QuerySession

__all__ = [
    "Choice",
    "CsvResult",
    "LimitError",
    "Limits",
    "Parameter",
    "Place",
    "QueryError",
    "QueryResult",
    "QuerySession",
    "QueryStoppedError",
    "RefusedError",
    "SavedQuery",
    "Value",
    "bind",
    "find_queries",
    "query_of",
    "read_query",
    "stamp_of",
]
