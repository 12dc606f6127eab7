"""Loads that are killed, or run beside each other: no letter is lost."""

import os
import random
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.corpus.snapshot_file import beside
from imr_tui.loading.load import load_corpus
from imr_tui.loading.lock import BusyError, lock
from imr_tui.loading.progress import Progress
from tests.letters.letters import item, letter
from tests.loading.loads import (
    FILES,
    HEADER,
    SECONDS,
    cold_tables,
    ended,
    leftovers,
    load,
    rows,
    start_load,
    tables,
    told_by,
    wait_for,
)


def change(corpus: Path) -> None:
    """Add, change and remove some letters of `many`."""
    for number in range(0, 60, 2):
        (corpus / f"{number:02}.txt").write_text(letter(item(f"Soma {number}")))
    (corpus / "01.txt").unlink()
    (corpus / "new.txt").write_text(letter(item("Norco"), header=HEADER))


Moment = Callable[["subprocess.Popen[str]"], object]


def moments(db: Path) -> list[Moment]:
    """Return waits for random moments of a load of `many`, while it reads and while it writes."""
    chance = random.Random(4)
    journal, building = beside(db, "journal"), beside(db, "building")

    def told(lines: int) -> Moment:
        return lambda process: [next(told_by(process), None) for _ in range(lines)]

    def found(phase: str, is_so: Callable[[], bool]) -> Moment:
        def wait(process: "subprocess.Popen[str]") -> None:
            wait_for(process, phase)
            with suppress(FileNotFoundError):  # it is over
                while process.poll() is None and not is_so():
                    os.sched_yield()

        return wait

    def written(files: int) -> Moment:
        return found("reading", lambda: len(list(journal.iterdir())) >= files)

    def built(size: int) -> Moment:
        return found("writing", lambda: building.stat().st_size >= size)

    return [
        told(chance.randrange(1, 6)),
        *(written(files) for files in chance.sample(range(2, 14), 2)),
        built(chance.randrange(db.stat().st_size)),
        found("writing", lambda: building.stat().st_mode & 0o777 == 0o400),
        found("writing", lambda: not building.exists()),
    ]


def test_a_load_that_is_killed_costs_nothing(many: Path, db: Path, tmp_path: Path) -> None:
    load(many, db)
    before = tables(db)
    kept = shutil.copy2(db, tmp_path / "kept.duckdb")
    change(many)
    after = cold_tables(many, db)
    for wait in moments(db):
        shutil.copy2(kept, beside(db, "old"))
        beside(db, "old").replace(db)
        process = start_load(many, db)
        wait(process)
        process.kill()
        process.communicate(timeout=SECONDS)  # its output ends with the last worker process
        assert tables(db) in (before, after)
        load(many, db)
        assert tables(db) == after
        assert leftovers(db) == []


def test_what_a_killed_load_left_goes_with_the_next_even_if_nothing_is_to_be_done(folder: Path, db: Path) -> None:
    load(folder, db)
    for ending in ("building", "building.wal", "lock"):
        beside(db, ending).write_text("left over")
    for ending in ("journal", "spill"):
        beside(db, ending).mkdir()
        (beside(db, ending) / "000001.done").write_text("left over")
    assert load(folder, db).is_unchanged
    assert leftovers(db) == []


def test_two_loads_that_meet_end_well(many: Path, db: Path) -> None:
    first = start_load(many, db)
    wait_for(first, "reading")
    first.send_signal(signal.SIGSTOP)
    second = start_load(many, db)
    wait_for(second, "waiting")
    with pytest.raises(BusyError):
        load(many, db)
    first.send_signal(signal.SIGCONT)
    assert [ended(process)["report"]["read"] for process in (first, second)] == [FILES, 0]
    assert tables(db) == cold_tables(many, db)
    assert leftovers(db) == []


def test_a_load_that_has_nothing_to_do_waits_for_nobody(folder: Path, db: Path) -> None:
    load(folder, db)
    with lock(beside(db, "lock")):
        assert load(folder, db).is_unchanged
        assert leftovers(db) == [beside(db, "lock").name]
        (folder / "letter_001.txt").unlink()
        with pytest.raises(BusyError):
            load(folder, db)


def test_a_session_keeps_its_snapshot_while_five_others_take_its_place(folder: Path, db: Path) -> None:
    load(folder, db)
    query = "SELECT count(*), min(case_id), hash(list(clinical_summary ORDER BY case_id)) FROM corpus.main.cases"
    before = rows(db, query)
    with Corpus(db) as reading:
        cursor = reading.cursor()
        for number in range(5):
            (folder / f"a{number}.txt").write_text(letter(item(f"Norco {number}")))
            load(folder, db)
            assert cursor.execute(query).fetchall() == before
            assert rows(db, query)[0][:2] == (10 + number, "a0")


def test_whoever_is_told_may_end_a_load(folder: Path, db: Path) -> None:
    def hang_up(progress: Progress) -> None:
        if progress.phase == "reading":
            raise BrokenPipeError

    (folder / "new.txt").write_text(letter(item("Norco")))
    with pytest.raises(BrokenPipeError):
        load_corpus([folder], db, hang_up)
