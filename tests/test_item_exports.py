"""What is written of items: exact where programs read it, harmless where a spreadsheet or a Markdown reader does."""

import csv
import io
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_tui.corpus.session import Corpus
from imr_tui.errors import WorkFailedError
from imr_tui.export.decision_briefs import Quote, write_brief
from imr_tui.export.formats import Table, write_table
from imr_tui.export.items import write_items
from imr_tui.export.markdown import as_text


def written(kind: str, *values: object) -> str:
    out = io.StringIO()
    types = ("VARCHAR",) * len(values)
    write_table(Table(tuple(f"c{number}" for number in range(len(values))), types, [values]), kind, out)
    return out.getvalue()


def answer(sql: str) -> tuple[Any, ...]:
    """Return the row that DuckDB gives."""
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()[0]


@given(st.text())
def test_no_cell_of_a_csv_is_a_formula_and_jsonl_is_exact(text: str) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(written("csv", text), newline=""))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert json.loads(written("jsonl", text)) == {"c0": text}


def test_numbers_and_dates_of_a_csv_stay_as_they_are() -> None:
    assert (
        written("csv", -1, -2.5, date(2015, 5, 6), None, ["-a", "b"]) == "c0,c1,c2,c3,c4\n-1,-2.5,2015-05-06,,'-a; b\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Norco 10/325mg #60", "Norco 10/325mg #60"),
        ("# a\n- b", r"\# a - b"),
        ("1. first <script> [x](y) *b* `c`", r"\1. first \<script\> \[x\](y) \*b\* \`c\`"),
        ("red \x1b[31m \u202e", r"red ·\[31m ·"),
    ],
)
def test_a_brief_shows_letters_as_they_are(text: str, shown: str) -> None:
    assert as_text(text) == shown


def test_a_brief_without_items_and_without_a_rationale() -> None:
    out = io.StringIO()
    write_brief("nothing", {}, (), out)
    assert out.getvalue() == "# nothing\n\n0 items\n"
    out = io.StringIO()
    write_brief("one", {"Unclear": 1}, [Quote("letter_1", 2, "Norco", "Unclear", None, None)], out)
    assert "> No rationale was found in the letter.\n>\n> — IMR letter\\_1, item 2, Unclear\n" in out.getvalue()


def test_the_keys_of_a_map_are_text_in_json() -> None:
    """As `histogram(decision_date)` gives them."""
    row = answer("SELECT map([DATE '2015-05-06'], [1]), map([1.5], [{'a': 'nan'::DOUBLE}])")
    assert json.loads(written("jsonl", *row)) == {"c0": {"2015-05-06": 1}, "c1": {"1.5": {"a": None}}}


def test_markdown_shows_what_a_struct_holds_as_it_is() -> None:
    assert written("markdown", {"a": "x | y <b>"}).endswith("| {'a': 'x \\| y \\<b\\>'} |\n")


def test_items_for_a_path_that_is_no_utf8_are_refused_as_parquet(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    with pytest.raises(WorkFailedError, match="no UTF-8"):
        write_items(corpus.cursor(), [0], "parquet", folder / "items.parquet", "one", False, lambda done: None)
    assert list(folder.iterdir()) == []
