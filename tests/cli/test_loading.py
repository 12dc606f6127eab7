"""Commands while letters come and go: several places, another session at work, a load that is cut off."""

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from imr_tui.corpus.snapshot_file import beside
from imr_tui.loading.lock import lock
from tests.cli.conftest import Program
from tests.letters.letters import item, letter

OLD = "Another session is loading this corpus"


@pytest.fixture
def program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "a.txt").write_text(letter(item("Norco")))
    return folder


def test_folders_letters_and_archives_are_one_corpus(program: Program, folder: Path, tmp_path: Path) -> None:
    single = tmp_path / "b.txt"
    single.write_text(letter(item("Soma")))
    archive = tmp_path / "more.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("2015/c.txt", letter(item("Lyrica")))
    done = program("load", "--corpus", str(folder), "--corpus", str(single), "--corpus", str(archive))
    assert "letters and 2 more: 3 cases, 3 items" in done.out
    places = os.pathsep.join(map(str, (folder, single, archive)))
    listed = subprocess.run(
        [sys.executable, "-m", "imr_tui", "query", "-", "--format", "csv"],
        input="SELECT source_path FROM cases ORDER BY ALL", text=True, capture_output=True, check=True,
        env=os.environ | {"IMR_CORPUS": places},
    )  # fmt: skip
    assert listed.stdout.split() == ["source_path", "b.txt", "letters/a.txt", "more.zip/2015/c.txt"]


def test_a_snapshot_named_alone_is_never_overwritten_by_the_sample_corpus(program: Program, folder: Path) -> None:
    db = str(folder.with_name("named.duckdb"))
    assert program("load", "--corpus", str(folder), "--db", db).code == 0
    done = program("export", "--what", "cases", "--format", "csv", "--db", db)
    assert (done.code, len(done.out.splitlines())) == (0, 2)


@pytest.mark.parametrize("place", ["why?/x.duckdb", "x?.duckdb", "a\\b/x.duckdb", "caf\udce9.duckdb"])
def test_a_snapshot_that_duckdb_would_not_find_is_refused(program: Program, folder: Path, place: str) -> None:
    db = folder.with_name("cache") / place
    done = program("load", "--corpus", str(folder), "--db", str(db))
    assert done.code == 2
    assert "Not a name for a snapshot" in done.err
    assert not db.parent.exists()


def test_a_command_answers_from_the_last_snapshot_while_another_session_loads(program: Program, folder: Path) -> None:
    db = folder.with_name("letters.duckdb")
    options = ("--corpus", str(folder), "--db", str(db))
    program("load", *options)
    (folder / "new.txt").write_text(letter(item("Soma")))
    with lock(beside(db, "lock")):
        done = program("export", "--what", "items", *options)
        assert (done.code, done.out.count("Norco"), done.out.count("Soma")) == (0, 1, 0)
        assert OLD in done.err
        assert "another session is loading" in program("doctor", *options).out
    done = program("export", "--what", "items", *options)
    assert done.out.count("Soma") == 1
    assert OLD not in done.err


def test_load_waits_for_the_session_that_loads(folder: Path) -> None:
    db = folder.with_name("letters.duckdb")
    command = [sys.executable, "-m", "imr_tui", "load", "--corpus", str(folder), "--db", str(db)]
    with lock(beside(db, "lock")):
        waiting = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr is not None
        assert waiting.stderr.readline() == "Waiting for another session that loads this corpus.\n"
    out, _ = waiting.communicate()
    assert "1 case, 1 item" in out


def test_a_load_that_is_interrupted_says_so_and_leaves_nothing_running(folder: Path) -> None:
    for number in range(200):
        (folder / f"{number}.txt").write_text(letter(item(f"Norco {number}")))
    db = folder.with_name("letters.duckdb")
    journal = beside(db, "journal")
    command = [sys.executable, "-m", "imr_tui", "load", "--corpus", str(folder), "--db", str(db)]
    load = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not list(journal.glob("*.done")) and load.poll() is None:
        pass
    os.killpg(load.pid, signal.SIGINT)
    out, err = load.communicate()
    assert (load.returncode, out, err) == (130, "", "Interrupted.\n")
    assert list(journal.glob("*.done"))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "201 cases, 201 items" in done.stdout
    assert not journal.exists()
    assert (
        shutil.which("ps") is None
        or str(folder) not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    )
