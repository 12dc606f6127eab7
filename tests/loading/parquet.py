"""Tables that were parsed elsewhere: makes Parquet files, changes them, and looks at what a load says of them."""

from pathlib import Path
from typing import Any

import duckdb

from imr_tui.corpus.session import Corpus
from imr_tui.export import copy_table
from tests.loading.loads import rows

TABLES = ("cases", "items", "citations")


def public(db: Path) -> dict[str, list[Any]]:
    """Return all that is said of cases but where they were read."""
    return {
        "cases": rows(db, "SELECT * EXCLUDE (source_path) FROM corpus.main.cases ORDER BY case_id"),
        "items": rows(db, "FROM corpus.main.items ORDER BY case_id, item_no"),
        "citations": rows(db, "FROM corpus.main.citations ORDER BY item_id, rowid"),
    }


def told(db: Path) -> dict[str, tuple[str, list[str]]]:
    """Return status and problems of each Parquet file of which there is something to tell."""
    letters = "SELECT source_path, status, problems FROM corpus.main.letters WHERE source_path LIKE '%.parquet'"
    return {path: (status, problems) for path, status, problems in rows(db, letters)}


def export(db: Path, folder: Path) -> Path:
    folder.mkdir()
    with Corpus(db) as corpus:
        for name in TABLES:
            copy_table(corpus.cursor(), name, folder / f"{name}.parquet")
    return folder


def rewrite(path: Path, query: str, target: Path | None = None) -> None:
    """Replace a Parquet file by what a query gives, in which `{}` is the file."""
    new, rows = path.with_suffix(".new"), query.format(f"read_parquet('{path}')")
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO '{new}' (FORMAT parquet)")
    new.replace(target or path)


def new_part(folder: Path) -> None:
    """Add items to those of a folder, in a file of their own."""
    query = "SELECT * REPLACE (item_no + 90 AS item_no, item_id || '-90' AS item_id) FROM {}"
    rewrite(folder / "items.parquet", query, folder / "more")


def no_table_any_more(folder: Path) -> None:
    (folder / "citations.parquet").write_text("notes")
