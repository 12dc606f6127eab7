"""The examples of docs/queries.md do what it says."""

import re
import shlex
from pathlib import Path

import pytest

from imr_tui.cli import main
from imr_tui.saved_queries import QuerySession, bind, find_queries, query_of
from imr_tui.saved_queries.choices import read_choices
from imr_tui.saved_queries.header import WORDS
from imr_tui.saved_queries.parameters import KINDS
from tests.conftest import ROOT

DOC = (ROOT / "docs" / "queries.md").read_text()
EXAMPLES = re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL)
COMMANDS = re.findall(r"^\$ (imr-tui .*)$", DOC, re.MULTILINE)


@pytest.mark.parametrize("text", EXAMPLES)
def test_each_example_is_a_query_that_runs(snapshot: Path, text: str) -> None:
    query = query_of(text, Path("example.sql"))
    assert query.problem is None
    assert query.title != "example"
    with QuerySession(snapshot) as session:
        values = bind(query.parameters, {}, lambda parameter: read_choices(session, parameter))
        result = session.run(query.sql, values)
        assert bool(list(result.rows)) is ("marks" not in query.sql)
    if query.chart:
        assert {query.chart.labels, query.chart.values} <= set(result.columns)


def test_each_command_runs(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMR_DB", str(snapshot))
    assert len(COMMANDS) == 4
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(command)[1:])
        assert not ended.value.code, command
    assert (tmp_path / "volume.csv").read_text().startswith("month,cases,items")


def test_every_word_of_a_header_and_every_type_is_told() -> None:
    assert all(f"`-- {word}" in DOC for word in WORDS)
    assert all(f"`{kind}`" in DOC for kind in KINDS)
    assert f"the {len(find_queries([ROOT / 'queries']))} queries that come with the program" in DOC
