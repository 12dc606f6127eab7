"""What the explorer shows when it opens, kept beside the snapshot: it is there before a database can be opened."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from imr_tui.corpus.facets import FACETS, FacetCount
from imr_tui.corpus.results import ResultRow, Results
from imr_tui.corpus.snapshot_file import beside, identity_of
from imr_tui.corpus.totals import Totals
from imr_tui.search.answer import Answer, SearchRequest
from imr_tui.search.resolved import ResolvedQuery

ROWS = 96
"""Items: three pages of the table, and more than most screens have lines."""
FORM = [*FACETS, *ResultRow.__dataclass_fields__, *FacetCount.__dataclass_fields__, *Totals.__dataclass_fields__]
"""What another version of the program may hold otherwise."""
DATE = list(ResultRow.__dataclass_fields__).index("decision_date")


@dataclass(frozen=True, slots=True)
class FirstView:
    """The answer to no question at all, with its first rows. Its results cannot be read any further."""

    answer: Answer
    rows: list[ResultRow]
    totals: Totals


def first_view_file(db: Path) -> Path:
    """Return where the first view of the snapshot `db` is kept."""
    return beside(db, "first")


def write_first_view(db: Path) -> None:
    """Keep the first view of the snapshot `db`. Raises OSError, or duckdb.Error, when that cannot be done."""
    from imr_tui.corpus.results import read_page
    from imr_tui.corpus.session import Corpus
    from imr_tui.corpus.totals import count_totals
    from imr_tui.search.engine import SearchEngine

    with Corpus(db) as corpus:
        cursor = corpus.cursor()
        answer = SearchEngine(corpus).search(SearchRequest(), cursor)
        kept = {
            "snapshot": identity_of(db),
            "form": FORM,
            "corpus": corpus.state["corpus"],
            "total": answer.results.total,
            "facets": {facet: [_values(count) for count in counts] for facet, counts in answer.facets.items()},
            "rows": [_values(row) for row in read_page(cursor, answer.results, 0, ROWS)],
            "totals": _values(count_totals(cursor)),
        }
    building = beside(db, "first.new")
    building.write_text(json.dumps(kept, default=date.isoformat), encoding="utf-8")
    building.replace(first_view_file(db))


def read_first_view(db: Path, corpus: str) -> FirstView | None:
    """Return the first view of the snapshot `db` of `corpus`; None where there is none of this very snapshot."""
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
        kept = json.loads(first_view_file(db).read_text(encoding="utf-8"))
        if (kept["snapshot"], kept["form"], kept["corpus"]) == (list(identity_of(db) or ()), FORM, corpus):
            return _view(kept)
    return None


def _view(kept: dict[str, Any]) -> FirstView:
    facets = {facet: tuple(FacetCount(*count) for count in counts) for facet, counts in kept["facets"].items()}
    answer = Answer(SearchRequest(), ResolvedQuery(), Results(kept["total"]), facets, (), (), False, 0.0)
    return FirstView(answer, [_row(values) for values in kept["rows"]], Totals(*kept["totals"]))


def _row(values: list[Any]) -> ResultRow:
    if values[DATE]:
        values[DATE] = date.fromisoformat(values[DATE])
    return ResultRow(*values)


def _values(record: Any) -> list[Any]:
    return [getattr(record, name) for name in record.__dataclass_fields__]
