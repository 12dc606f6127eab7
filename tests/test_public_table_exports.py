"""Public tables as Parquet, beyond what memory holds."""

from pathlib import Path

import duckdb
import pytest

from imr_tui.corpus.schema import ITEM_COLUMNS
from imr_tui.export import copy_table, public_tables

ITEMS = 100_000


def test_a_table_larger_than_its_memory_is_written_in_order_and_leaves_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """100,000 items of 1.3 kB each with 150 MB: DuckDB sorts them on the disk."""
    monkeypatch.setattr(public_tables, "MOST_MEMORY", "150MB")
    text = "repeat(md5(n::text), 40)"
    values = {"case_id": "(n * 7919 % 100000)::text", "item_no": "1", "rationale": text}
    columns = ", ".join(f"{values.get(name, 'NULL')}::{kind} AS {name}" for name, kind in ITEM_COLUMNS.items())
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"ATTACH '{tmp_path / 'big.duckdb'}' AS corpus")
        connection.execute(f"CREATE TABLE corpus.main.items AS SELECT {columns} FROM range({ITEMS}) r(n)")
        connection.execute("CHECKPOINT corpus")
        copy_table(connection, "items", tmp_path / "items.parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big.duckdb", "items.parquet"]
    cases = duckdb.execute(f"SELECT case_id FROM '{tmp_path / 'items.parquet'}'").fetchall()
    assert len(cases) == ITEMS
    assert cases == sorted(cases)
