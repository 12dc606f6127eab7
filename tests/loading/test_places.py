"""Disks without room, and folders and files that may not be read or written."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from imr_tui.errors import WorkFailedError
from imr_tui.loading.load import load_corpus
from tests.letters.letters import item, letter
from tests.loading.loads import cold_tables, ended, leftovers, load, rows, start_load, tables

IS_ROOT = os.geteuid() == 0
OBEYING = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if IS_ROOT else []
"""What makes root heed the permissions of files."""
needs_obedience = pytest.mark.skipif(
    IS_ROOT and not shutil.which("setpriv"), reason="root may read every file, and there is no setpriv"
)
SIZE = 40_000_000
"""Bytes of a small disk."""
LITTLE = 300_000
"""Bytes that do not suffice for a journal; nor for what is added to a snapshot, if another has been copied."""


def mount(*arguments: str) -> bool:
    return not subprocess.run(["mount", *arguments], stderr=subprocess.DEVNULL, check=False).returncode


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if not (IS_ROOT and mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place))):
        pytest.skip("only root can mount a disk, and not everywhere")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Write a file that leaves so many bytes of room, and return it."""
    ballast = disk / "ballast"
    found = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, found.f_bavail * found.f_frsize - left)
    return ballast


def change(folder: Path) -> None:
    (folder / "new.txt").write_text(letter(item("Norco")))
    (folder / "letter_001.txt").unlink()


@pytest.mark.parametrize("last", ["reading", "writing"])
def test_a_full_disk_is_told_and_costs_nothing(folder: Path, disk: Path, tmp_path: Path, last: str) -> None:
    db = disk / "cache" / "snapshot.duckdb"
    load(folder, db)
    before = tables(db)
    change(folder)
    ballast = fill(disk, LITTLE + (db.stat().st_size if last == "writing" else 0))
    told: list[str] = []
    with pytest.raises(WorkFailedError) as failed:
        load_corpus([folder], db, lambda progress: told.append(progress.phase))
    assert (failed.value.title, told[-1]) == ("The snapshot could not be written", last)
    assert failed.value.message == f"{db}: No space left on device"
    assert failed.value.hint.startswith("Is there room")
    assert tables(db) == before
    ballast.unlink()
    load(folder, db)
    assert tables(db) == cold_tables(folder, tmp_path / "cache" / db.name)
    assert leftovers(db) == []


def test_a_cache_folder_that_is_read_only_opens_and_a_change_is_told(folder: Path, disk: Path, tmp_path: Path) -> None:
    db = disk / "cache" / "snapshot.duckdb"
    load(folder, db)
    before = tables(db)
    assert mount("-o", "remount,ro", str(disk))
    assert load(folder, db).is_unchanged
    change(folder)
    with pytest.raises(WorkFailedError, match="Read-only file system"):
        load(folder, db)
    assert tables(db) == before
    assert mount("-o", "remount,rw", str(disk))
    load(folder, db)
    assert tables(db) == cold_tables(folder, tmp_path / "cache" / db.name)


@needs_obedience
def test_what_may_not_be_read_is_told_and_read_when_it_may_be(folder: Path, db: Path) -> None:
    good = cold_tables(folder, db)
    (folder / "closed").mkdir()
    shutil.move(folder / "letter_002.txt", folder / "closed")
    for path in (folder / "letter_001.txt", folder / "closed"):
        path.chmod(0)
    assert "report" in ended(start_load(folder, db, *OBEYING))
    found = "SELECT source_path, status, problems FROM corpus.main.letters WHERE status <> 'parsed' ORDER BY ALL"
    assert rows(db, found) == [(name, "unreadable", ["Permission denied"]) for name in ("closed", "letter_001.txt")]
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(7,)]
    (folder / "closed").chmod(0o755)
    (folder / "letter_001.txt").chmod(0o644)
    shutil.move(folder / "closed" / "letter_002.txt", folder)
    load(folder, db)
    assert tables(db) == good


@needs_obedience
def test_a_corpus_that_may_not_be_read_is_told_and_its_snapshot_stays(folder: Path, db: Path) -> None:
    load(folder, db)
    before = db.read_bytes()
    for closed, root in ((folder, folder), (folder, folder / "letter_001.txt")):
        closed.chmod(0)
        told = ended(start_load(root, db, *OBEYING))["UnusableInputError"]
        closed.chmod(0o755)
        assert (told["title"], "Permission denied" in told["message"]) == ("The corpus cannot be read", True)
    assert db.read_bytes() == before
