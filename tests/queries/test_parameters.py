"""Parameters: from text to values that are bound, and what is said of wrong ones."""

import json
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_tui.errors import UnusableInputError
from imr_tui.saved_queries import Choice, Parameter, QuerySession, Value, bind
from imr_tui.saved_queries.choices import read_choices
from imr_tui.saved_queries.last_values import keep_values, last_values
from imr_tui.saved_queries.parameters import used_names
from tests.conftest import DECISIONS

DECISION = Parameter("decision", "choice", None, "Decision", "SELECT decision, count(*) FROM items GROUP BY ALL")


@pytest.fixture
def session(snapshot: Path) -> Iterator[QuerySession]:
    opened = QuerySession(snapshot)
    yield opened
    opened.close()


def no_choices(_: Parameter) -> list[Choice]:
    return []


def bound(kind: str, text: str, default: str | None = "") -> Value:
    parameter = Parameter("x", kind, default, "X")
    return bind([parameter], {"x": text}, no_choices)["x"]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  x' OR 'a' = 'a", "  x' OR 'a' = 'a"),
        ("text", "", None),
        ("integer", "1,200", 1200),
        ("number", "7", 7),
        ("number", " -7.5 ", -7.5),
        ("number", "", None),
        ("date", "2015-12-31", date(2015, 12, 31)),
        ("list", "Norco; Soma;;", ["Norco", "Soma"]),
        ("list", "", []),
        ("selection", "knee", "knee"),
        ("selection", "", None),
    ],
)
def test_a_text_is_read_as_its_type(kind: str, text: str, value: Value) -> None:
    assert bound(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("integer", "2.5", "x is a whole number; '2.5' is not."),
        ("number", "many", "x is a number; 'many' is not."),
        ("number", "nan", "x is a number; 'nan' is not."),
        ("date", "12/31/2015", "x is a date as 2015-12-31; '12/31/2015' is not."),
    ],
)
def test_a_text_of_another_type_is_told_with_name_and_type(kind: str, text: str, says: str) -> None:
    with pytest.raises(UnusableInputError) as wrong:
        bound(kind, text)
    assert wrong.value.message == says
    assert wrong.value.hint == "x: X."


def test_missing_and_unknown_parameters_are_named() -> None:
    parameters = [Parameter("a", "date", None, "From"), Parameter("b", "text", "kept")]
    with pytest.raises(UnusableInputError) as missing:
        bind(parameters, {}, no_choices)
    assert missing.value.message == "The query needs a (date: From)."
    assert missing.value.hint == "Add --param a=VALUE, or a default in its header."
    with pytest.raises(UnusableInputError) as unknown:
        bind(parameters, {"c": "1"}, no_choices)
    assert (unknown.value.message, unknown.value.hint) == ("The query has no parameter c.", "It takes a, b.")


def test_choices_come_from_the_corpus_with_counts(session: QuerySession) -> None:
    assert {choice.value: choice.count for choice in read_choices(session, DECISION)} == DECISIONS
    assert read_choices(session, Parameter("x")) == []
    listed = Parameter("x", "list", None, "X", "SELECT 2015 UNION ALL SELECT NULL")
    assert read_choices(session, listed) == [Choice("2015")]
    with pytest.raises(UnusableInputError, match=r"The choices of x: .*syntax error"):
        read_choices(session, Parameter("x", "choice", None, "X", "SELEC 1"))


def test_a_choice_is_one_of_its_values_in_any_case_else_the_nearest_are_told(session: QuerySession) -> None:
    def chosen(parameter: Parameter, text: str) -> Value:
        return bind([parameter], {"decision": text}, lambda p: read_choices(session, p))["decision"]

    several = Parameter("decision", "list", None, "Decision", DECISION.choices)
    assert chosen(DECISION, "overturned") == "Overturned"
    assert chosen(several, "UPHELD; unclear") == ["Upheld", "Unclear"]
    for parameter in (DECISION, several):
        with pytest.raises(UnusableInputError) as wrong:
            chosen(parameter, "overtuned")
        assert "decision is a " in wrong.value.message
        assert "'overtuned' is none of them" in wrong.value.message
        assert wrong.value.hint.startswith("Nearest: Overturned")


def test_values_of_every_type_are_bound_and_never_pasted(session: QuerySession) -> None:
    sql = "SELECT $t, $n + 1, $d + 1, len($l), $nothing IS NULL"
    values: dict[str, Value] = {"t": "x' OR 1", "n": 1.5, "d": date(2015, 1, 31), "l": ["a", "b"], "nothing": None}
    assert list(session.run(sql, values).rows) == [("x' OR 1", 2.5, date(2015, 2, 1), 2, True)]


PIECES = ("$a", "'$b'", '"$c"', "-- $d\n", "/* $e */", "$$ $f $$", "$t$ $g $t$", "e'\\'$h'", "'it''s $i'", "$j_1", ",")


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_the_parameters_that_sql_uses_are_those_that_the_database_finds(pieces: list[str]) -> None:
    sql = f"SELECT {' , '.join(piece for piece in pieces if piece != ',')} , 1"
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error:
        return
    assert set(used_names(sql)) == statements[0].named_parameters


def test_what_was_given_last_is_kept_for_this_user_alone() -> None:
    assert last_values("a") == {}
    keep_values("a", {"x": "1"})
    keep_values("b", {"y": "é"})
    keep_values("a", {"x": "2"})
    assert (last_values("a"), last_values("b")) == ({"x": "2"}, {"y": "é"})
    folder = Path(platformdirs.user_state_dir("imr-tui"))
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for broken in ("{", "[1]", json.dumps({"a": 1, "b": {"y": 1, "z": "2"}})):
        file.write_text(broken)
        assert last_values("a") == {}
    assert last_values("b") == {"z": "2"}


def test_a_state_folder_that_cannot_be_written_costs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    keep_values("a", {"x": "1"})
    assert last_values("a") == {}
