"""Files that the program keeps: all are known, none may be read by others, and they can be forgotten."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from imr_tui.cli import main
from imr_tui.corpus.session import Corpus
from imr_tui.corpus.snapshot_file import BESIDE, beside
from imr_tui.kept_files import Holds, KeptFile, kept_files
from imr_tui.last_session import LastSession, keep_session, session_file
from imr_tui.loading.load import load_corpus
from imr_tui.loading.lock import lock
from imr_tui.marks.annotation import Annotation
from imr_tui.marks.corpus_marks import user_marks
from imr_tui.marks.store import marks_file
from imr_tui.saved_queries.history import keep_run, past_runs
from imr_tui.saved_queries.last_values import keep_values
from imr_tui.search_history import history_file, keep_search, read_history
from imr_tui.settings import Settings, default_snapshot, own_queries, resolve
from imr_tui.tui.workbench.saving import file_for, save
from tests.cli.conftest import Program
from tests.conftest import ROOT, copy_few

KINDS = ("CACHE", "CONFIG", "DATA", "STATE")


def places() -> list[Path]:
    return [Path(os.environ[f"XDG_{kind}_HOME"]) for kind in KINDS]


def all_paths() -> list[Path]:
    return [path for place in places() for path in place.rglob("*")]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A corpus that was loaded into a folder of its own."""
    folder = tmp_path_factory.mktemp("loaded")
    corpus = copy_few(folder / "letters")
    settings = resolve([corpus], folder / "cache" / default_snapshot([corpus.resolve()]).name, [])
    load_corpus(settings.corpus, settings.db, lambda progress: None)
    return settings


@pytest.fixture
def settings(loaded: Settings, tmp_path: Path) -> Settings:
    """A corpus on which everything was done that leaves a file."""
    settings = resolve(loaded.corpus, None, [])
    shutil.copytree(loaded.db.parent, settings.db.parent, dirs_exist_ok=True)  # with the modes
    mark(settings, Annotation("relevant", ("prn",), "a note"))
    keep_search("knee surgery")
    keep_session(settings, LastSession("knee"))
    keep_run("mine", "SELECT 1", {"a": "b"})
    keep_values("mine", {"a": "b"})
    save(file_for("mine"), "SELECT 1", replaces=False)
    return settings


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def imr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


def mark(settings: Settings, said: Annotation) -> None:
    with Corpus(settings.db) as corpus:
        user_marks(corpus).alter([0], lambda present: lambda before: said)


def marked(settings: Settings) -> int:
    with Corpus(settings.db) as corpus:
        return len(list(user_marks(corpus).rows()))


def test_every_file_is_known_and_none_is_for_others(settings: Settings) -> None:
    known = {file.path for file in kept_files(settings)}
    files = [path for path in all_paths() if path.is_file()]
    assert len(files) > 10
    assert [path for path in files if known.isdisjoint((path, *path.parents))] == []
    assert [path for path in all_paths() if path.stat().st_mode & 0o077] == []
    assert all(file.is_private and file.size for file in kept_files(settings) if file.path.name != "searches.lock")


def test_what_a_load_writes_on_its_way_is_private(tmp_path: Path) -> None:
    """Also the journal of its workers, and the folders above a --db that were not there."""
    db = tmp_path / "new" / "folder" / "own.duckdb"
    modes = {}

    def look(progress: object) -> None:
        modes.update({path: path.stat().st_mode & 0o777 for path in (tmp_path / "new").rglob("*") if path.exists()})

    load_corpus([copy_few(tmp_path / "letters")], db, look)
    look(None)
    assert any(path.name.endswith(".done") for path in modes)
    assert {path: mode for path, mode in modes.items() if mode & 0o077} == {}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    (tmp_path / "mine").touch()
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o644  # other files are made as before


def test_doctor_lists_what_is_kept_and_warns_of_what_others_may_read(imr: Program, settings: Settings) -> None:
    arguments = ("doctor", "--corpus", *map(str, settings.corpus))
    told = imr(*arguments)
    assert told.code == 0
    assert all(f"kB  {file.path}: {file.what}" in told.out for file in kept_files(settings))
    assert "others may read it" not in told.out
    history_file().chmod(0o644)
    assert "others may read it" not in imr(*arguments).out  # its folder lets nobody in
    history_file().parent.chmod(0o755)
    lines = imr(*arguments).out.splitlines()
    (warning,) = [number for number, line in enumerate(lines) if "others may read it" in line]
    assert str(history_file()) in lines[warning - 1]
    assert f"`chmod -R go= {history_file()}`" in lines[warning]


def test_a_link_is_as_private_as_the_file_that_it_leads_to(tmp_path: Path) -> None:
    kept = KeptFile(tmp_path / "marks.sqlite", "marks", Holds.MARKS)
    elsewhere = tmp_path / "shared" / "marks.sqlite"
    elsewhere.parent.mkdir(mode=0o755)
    elsewhere.write_bytes(b"x" * 5_000)
    tmp_path.chmod(0o700)
    kept.path.symlink_to(elsewhere)
    assert (kept.size, kept.is_private) == (5_000, False)
    elsewhere.chmod(0o600)
    tmp_path.chmod(0o755)
    assert kept.is_private


def test_doctor_lists_files_also_of_a_corpus_that_cannot_be_used(imr: Program, settings: Settings) -> None:
    done = imr("doctor", "--corpus", "/nowhere")
    assert (done.code, "No such corpus" in done.err) == (2, True)
    assert f"{settings.db}: of another corpus" in done.out


def test_forget_removes_snapshot_session_and_histories_but_no_marks(imr: Program, settings: Settings) -> None:
    for ending in BESIDE:  # as a load leaves them that was killed
        path = beside(settings.db, ending)
        if ending == "spill":
            path.mkdir()
        else:
            path.touch()
    other = resolve([settings.corpus[0] / "letter_001.txt"], None, [])
    load_corpus(other.corpus, other.db, lambda progress: None)
    done = imr("forget", "--yes", "--corpus", *map(str, settings.corpus))
    assert done.code == 0
    assert f"removed {settings.db}\n" in done.out
    left = {file.path: file.holds for file in kept_files(settings)}
    assert set(left.values()) == {Holds.MARKS, Holds.OWN, Holds.OTHER_CORPUS}
    assert (read_history(), past_runs(), session_file(settings).exists()) == ([], [], False)
    assert (own_queries() / "mine.sql").exists()
    assert settings.corpus[0].is_dir()
    assert other.db.exists()
    load_corpus(settings.corpus, settings.db, lambda progress: None)
    assert marked(settings) == 1
    assert imr("forget", "--yes", "--corpus", *map(str, settings.corpus)).code == 0
    assert imr("forget", "--yes", "--corpus", *map(str, settings.corpus)).err == "Nothing is kept.\n"


def test_marks_are_forgotten_if_asked_and_leave_no_words(imr: Program, settings: Settings) -> None:
    """Those of other corpora stay; a session that is open learns of it; the item can be marked again."""
    elsewhere = marks_of_another_corpus(settings)
    with Corpus(settings.db) as corpus:
        open_marks = user_marks(corpus)
        open_marks.refresh()
        ((title,),) = corpus.cursor().execute("SELECT title::BLOB FROM corpus.internal.items WHERE doc = 0").fetchall()
        assert (open_marks.count, title in marks_file().read_bytes()) == (1, True)
        imr("forget", "--yes", "--marks", "--corpus", *map(str, settings.corpus))
        assert open_marks.refresh()
        assert open_marks.count == 0
        assert open_marks.tags == ()
    words = marks_file().read_bytes()
    assert b"a note" not in words
    assert title not in words
    assert marked(elsewhere) == 1
    load_corpus(settings.corpus, settings.db, lambda progress: None)
    assert marked(settings) == 0
    mark(settings, Annotation("later"))
    assert marked(settings) == 1


def marks_of_another_corpus(settings: Settings) -> Settings:
    folder = settings.corpus[0].parent / "others"
    folder.mkdir(exist_ok=True)
    (folder / "letter_020.txt").write_bytes((ROOT / "sample_corpus" / "letter_020.txt").read_bytes())
    other = resolve([folder], None, [])
    load_corpus(other.corpus, other.db, lambda progress: None)
    mark(other, Annotation("later", (), "of elsewhere"))
    return other


def test_marks_without_a_snapshot_cannot_be_told(imr: Program, settings: Settings) -> None:
    imr("forget", "--yes", "--corpus", *map(str, settings.corpus))
    keep_search("once more")
    done = imr("forget", "--yes", "--marks", "--corpus", *map(str, settings.corpus))
    assert (done.code, "The marks cannot be told" in done.err, read_history()) == (2, True, ["once more"])


def test_where_nobody_can_be_asked_nothing_is_removed(imr: Program, settings: Settings) -> None:
    before = all_paths()
    done = imr("forget", "--corpus", *map(str, settings.corpus))
    assert (done.code, done.out) == (2, "")
    assert f"{settings.db}: the snapshot" in done.err
    assert "`imr-tui forget --yes`" in done.err
    assert all_paths() == before


@pytest.mark.parametrize(("answer", "code"), [("n\n", 1), ("", 130), ("y\n", 0)])
def test_on_a_terminal_it_is_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, code: int
) -> None:
    reading, writing = os.pipe()
    os.write(writing, answer.encode())
    os.close(writing)
    with os.fdopen(reading) as stdin, monkeypatch.context() as patch:
        patch.setattr(stdin, "isatty", lambda: True, raising=False)
        patch.setattr(sys, "stdin", stdin)
        with pytest.raises(SystemExit) as ended:
            main(["forget", "--corpus", *map(str, settings.corpus)])
    assert ended.value.code == code
    assert "Remove all of this?" in capsys.readouterr().err
    assert settings.db.exists() == (code != 0)


def test_no_other_file_is_removed(imr: Program, settings: Settings, tmp_path: Path) -> None:
    """Neither a database of something else nor a letter, a folder or a link, and nothing beside it."""
    foreign, link = tmp_path / "foreign.duckdb", tmp_path / "link.duckdb"
    with duckdb.connect(foreign) as connection:
        connection.execute("CREATE TABLE internal AS SELECT 1 AS state")
    link.symlink_to(settings.db)
    beside(foreign, "lock").touch()
    for db in (foreign, settings.corpus[0] / "letter_001.txt", settings.corpus[0], link):
        done = imr("forget", "--yes", "--db", str(db), "--corpus", *map(str, settings.corpus))
        assert (done.code, "Not a snapshot" in done.err, db.exists()) == (2, True, True)
    assert beside(foreign, "lock").exists()
    assert read_history() == ["knee surgery"]


def test_a_file_that_was_set_aside_is_left_and_named(imr: Program, settings: Settings) -> None:
    aside = settings.db.with_name(f"{settings.db.name}.damaged")
    aside.touch()
    done = imr("forget", "--yes", "--corpus", *map(str, settings.corpus))
    assert (done.code, aside.exists(), f"another program's: {aside}" in done.err) == (0, True, True)


def test_a_damaged_snapshot_in_the_cache_folder_goes(imr: Program, settings: Settings) -> None:
    settings.db.chmod(0o600)
    settings.db.write_text("broken")
    assert imr("forget", "--yes", "--corpus", *map(str, settings.corpus)).code == 0
    assert not settings.db.exists()


def test_a_session_that_has_the_snapshot_open_reads_on(imr: Program, settings: Settings) -> None:
    with Corpus(settings.db) as corpus:
        assert imr("forget", "--yes", "--corpus", *map(str, settings.corpus)).code == 0
        assert corpus.cursor().execute("SELECT count(*) > 0 FROM corpus.main.items").fetchall() == [(True,)]


def test_while_another_session_loads_nothing_is_removed(imr: Program, settings: Settings) -> None:
    with lock(beside(settings.db, "lock")):
        done = imr("forget", "--yes", "--corpus", *map(str, settings.corpus))
        assert (done.code, "is being loaded" in done.err, settings.db.exists()) == (2, True, True)


GUARD = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(arguments[1], tuple):
        raise SystemExit(f"{event} {arguments[1]}")
    if event.startswith(("socket.getaddrinfo", "socket.gethostby", "urllib", "http.client", "smtplib", "ftplib")):
        raise SystemExit(event)
sys.addaudithook(refuse)
"""


def test_nothing_is_sent_anywhere(tmp_path: Path) -> None:
    """A load with its workers, a search, a query with its process: none looks for another machine."""
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    corpus = ["--corpus", str(copy_few(tmp_path / "letters"))]
    sends = [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"]
    assert b"socket.getaddrinfo" in subprocess.run(sends, env=environment, capture_output=True).stderr
    for arguments in (["search", "pain"], ["query", "longest_rationales"]):
        command = [sys.executable, "-m", "imr_tui", *arguments, *corpus]
        done = subprocess.run(command, env=environment, capture_output=True)
        assert (done.returncode, b"socket" in done.stderr) == (0, False), done.stderr
