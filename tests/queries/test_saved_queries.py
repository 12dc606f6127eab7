"""Saved queries: files, headers, running, and what they cannot do."""

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imr_tui.errors import UnusableInputError
from imr_tui.saved_queries import QuerySession
from tests.conftest import ITEMS


@pytest.fixture(scope="module")
def session(snapshot: Path) -> Iterator[QuerySession]:
    with QuerySession(snapshot) as opened:
        yield opened


def rows(session: QuerySession, sql: str, **parameters: str) -> list[tuple[Any, ...]]:
    return list(session.run(sql, parameters).rows)


def test_parameters_are_bound_not_pasted(session: QuerySession) -> None:
    sql = "SELECT count(*) FROM items WHERE title = $title"
    assert rows(session, sql, title="x' OR 'a' = 'a") == [(0,)]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nothing FROM items", "nothing"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("", "0 statements"),
        ("-- only a comment", "0 statements"),
        ("DROP TABLE corpus.main.items", "DROP"),
        ("INSERT INTO marks VALUES ('x')", "INSERT"),
        ("COPY items TO '/tmp/stolen.csv'", "COPY"),
        ("ATTACH ':memory:' AS other", "ATTACH"),
        ("SET threads = 1", "this is SET"),
        ("PRAGMA database_list", "PRAGMA"),
        ("SELECT * FROM read_text('/etc/passwd')", "the function read_text"),
        ("SELECT * FROM '/etc/passwd'", "passwd"),
        ("SELECT count(*) FROM items WHERE title = $title", "--param title=VALUE"),
    ],
)
def test_what_is_no_reading_query_is_refused_with_a_reason(session: QuerySession, sql: str, words: str) -> None:
    with pytest.raises(UnusableInputError) as refused:
        rows(session, sql)
    assert words in f"{refused.value.message} {refused.value.hint}"
    assert rows(session, "SELECT count(*) FROM items") == [(ITEMS,)]


def test_a_copy_hidden_in_a_select_cannot_overwrite_the_snapshot(session: QuerySession, snapshot: Path) -> None:
    before = snapshot.read_bytes()
    for path in (snapshot, f"{snapshot}.wal"):
        hidden = f"WITH x AS (COPY (SELECT 1) TO '{path}' (FORMAT csv, USE_TMP_FILE false)) SELECT 1"
        with pytest.raises(UnusableInputError):
            rows(session, hidden)
    assert snapshot.read_bytes() == before
    assert not Path(f"{snapshot}.wal").exists()


def test_a_planted_write_ahead_log_is_refused(snapshot: Path, tmp_path: Path) -> None:
    copied = tmp_path / "sample.duckdb"
    shutil.copy2(snapshot, copied)
    Path(f"{copied}.wal").write_bytes(b"planted")
    with pytest.raises(UnusableInputError, match="tampered"):
        QuerySession(copied)


@pytest.mark.parametrize("sql", ["DESCRIBE items", "SUMMARIZE cases", "SHOW TABLES", "EXPLAIN SELECT 1", "FROM marks"])
def test_looking_around_is_allowed(session: QuerySession, sql: str) -> None:
    assert rows(session, sql) is not None


def test_from_the_command_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from imr_tui.cli import main

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["query", *arguments])
        assert not ended.value.code
        return capsys.readouterr().out

    listed = run()
    assert "mixed_outcome_cases" in listed
    assert "Cases with mixed outcomes" in listed
    assert len(list(csv.reader(io.StringIO(run("longest_rationales", "--param", "rows=3", "--format", "csv"))))) == 4
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT 40 + 2 AS answer"))
    assert run("-", "--format", "json") == '[\n{"answer": 42}\n]\n'


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
        "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    ],
)
def test_ctrl_c_stops_a_query_without_end(sql: str, snapshot: Path) -> None:
    """The program says so within seconds, and ends as interrupted."""
    environment = {**os.environ, "IMR_DB": str(snapshot)}
    command = [sys.executable, "-m", "imr_tui", "query", "-"]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, text=True, env=environment) as process:
        assert process.stdin is not None
        process.stdin.write(sql)
        process.stdin.close()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=2)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
        assert process.stderr is not None
        assert process.stderr.read() == "Interrupted.\n"


def test_a_time_with_a_zone_is_handed_over(session: QuerySession) -> None:
    assert rows(session, "SELECT now() > TIMESTAMP '2020-01-01'") == [(True,)]
    assert rows(session, "SELECT now()")[0][0].tzinfo is not None


def test_an_error_while_rows_are_taken_is_the_query_s(session: QuerySession) -> None:
    with pytest.raises(UnusableInputError, match="The query failed"):
        rows(session, "SELECT if(range = 900000, error('boom'), range) FROM range(1000000)")
