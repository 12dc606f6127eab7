"""Saved SQL queries: files with a comment header, run on a locked-down connection."""

from imr_tui.saved_queries.files import Parameter, SavedQuery, find_queries, read_query
from imr_tui.saved_queries.run import QueryResult, QuerySession

__all__ = ["Parameter", "QueryResult", "QuerySession", "SavedQuery", "find_queries", "read_query"]
