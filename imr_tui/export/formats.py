"""One table of rows in each format. Text formats write dates in ISO form; lists are lists in json and jsonl."""

import codecs
import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import duckdb

from imr_tui.corpus.session import connect, insert_rows, quote_path
from imr_tui.export.markdown import as_text
from imr_tui.settings import printable
from imr_tui.terminal_text import clean_line

CHUNK = 1_000
TEXTUAL = (str, list, tuple, dict)
"""Values that may hold a letter's words: programs that read the file must not take these for their own."""
LIST_SEPARATOR = "; "
"""Between the members of a list in csv and markdown, whose cells hold only text."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the start of a formula: also white space before one, and full-width signs."""
PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 8192, USE_TMP_FILE false"
"""Whoever writes or reads a group of rows holds it in memory: 20 MB of items."""


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns with DuckDB's types, and rows that are produced as they are taken."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterable[Sequence[Any]]

    def __post_init__(self) -> None:
        """Number columns of one name apart."""
        object.__setattr__(self, "columns", _numbered(self.columns))

    def objects(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a mapping."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


def _numbered(columns: Iterable[str]) -> tuple[str, ...]:
    """Return names of which none comes twice, as DuckDB does: an object and a file hold a name once."""
    seen: dict[str, int] = {}
    names = []
    for name in columns:
        number = seen[name] = seen.get(name, -1) + 1
        names.append(f"{name}_{number}" if number else name)
    return tuple(names)


def write_table(table: Table, kind: str, out: TextIO) -> None:
    """Write `table` as `csv`, `json`, `jsonl` or `markdown`."""
    WRITERS[kind](table, out)


def write_parquet(table: Table, path: Path) -> None:
    """Write `table` as one Parquet file. Raises OSError when it cannot be written."""
    rows = iter(table.rows)
    names = ", ".join(f"{_quoted(name)} {kind}" for name, kind in zip(table.columns, table.types, strict=True))
    with connect() as connection:
        connection.execute(f"CREATE TABLE written ({names})")
        while chunk := list(islice(rows, CHUNK)):
            insert_rows(connection, "written", table.types, chunk)
        copy_parquet(connection, "FROM written", path)


def copy_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path, values: Sequence[Any] = ()) -> None:
    """Write what `query` gives for `values` as one Parquet file. Raises OSError when it cannot be written."""
    if printable(path) != str(path):
        raise OSError("DuckDB writes no file whose path is no UTF-8")
    try:
        connection.execute(f"COPY ({query}) TO {quote_path(path)} ({PARQUET})", list(values))
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OSError(str(error).splitlines()[0]) from error


def to_json(value: object, indent: int | None = None) -> str:
    """Return `value` as JSON, on one line unless indented, dates in ISO form."""
    return json.dumps(_for_json(value), ensure_ascii=False, default=_json_value, indent=indent, allow_nan=False)


def to_text(value: object) -> str:
    """Return a cell's text: dates in ISO form, the members of a list joined, nothing for an unknown value."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return LIST_SEPARATOR.join(to_text(member) for member in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def write_heading(columns: Iterable[str], out: TextIO) -> None:
    """Write the first line of a csv file: the names of its columns."""
    csv.writer(out, lineterminator="\n").writerow(columns)


def write_encoded(data: Iterable[bytes], out: TextIO) -> None:
    """Write text that is encoded in UTF-8 already, without decoding it where `out` takes bytes."""
    if isinstance(out, TextIOWrapper) and out.encoding.lower() == "utf-8":
        out.flush()
        out.buffer.writelines(data)
    else:
        out.writelines(codecs.iterdecode(data, "utf-8"))


def _write_csv(table: Table, out: TextIO) -> None:
    write_heading(table.columns, out)
    writer = csv.writer(out, lineterminator="\n")
    quoting = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in table.rows:
        cells = [_csv_cell(value) for value in row]
        # The module takes no carriage return for a line end, readers do.
        (quoting if any("\r" in cell for cell in cells) else writer).writerow(cells)


def _csv_cell(value: object) -> str:
    """Return a cell's text; one that a spreadsheet would run as a formula is marked as text by an apostrophe."""
    text = to_text(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and isinstance(value, TEXTUAL) else text


def _write_json(table: Table, out: TextIO) -> None:
    separator = "[\n"
    for row in table.objects():
        out.write(separator + to_json(row))
        separator = ",\n"
    out.write("\n]\n" if separator == ",\n" else "[]\n")


def _write_jsonl(table: Table, out: TextIO) -> None:
    out.writelines(f"{to_json(row)}\n" for row in table.objects())


def _write_markdown(table: Table, out: TextIO) -> None:
    names = (clean_line(name).replace("|", "\\|") for name in table.columns)
    out.write(f"| {' | '.join(names)} |\n|{' --- |' * len(table.columns)}\n")
    for row in table.rows:
        cells = (as_text(to_text(value)) if isinstance(value, TEXTUAL) else to_text(value) for value in row)
        out.write(f"| {' | '.join(cells)} |\n")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _for_json(value: object) -> object:
    """Return `value` with unknown in place of what JSON has no number for, and with text for the keys of a map."""
    if isinstance(value, dict):
        return {_key(name): _for_json(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_for_json(member) for member in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _key(name: object) -> str | bool:
    return name if isinstance(name, str | bool) else to_text(name)


def _json_value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__float__"):
        return float(value)
    return str(value)


WRITERS: dict[str, Callable[[Table, TextIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "markdown": _write_markdown,
}
