"""Items of a corpus, told by their numbers, as one file in the order given."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imr_tui.corpus.schema import ITEM_COLUMNS, STORED_ITEM_COLUMNS
from imr_tui.corpus.session import connect, quote_path
from imr_tui.export.decision_briefs import Quote, write_brief
from imr_tui.export.formats import Table, copy_parquet, write_table
from imr_tui.export.output import new_file

if TYPE_CHECKING:
    import duckdb

ENDINGS = {"csv": "csv", "jsonl": "jsonl", "parquet": "parquet", "markdown": "md"}
"""What items are exported as, and how such files end."""
COLUMNS = {"item_id": "VARCHAR", "decision_date": STORED_ITEM_COLUMNS["decision_date"]} | ITEM_COLUMNS
CHUNK = 16_384
"""Items that are read at once: 20 MB of text. Each time all items are looked through, so fewer take longer."""
FETCHED = 1_000
CHOSEN = """
FROM (SELECT unnest(?::UINTEGER[]) AS doc, unnest(range(?)) AS place) JOIN corpus.internal.items USING (doc)
ORDER BY place
"""

Tell = Callable[[int], None]
"""Told how many items were written so far; what it raises ends the export."""


def write_items(
    cursor: "duckdb.DuckDBPyConnection",
    docs: Sequence[int],
    kind: str,
    path: Path,
    title: str,
    replaces: bool,
    tell: Tell,
) -> None:
    """Write items as one file of a kind of `ENDINGS`; `title` heads a brief. There is the whole file or none.

    Memory does not grow with the number of items. Raises WorkFailedError when the file cannot be written, or is there
    and it `replaces` none, and whatever `tell` raises.
    """
    with new_file(path, replaces, hint="Is there room, and may you write there? Another file name may do.") as building:
        if kind == "parquet":
            _write_parquet(cursor, docs, building, tell)
            return
        with building.open("w", encoding="utf-8", newline="") as out:
            if kind == "markdown":
                order, counts = _by_decision(cursor, docs)
                quotes = _rows(cursor, order, Quote._fields, tell)
                write_brief(title, counts, (Quote(*row) for row in quotes), out)
            else:
                write_table(
                    Table(tuple(COLUMNS), tuple(COLUMNS.values()), _rows(cursor, docs, COLUMNS, tell)), kind, out
                )


def _chunks(docs: Sequence[int], tell: Tell) -> Iterator[Sequence[int]]:
    for first in range(0, len(docs), CHUNK):
        tell(first)
        yield docs[first : first + CHUNK]
    tell(len(docs))


def _rows(
    cursor: "duckdb.DuckDBPyConnection", docs: Sequence[int], columns: Any, tell: Tell
) -> Iterator[tuple[Any, ...]]:
    for chunk in _chunks(docs, tell):
        cursor.execute(f"SELECT {', '.join(columns)} {CHOSEN}", [list(chunk), len(chunk)])
        while rows := cursor.fetchmany(FETCHED):
            yield from rows


def _by_decision(cursor: "duckdb.DuckDBPyConnection", docs: Sequence[int]) -> tuple[Sequence[int], dict[str, int]]:
    """Return the items with those of one decision together, and how many each decision has."""
    groups: dict[str, list[int]] = {}
    for doc, decision in cursor.execute(f"SELECT doc, decision {CHOSEN}", [list(docs), len(docs)]).fetchall():
        groups.setdefault(decision, []).append(doc)
    ordered = sorted(groups)
    return [doc for decision in ordered for doc in groups[decision]], {name: len(groups[name]) for name in ordered}


def _write_parquet(cursor: "duckdb.DuckDBPyConnection", docs: Sequence[int], path: Path, tell: Tell) -> None:
    """Write parts, and join them without a way through Python."""
    parts = path.with_name(f"{path.name}.parts")
    parts.mkdir(mode=0o700)
    try:
        written = [parts / "0"]
        nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items())
        copy_parquet(cursor, f"SELECT {nothing} LIMIT 0", written[0])
        for number, chunk in enumerate(_chunks(docs, tell), 1):
            written.append(parts / str(number))
            copy_parquet(cursor, f"SELECT {', '.join(COLUMNS)} {CHOSEN}", written[-1], [list(chunk), len(chunk)])
        with connect() as connection:
            connection.execute("SET threads = 1")  # each holds groups of rows
            copy_parquet(connection, f"FROM read_parquet([{', '.join(map(quote_path, written))}])", path)
    finally:
        shutil.rmtree(parts, ignore_errors=True)
