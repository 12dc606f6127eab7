"""What a query finds beside the corpus: the items of a search as `selection`, the user's marks as `marks`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from imr_tui.corpus.results import read_item_ids
from imr_tui.corpus.session import Corpus
from imr_tui.marks.corpus_marks import read_marks, user_marks
from imr_tui.search.answer import SearchRequest

if TYPE_CHECKING:
    from imr_tui.saved_queries import Choice, Parameter, QuerySession, SavedQuery, Value


def offered_choices(session: "QuerySession", db: Path, parameter: "Parameter") -> "list[Choice]":
    """Return the values to choose from for a parameter, which may be those of the marks."""
    from imr_tui.saved_queries.choices import read_choices

    _provide_marks(session, db, parameter.choices or "")
    return read_choices(session, parameter)


def provide_tables(
    session: "QuerySession",
    db: Path,
    query: "SavedQuery",
    values: "Mapping[str, Value]",
    shown: SearchRequest | None = None,
) -> None:
    """Fill the tables that a query names, from the snapshot `db`.

    `selection` holds what its parameter of that type searches for, else what the explorer has `shown`.
    """
    _provide_marks(session, db, query.sql)
    if not re.search(r"(?i)\bselection\b", query.sql):
        return
    texts = [str(values[p.name]) for p in query.parameters if p.kind == "selection" and values.get(p.name)]
    request = SearchRequest(texts[0]) if texts else shown
    session.provide("selection", _found(db, request) if request else ())


def _provide_marks(session: "QuerySession", db: Path, sql: str) -> None:
    if re.search(r"(?i)\bmarks\b", sql):
        session.provide("marks", read_marks(db))


def _found(db: Path, request: SearchRequest) -> list[str]:
    """Return the ids of the items that a search finds, in their order."""
    from imr_tui.search.engine import SearchEngine

    with Corpus(db) as corpus:
        engine = SearchEngine(corpus, user_marks(corpus).fields)
        return read_item_ids(corpus.cursor(), engine.search(request, corpus.cursor()).results)
