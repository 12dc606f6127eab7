"""The tables of the index in a snapshot. A segment is written once; a load adds one, and now and then joins some.

Schema `search`:
- `docs(doc, item_row, position)`: the items that are alive, in the order in which they are shown without a search. All
  else speaks of items by `doc`.
- `segments(segment, first_doc, documents, slots)`: each numbers its documents from `first_doc`.
- `terms_N(term, slots, items, holders)`: the words of segment N in order, with how many slots each has, in how many
  documents, and how many holders are stored.
- `rare_N(slot)`, `common_N(slot)`: the slots of all words that have few, which are held in memory while searching, and
  of the others, in the order of the words.
- `holders_N(holder)`: the holders of words with very many slots, in the order of the words. Of other words they are
  worked out when needed; those of stop words would take a fifth of the room, and are hardly ever needed.
- `siblings_N(doc, first_doc)`: the items whose summary is posted under the first item of their letter. As in slots
  and holders, documents are numbered from the segment's `first_doc`.
"""

from dataclasses import dataclass

import duckdb
import numpy as np

from imr_tui.search.slots import Uint32s

MOST_RARE = 32
"""Slots of a word whose slots are held in memory."""
MOST_WORKED_OUT = 1 / 16
"""Slots, as a share of the segment's documents, of a word whose holders are not stored."""
TABLES = {
    "terms": "term VARCHAR, slots UINTEGER, items UINTEGER, holders UINTEGER",
    "rare": "slot UINTEGER",
    "common": "slot UINTEGER",
    "holders": "holder UINTEGER",
    "siblings": "doc UINTEGER, first_doc UINTEGER",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of the index in the snapshot attached as `alias`."""

    alias: str
    number: int
    first_doc: int
    documents: int
    slots: int

    def table(self, kind: str) -> str:
        """Return the qualified name of one of its tables."""
        return f"{self.alias}.search.{kind}_{self.number}"


def create_index(connection: duckdb.DuckDBPyConnection, alias: str) -> None:
    """Create the schema `search` with the tables `docs` and `segments`, both empty."""
    connection.execute(f"CREATE SCHEMA {alias}.search")
    connection.execute(f"CREATE TABLE {alias}.search.docs (doc UINTEGER, item_row UINTEGER, position UINTEGER)")
    columns = "segment UINTEGER, first_doc UINTEGER, documents UINTEGER, slots UBIGINT"
    connection.execute(f"CREATE TABLE {alias}.search.segments ({columns})")


def list_segments(connection: duckdb.DuckDBPyConnection, alias: str) -> list[Segment]:
    """Return the segments, the oldest first."""
    rows = connection.execute(f"SELECT * FROM {alias}.search.segments ORDER BY segment").fetchall()
    return [Segment(alias, *row) for row in rows]


def drop_segment(connection: duckdb.DuckDBPyConnection, segment: Segment) -> None:
    """Remove a segment."""
    connection.execute(f"DELETE FROM {segment.alias}.search.segments WHERE segment = ?", [segment.number])
    for kind in TABLES:
        connection.execute(f"DROP TABLE {segment.table(kind)}")


def read_column(connection: duckdb.DuckDBPyConnection, sql: str) -> Uint32s:
    """Return the only column of a query as numbers."""
    (column,) = connection.execute(sql).fetchnumpy().values()
    return np.asarray(column, np.uint32)


def insert_columns(connection: duckdb.DuckDBPyConnection, table: str, **columns: object) -> None:
    """Append rows, given as a numpy array a column, in the order of the table's columns."""
    connection.register("imr_columns", columns)
    connection.execute(f"INSERT INTO {table} SELECT * FROM imr_columns")
    connection.unregister("imr_columns")
