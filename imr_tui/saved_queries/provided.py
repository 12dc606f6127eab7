"""Tables that a query finds beside the corpus: the explorer's results and the analyst's marks."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from imr_tui.corpus.schema import MARK_COLUMNS

if TYPE_CHECKING:
    import duckdb

SELECTION_COLUMNS = {"position": "INTEGER", "item_id": "VARCHAR"}
"""What the explorer shows, in its order, from 1. Only `item_id` is a column of `items` too: joins read naturally."""
PROVIDED = {"selection": SELECTION_COLUMNS, "marks": MARK_COLUMNS}


def packed(table: str, rows: Iterable[Any]) -> list[bytes]:
    """Return the columns of a table as JSON lists; `selection` is given as item ids in order, others as rows."""
    given: Iterable[Sequence[Any]] = enumerate(rows, 1) if table == "selection" else rows
    columns = list(zip(*given, strict=True)) or [()] * len(PROVIDED[table])
    return [orjson.dumps(column) for column in columns]


def fill(connection: "duckdb.DuckDBPyConnection", table: str, columns: Sequence[bytes]) -> None:
    """Replace the rows of a table. One JSON text a column: a million rows take a second, as Python lists ten."""
    values = ", ".join(f"unnest(from_json(?, '{_shape(kind)}'))" for kind in PROVIDED[table].values())
    connection.execute(f"DELETE FROM memory.main.{table}")
    connection.execute(f"INSERT INTO memory.main.{table} SELECT {values}", [column.decode() for column in columns])


def _shape(kind: str) -> str:
    """Return the structure of a JSON list of values of a type: `["VARCHAR"]`, `[["VARCHAR"]]`."""
    inner = kind.removesuffix("[]")
    return f'[["{inner}"]]' if inner != kind else f'["{kind}"]'
