"""What DuckDB writes as csv, Python's csv module reads as it was."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_tui.export import Table, write_heading
from imr_tui.export.formats import FORMULA_STARTS, to_text
from imr_tui.saved_queries import CsvResult, QuerySession, csv_text

TEXT = st.text(
    st.sampled_from("ab,;\"'\n\r\t é→=+-@") | st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)
NUMBER = st.integers(-(2**63), 2**63 - 1)
DATE = st.dates(date(1, 1, 1), date(9999, 12, 31))


@pytest.fixture(scope="module")
def session(snapshot: Path) -> Iterator[QuerySession]:
    with QuerySession(snapshot) as opened:
        yield opened


def marked(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def text_of(lines: CsvResult) -> str:
    return b"".join(lines.data).decode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(TEXT | st.none(), min_size=1, max_size=5),
    NUMBER,
    DATE,
    st.lists(TEXT.filter(bool), min_size=1, max_size=3),
)
def test_every_value_comes_back_as_it_was(
    session: QuerySession, texts: list[str | None], number: int, day: date, members: list[str]
) -> None:
    names = ", ".join(f"$t{n}::VARCHAR" for n in range(len(texts)))
    given = {f"t{n}": text for n, text in enumerate(texts)}
    lines = session.run_csv(
        f"SELECT {names}, $n::BIGINT, $d::DATE, $m::VARCHAR[]", {**given, "n": number, "d": day, "m": members}
    )
    (row,) = csv.reader(io.StringIO(text_of(lines), newline=""), strict=True)
    assert row == [*(marked(text or "") for text in texts), str(number), day.isoformat(), marked("; ".join(members))]


def test_formulas_are_marked_as_in_every_other_csv(session: QuerySession) -> None:
    assert csv_text.FORMULA_STARTS == FORMULA_STARTS
    sql = "SELECT '=1+1', '-x', -1, ['@a', 'b'], DATE '2015-01-02', 'a=b'"
    assert text_of(session.run_csv(sql, {})) == '"\'=1+1","\'-x",-1,"\'@a; b",2015-01-02,a=b\n'


@pytest.mark.parametrize("text", ["", "x", ",", '"', "\n"])
def test_a_single_column_is_never_an_empty_line(session: QuerySession, text: str) -> None:
    (row,) = csv.reader(io.StringIO(text_of(session.run_csv("SELECT $t", {"t": text})), newline=""), strict=True)
    assert row == [marked(text)]


def test_the_text_of_a_corpus_is_that_of_the_export(session: QuerySession) -> None:
    for table in ("cases", "items", "citations", "letters"):
        result = session.run(f"FROM {table} ORDER BY ALL", {})
        expected = [
            [marked(to_text(value)) if isinstance(value, str | list) else to_text(value) for value in row]
            for row in result.rows
        ]
        lines = session.run_csv(f"FROM {table} ORDER BY ALL", {})
        taken = list(csv.reader(io.StringIO(text_of(lines), newline=""), strict=True))
        assert lines.columns == result.columns
        if table == "letters":  # DuckDB writes no more digits of a second than there are
            place = result.columns.index("modified_at")
            for row in (*expected, *taken):
                row[place] = datetime.fromisoformat(row[place]).isoformat()
        assert taken == expected


def test_columns_of_one_name_are_numbered_alike_in_every_format(session: QuerySession) -> None:
    sql = "SELECT 1 AS a, 2 AS a, 3 AS b, 4 AS a"
    result = session.run(sql, {})
    lines = session.run_csv(sql, {})
    assert Table(result.columns, result.types, result.rows).columns == lines.columns == ("a", "a_1", "b", "a_2")
    out = io.StringIO()
    write_heading(lines.columns, out)
    assert out.getvalue() + text_of(lines) == "a,a_1,b,a_2\n1,2,3,4\n"
