"""Query files: where they are found, what their headers say, what is wrong with broken ones."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_tui.errors import UnusableInputError
from imr_tui.saved_queries import Parameter, find_queries, query_of, read_query, stamp_of
from imr_tui.saved_queries.header import Chart, read_header, without_header
from imr_tui.settings import own_queries, packaged, resolve

HEADER = """-- title: Opioids by year
-- description: What reviewers
--   decide, each year.
-- A remark for people.
-- tags: Opioids, time
--
-- param: kind choice Upheld "Decision" choices: SELECT decision, count(*)
--   FROM items GROUP BY ALL;
-- param year integer "Year of decision"
-- param drugs list "Norco; Soma" "Drugs"
-- param since date ""
-- chart: bar year items
-- drill: case_id
"""


def test_a_header_tells_all_that_a_query_takes_and_shows() -> None:
    query = query_of(HEADER + "SELECT $kind, $more -- $not\n, '$nor', $$ $this $$, $year", Path("my_query.sql"))
    assert (query.name, query.title, query.problem) == ("my_query", "Opioids by year", None)
    assert query.description == "What reviewers decide, each year. A remark for people."
    assert query.tags == ("opioids", "time")
    assert (query.chart, query.drill) == (Chart("year", "items"), "case_id")
    assert query.parameters == (
        Parameter("kind", "choice", "Upheld", "Decision", "SELECT decision, count(*) FROM items GROUP BY ALL"),
        Parameter("year", "integer", None, "Year of decision"),
        Parameter("drugs", "list", "Norco; Soma", "Drugs"),
        Parameter("since", "date", None, "since"),
        Parameter("more", "text", None, "more"),
    )
    assert without_header(query.sql).startswith("SELECT $kind")


def test_a_file_without_header_works() -> None:
    query = query_of("-- by the way: not a header\n\nSELECT 1", Path("by_the_way.sql"))
    assert (query.title, query.description, query.problem) == ("by the way", "", None)
    assert query_of("\ufeffSELECT 1 -- title: no", Path("x.sql")).title == "x"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("-- titel: What", "line 2: 'titel' is not understood; 'title' is meant?"),
        ("-- param year", "line 2: a parameter is `NAME TYPE"),
        ("-- param 1st text", "line 2: a parameter is `NAME TYPE"),
        ("-- param year interger 5", "line 2: 'interger' is no type of a parameter; there are text, integer"),
        ("-- param year integer five", "line 2: year is a whole number; 'five' is not"),
        ("-- param day date 2015-02-30", "line 2: day is a date as 2015-12-31; '2015-02-30' is not"),
        ("-- param kind choice Upheld", "line 2: the choice kind needs `choices: SELECT ...`"),
        ('-- param a text "unfinished', "line 2: a parameter is"),
        ("-- param a text\n-- param a text", "line 3: the parameter a is declared twice"),
        ("-- chart: pie a b", "line 2: a chart is `bar LABELS VALUES`"),
        ("-- drill: file", "line 2: a row opens a case_id or an item_id, not 'file'"),
    ],
)
def test_a_header_line_that_is_not_understood_is_told_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "broken.sql"
    path.write_text(f"-- description: All of it\n{line}\nSELECT 1")
    problem = find_queries([tmp_path])["broken"].problem
    assert problem is not None
    assert problem.startswith(reason)
    with pytest.raises(UnusableInputError, match="line"):
        read_query(path)


def test_an_earlier_folder_shadows_a_later_one_and_that_is_known(tmp_path: Path) -> None:
    for folder, sql in (("mine", "SELECT 1"), ("theirs", "SELECT 2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "my_query.sql").write_text(sql)
    found = find_queries([tmp_path / "mine", tmp_path / "theirs", tmp_path / "nowhere"])
    assert [(query.sql, query.shadows) for query in found.values()] == [
        ("SELECT 1", (tmp_path / "theirs" / "my_query.sql",))
    ]


def test_folders_are_looked_through_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folders = resolve([], None, [Path("given")]).queries
    assert folders == (tmp_path / "given", tmp_path / "queries", own_queries(), packaged("queries"))


def test_a_broken_file_costs_no_other_query(tmp_path: Path) -> None:
    (tmp_path / "bad.sql").mkdir()
    os.mkfifo(tmp_path / "pipe.sql")
    (tmp_path / "lost.sql").symlink_to(tmp_path / "nowhere")
    (tmp_path / "latin.sql").write_bytes(b"-- title: \xe9t\xe9\nSELECT 1")
    (tmp_path / "huge.sql").write_bytes(b" " * 2_000_000)
    (tmp_path / ".hidden.sql").write_text("SELECT 1")
    (tmp_path / "good.sql").write_text("SELECT 1")
    assert {name: query.problem for name, query in find_queries([tmp_path]).items()} == {
        "bad": "it is no file",
        "pipe": "it is no file",
        "lost": "No such file or directory",
        "latin": "it is no UTF-8 text (byte 10)",
        "huge": "it has 2,000,000 bytes, too many for a query",
        "good": None,
    }


def test_what_came_went_or_changed_is_noticed(tmp_path: Path) -> None:
    folders = [tmp_path, tmp_path / "later"]
    stamps = [stamp_of(folders)]
    path = tmp_path / "a.sql"
    for text in ("SELECT 1", "SELECT 22"):
        path.write_text(text)
        stamps.append(stamp_of(folders))
    (tmp_path / "later").mkdir()
    path.rename(tmp_path / "later" / "a.sql")
    stamps.append(stamp_of(folders))
    assert len(set(stamps)) == len(stamps)
    assert stamp_of(folders) == stamps[-1]


@given(st.text(alphabet="-param tilexchosdgb:$\"'\n;1", max_size=80))
def test_any_text_is_a_query_with_or_without_a_problem(text: str) -> None:
    query = query_of(text, Path("any.sql"))
    assert query.sql == text
    assert read_header(text).problem == query.problem
