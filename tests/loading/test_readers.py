"""Files that change while they are read, or that end or hold up the process that reads them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from imr_tui.loading import readers, reading
from imr_tui.loading.kinds import Kind, kind_of
from imr_tui.loading.load import load_corpus
from imr_tui.loading.progress import Progress
from imr_tui.loading.reading import Status, read_file
from imr_tui.loading.sources import find_sources
from imr_tui.loading.worker import prepare
from tests.letters.letters import item, letter
from tests.letters.pdf_writer import pdf_of_nested_forms
from tests.loading.loads import FILES, cold_tables, load, rows, statuses, tables
from tests.loading.odd_workers import prepare_with_little_memory, read_or_die
from tests.loading.random_edits import zip_of

DIED = ["the program that read it died of it"]


def unlike_parsed(db: Path) -> dict[str, list[str]]:
    return dict(rows(db, "SELECT source_path, problems FROM corpus.main.letters WHERE status <> 'parsed'"))


def test_a_file_that_a_worker_dies_of_costs_that_file_alone(
    many: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("05 deadly.txt", "25 deadly.txt"):
        (many / name).write_text(letter(item("Soma")))
    monkeypatch.setattr(readers, "read_files", read_or_die)
    load(many, db)
    assert unlike_parsed(db) == {"05 deadly.txt": DIED, "25 deadly.txt": DIED}
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(FILES,)]


def test_a_file_that_a_worker_hangs_on_costs_that_file_alone(
    folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "endless.txt").write_text(letter(item("Soma")))
    monkeypatch.setattr(readers, "read_files", read_or_die)
    monkeypatch.setattr(readers, "SECONDS", 1)
    load(folder, db)
    assert unlike_parsed(db) == {"endless.txt": ["reading it took more than 60 seconds"]}
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(9,)]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="tells no process how much memory it uses")
def test_a_pdf_that_needs_too_much_memory_costs_that_file_alone(
    folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bomb.pdf").write_bytes(pdf_of_nested_forms(25))
    monkeypatch.setattr(readers, "prepare", prepare_with_little_memory)
    load(folder, db)
    assert unlike_parsed(db) == {"bomb.pdf": DIED}
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(9,)]


def test_a_worker_bounds_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    limited = []

    def set_limit(limit: int, values: tuple[int, int]) -> None:
        if limit == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        limited.append((limit, values))

    monkeypatch.setattr(resource, "setrlimit", set_limit)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("gc.set_threshold", lambda _: None)
    prepare()
    assert limited == [(resource.RLIMIT_CORE, (0, 0))]


def test_files_that_change_or_vanish_before_they_are_read(folder: Path, db: Path) -> None:
    (folder / "year.zip").write_bytes(zip_of([("a.txt", letter(item("Soma")).encode())]))

    def edit(progress: Progress) -> None:
        if progress.phase == "reading" and not progress.done and (folder / "letter_001.txt").exists():
            (folder / "letter_001.txt").unlink()
            (folder / "letter_002.txt").write_text(letter(item("Norco")))
            with (folder / "letter_003.txt").open("a") as file:
                file.write("More.\n")
            (folder / "year.zip").write_bytes(zip_of([("b.txt", letter(item("Soma")).encode())]))

    load_corpus([folder], db, edit)
    assert unlike_parsed(db) == {"letter_001.txt": ["No such file or directory"]}
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)
    assert "letter_001.txt" not in statuses(db)


@pytest.mark.parametrize(
    ("times", "edit", "status", "problem"),
    [
        (1, lambda path: path.write_text(path.read_text() + "\n"), Status.PARSED, None),
        (1, lambda path: path.write_text(path.read_text().replace("Upheld", "Uphled")), Status.WITH_PROBLEMS, None),
        (9, lambda path: path.write_text(path.read_text() + "\n"), Status.UNREADABLE, "it was being written to"),
        (1, lambda path: path.unlink(), Status.UNREADABLE, "No such file or directory"),
    ],
    ids=["grows", "changes", "grows on", "vanishes"],
)
def test_a_file_that_is_edited_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    times: int, edit: Callable[[Path], object], status: Status, problem: str | None,
) -> None:  # fmt: skip
    path = tmp_path / "one.txt"
    path.write_text(letter(item("Norco")))
    left = times

    def edit_and_tell(head: bytes) -> Kind:
        nonlocal left
        if left:
            left -= 1
            edit(path)
        return kind_of(head)

    monkeypatch.setattr(reading, "kind_of", edit_and_tell)
    read = read_file(next(find_sources([path])))
    assert read.readings[0].status == status
    assert read.was_read == (status is not Status.UNREADABLE)
    assert not problem or read.readings[0].problems[0].startswith(problem)
    assert not read.was_read or read.source == next(find_sources([path]))
