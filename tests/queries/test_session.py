"""A session: what it gives, how it is stopped, what is left of it."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.saved_queries import Limits, QueryError, QuerySession, QueryStoppedError
from imr_tui.saved_queries.parameters import Value
from imr_tui.saved_queries.process import WorkerProcess

ENDLESS = {
    "heard": "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3",
    "deaf": "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    "parser": "WITH a AS (" * 12,
}


@pytest.fixture(scope="module")
def session(snapshot: Path) -> Iterator[QuerySession]:
    with QuerySession(snapshot) as opened:
        yield opened


def rows(session: QuerySession, sql: str, **parameters: Value) -> list[tuple[Any, ...]]:
    return list(session.run(sql, parameters).rows)


@pytest.mark.parametrize(
    ("sql", "line", "column", "marked", "suggestion"),
    [
        ("SELECT item_id,\n  'é→', titel FROM items", 2, 9, "titel", "title"),
        ("SELECT 1\nFROM itemz", 2, 6, "itemz", "items"),
        ("SELECT\n\n  uper(title) FROM items", 3, 3, "uper(title)", "upper"),
        ("SELECT 1 FORM items WHERE", 1, 15, "items", ""),
        (";; SELECT 1 +", 1, 13, "+", ""),
        ("EXPLAIN SELECT titel FROM items", 1, 16, "titel", "title"),
        ("SELECT 'x'::INTEGER", 1, 11, "::INTEGER", ""),
    ],
)
def test_an_error_tells_its_place_and_what_was_meant(
    session: QuerySession, sql: str, line: int, column: int, marked: str, suggestion: str
) -> None:
    with pytest.raises(QueryError) as wrong:
        session.run(sql, {})
    place = wrong.value.place
    assert place is not None
    assert (place.line, place.column) == (line, column)
    assert sql[place.start :].startswith(marked)
    assert suggestion in wrong.value.suggestion
    assert wrong.value.message.startswith(f"Line {line}, column {column}: ")


def test_csv_tells_the_same_place(session: QuerySession) -> None:
    sql = "SELECT 1, if(range = 9, 'x', '1')::INT FROM range(10)"
    with pytest.raises(QueryError) as wrong:
        b"".join(session.run_csv(sql, {}).data)
    assert wrong.value.place is not None
    assert sql[wrong.value.place.start :].startswith("::INT")


def test_parameters_are_values_of_their_types(session: QuerySession) -> None:
    sql = "SELECT typeof($n), typeof($x), typeof($d), typeof($l), $t, $nothing"
    values: dict[str, Value] = {
        "n": 3,
        "x": 1.5,
        "d": date(2015, 1, 2),
        "l": ["a", "b"],
        "t": "x' OR '1' = '1",
        "nothing": None,
    }
    (row,) = session.run(sql, values).rows
    assert row[0] in ("INTEGER", "BIGINT")
    assert row[1:4] == ("DOUBLE", "DATE", "VARCHAR[]")
    assert row[4:] == (values["t"], None)
    named = "SELECT count(*) FROM items WHERE item_id IN (SELECT unnest($l)) AND item_no <= $n"
    assert rows(session, named, l=["letter_018#2", "x"], n=9) == [(1,)]
    lines = session.run_csv("SELECT $d, $l", {"d": date(2015, 1, 2), "l": ["a", "b"]})
    assert list(lines.data) == [b"2015-01-02,a; b\n"]


def test_selection_and_marks_are_tables_and_outlive_the_process(snapshot: Path) -> None:
    with QuerySession(snapshot, Limits(seconds=1)) as session:
        session.provide("selection", ["letter_018#2", "CM15-9200145#2"])
        session.provide("marks", [("letter_018#2", "star", ["a", "b"], "my\nnote", datetime(2024, 1, 2, 3, 4))])
        joined = (
            "SELECT title, position, note FROM items JOIN selection USING (item_id) LEFT JOIN marks USING (item_id)"
        )
        first = sorted(rows(session, f"SELECT position, note FROM ({joined})"))
        assert first == [(1, "my\nnote"), (2, None)]
        with pytest.raises(QueryError):
            session.run(ENDLESS["deaf"], {})
        assert rows(session, "FROM marks") == [
            ("letter_018#2", "star", ["a", "b"], "my\nnote", datetime(2024, 1, 2, 3, 4))
        ]
        session.provide("selection", ())
        session.provide("marks", ())
        assert rows(session, "SELECT count(*) FROM marks, selection") == [(0,)]


@pytest.mark.parametrize("kind", ENDLESS)
def test_stopping_takes_effect_soon(session: QuerySession, kind: str) -> None:
    rows(session, "SELECT 1")
    ended: list[float] = []

    def work() -> None:
        with pytest.raises(QueryStoppedError):
            rows(session, ENDLESS[kind])
        ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(0.3)
    assert not ended
    told = time.monotonic()
    session.interrupt()
    thread.join(10)
    assert ended[0] - told < 1.5  # `benchmarks.queries` measures it; here the machine may be busy
    assert rows(session, "SELECT 1") == [(1,)]


def test_rows_come_as_they_are_taken_and_the_next_query_ends_them(session: QuerySession) -> None:
    endless = session.run("SELECT range FROM range(1000000000000)", {}).rows
    assert [next(endless)[0] for _ in range(2500)] == list(range(2500))
    assert rows(session, "SELECT 42") == [(42,)]
    with pytest.raises(QueryStoppedError):
        list(endless)
    text = session.run_csv("SELECT range FROM range(1000000000000)", {}).data
    assert next(text).startswith(b"0\n1\n2\n")
    del text
    assert rows(session, "SELECT 43") == [(43,)]


def test_a_snapshot_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with QuerySession(tmp_path / "none.duckdb") as session, pytest.raises(UnusableInputError, match="cannot be read"):
        session.run("SELECT 1", {})
    assert list(tmp_path.iterdir()) == []


def children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def is_gone(process: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        threading.Event().wait(0.01)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kind", ENDLESS)
def test_no_process_is_left_when_the_program_is_killed(snapshot: Path, kind: str) -> None:
    """Even while the parser holds Python's lock, and nothing in the process could hear of it."""
    program = f"""
import sys
from pathlib import Path
from imr_tui.saved_queries import QuerySession
session = QuerySession(Path(sys.argv[1]))
list(session.run("SELECT 1", {{}}).rows)
print("ready", flush=True)
session.run({ENDLESS[kind]!r}, {{}})
"""
    with subprocess.Popen([sys.executable, "-c", program, str(snapshot)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        (worker,) = (pid for pid in children(process.pid))
        threading.Event().wait(0.2)
        os.kill(process.pid, signal.SIGKILL)
    assert is_gone(worker, 2)


def test_a_session_that_is_closed_while_it_starts_anew_leaves_no_process(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = QuerySession(snapshot)
    rows(session, "SELECT 1")
    started: list[WorkerProcess] = []

    class Closing(WorkerProcess):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            started.append(self)
            session.close()  # as another thread may

    monkeypatch.setattr("imr_tui.saved_queries.session.WorkerProcess", Closing)
    session._worker.kill()
    with pytest.raises(QueryStoppedError):
        session.run("SELECT 1", {})
    assert [worker.is_alive for worker in started] == [False]


def test_a_session_that_is_closed_while_its_process_starts_leaves_no_file(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with QuerySession(snapshot):
        (folder,) = tmp_path.iterdir()
        while folder.exists() and not list(folder.glob("*")):  # it is used for a moment
            threading.Event().wait(0.001)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(WorkFailedError, match="No temporary folder"):
        QuerySession(snapshot)


def test_a_folder_s_own_modules_are_not_imported(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queries are run where somebody else's files lie."""
    (tmp_path / "duckdb.py").write_text("import pathlib; pathlib.Path('pwned').touch()")
    monkeypatch.chdir(tmp_path)
    with QuerySession(snapshot) as session:
        assert rows(session, "SELECT 1") == [(1,)]
    assert [path.name for path in tmp_path.iterdir()] == ["duckdb.py"]
