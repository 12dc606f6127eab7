"""`imr-tui query` as a shell sees it: how it streams, how it is stopped, what it says."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.marks.corpus_marks import user_marks

MILLION = "SELECT i.* FROM items i, range(10000)"
ENDLESS = "SELECT range FROM range(9000000000000000)"


class Shell:
    """Runs the program in a process of its own."""

    def __init__(self, snapshot: Path) -> None:
        self.environment = {**os.environ, "IMR_DB": str(snapshot)}

    def start(self, sql: str, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "imr_tui", "query", "-", *arguments]
        process = subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1, text=True, env=self.environment)
        assert process.stdin is not None
        process.stdin.write(sql)
        process.stdin.close()
        process.stdin = None
        return process

    def run(self, sql: str, *arguments: str) -> tuple[int, str, str]:
        with self.start(sql, *arguments) as process:
            out, err = process.communicate(timeout=60)
            return process.returncode, out, err


@pytest.fixture
def shell(snapshot: Path) -> Shell:
    return Shell(snapshot)


def test_a_reader_that_stops_early_ends_it_at_once(shell: Shell) -> None:
    """Of two million rows the first is there long before the last, and then nobody wants more."""
    with shell.start(MILLION, "--format", "csv") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("item_id,case_id,")
        process.stdout.close()
        assert process.wait(20) == 141
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_ctrl_c_ends_rows_without_end(shell: Shell) -> None:
    with shell.start(ENDLESS, "--format", "csv") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "range\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (130, "Interrupted.\n")


def test_a_time_limit_ends_it_and_is_told(shell: Shell, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    code, _, err = shell.run(ENDLESS, "--format", "csv", "--time-limit", "0.2", "--output", str(output))
    assert code == 2
    assert err == "Error: Too much time\n  The query took more than 0.2 seconds.\n  Ask for less at once.\n"
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(shell: Shell) -> None:
    code, out, err = shell.run("SELECT item_id,\n  titel FROM items", "--format", "csv")
    assert (code, out) == (2, "")
    assert err.startswith('Error: The query failed\n  Line 2, column 3: Referenced column "titel" not found')
    code, out, err = shell.run("COPY items TO '/tmp/stolen.csv'", "--format", "csv")
    assert (code, out) == (2, "")
    assert err.startswith("Error: Refused\n  A query only reads the corpus; this is COPY.\n")


def test_marks_are_there_to_choose_from(shell: Shell, corpus: Corpus) -> None:
    user_marks(corpus).alter([0], lambda _: lambda said: replace(said, tags=("prn",)))
    sql = "-- param tag choice choices: SELECT unnest(tags) FROM marks\nSELECT $tag AS tag"
    assert shell.run(sql, "--param", "tag=PRN", "--format", "jsonl") == (0, '{"tag": "prn"}\n', "")
