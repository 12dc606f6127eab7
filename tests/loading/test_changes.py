"""Loads of a corpus that changed: whatever was done to its files, the tables equal those of a load into a new file."""

import os
import random
import time
from pathlib import Path

import pytest

from imr_tui.errors import ImrError, UnusableInputError
from imr_tui.loading.load import load_corpus
from imr_tui.loading.progress import Progress
from imr_tui.loading.sources import find_sources
from tests.letters.letters import item, letter
from tests.loading.loads import HEADER, StoppedError, cold_tables, leftovers, load, rows, statuses, tables
from tests.loading.random_edits import RandomCorpus

YEAR = 365 * 86_400 * 10**9
SEED = 1


def names(*roots: Path) -> list[str]:
    return sorted(source.name for source in find_sources(roots))


def test_moved_files_and_folders_are_not_read_again(folder: Path, db: Path) -> None:
    (folder / "2014").mkdir()
    for name in ("one", "two"):
        (folder / "2014" / f"{name}.txt").write_text(letter(item(f"Norco {name}")))
    load(folder, db)
    (folder / "2014").rename(folder / "older")
    (folder / "letter_001.txt").rename(folder / "older" / "letter_001.txt")
    report = load(folder, db)
    assert (report.read, report.moved, report.removed) == (0, 3, 0)
    assert statuses(db)["older/letter_001.txt"] == "parsed"
    assert tables(db) == cold_tables(folder, db)


def test_a_renamed_or_exchanged_file_is_read_again(folder: Path, db: Path) -> None:
    load(folder, db)
    (folder / "letter_001.txt").rename(folder / "renamed.txt")
    (folder / "letter_002.txt").rename(folder / "aside.txt")
    (folder / "letter_003.txt").rename(folder / "letter_002.txt")
    (folder / "aside.txt").rename(folder / "letter_003.txt")
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)


def test_a_case_passes_to_another_file(folder: Path, db: Path) -> None:
    text = letter(item("Norco"), header=HEADER)
    (folder / "a.txt").write_text(text)
    (folder / "b.txt").write_text(f"{text}\n")
    (folder / "c.txt").write_text(text.replace("Case Number: CM15-0012345\n\n", ""))
    load(folder, db)
    (folder / "a.txt").unlink()
    assert load(folder, db).read == 1
    assert tables(db) == cold_tables(folder, db)
    (folder / "0.txt").write_text((folder / "b.txt").read_text())
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)
    assert rows(db, "SELECT source_path FROM corpus.main.cases WHERE case_id = 'CM15-0012345'") == [("0.txt",)]


def test_a_changed_file_becomes_a_duplicate_and_ceases_to_be_one(folder: Path, db: Path) -> None:
    load(folder, db)
    was = (folder / "letter_009.txt").read_text()
    (folder / "letter_009.txt").write_text((folder / "letter_001.txt").read_text())
    load(folder, db)
    assert statuses(db)["letter_009.txt"] == "duplicate"
    assert tables(db) == cold_tables(folder, db)
    (folder / "letter_009.txt").write_text(was)
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)


def test_what_cannot_be_read_is_told_once_however_often_it_is_tried(many: Path, db: Path) -> None:
    """Such files are tried again by a load that goes on where another was interrupted."""
    os.mkfifo(many / "pipe")
    (many / "00.link.txt").symlink_to(many / "nowhere")

    def stop(progress: Progress) -> None:
        if progress.phase == "reading" and progress.done > 40:
            raise StoppedError

    with pytest.raises(StoppedError):
        load_corpus([many], db, stop)
    load(many, db)
    assert tables(db) == cold_tables(many, db)
    found = "SELECT source_path FROM corpus.main.letters WHERE status = 'unreadable' ORDER BY ALL"
    assert rows(db, found) == [("00.link.txt",), ("pipe",)]


def test_times_beyond_what_a_database_holds_are_the_latest_it_does(folder: Path, db: Path) -> None:
    os.utime(folder / "letter_001.txt", ns=(0, 10**19))
    os.utime(folder / "letter_002.txt", ns=(0, -YEAR))
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)
    years = (
        "SELECT year(modified_at) FROM corpus.main.letters WHERE source_path IN ('letter_001.txt', 'letter_002.txt')"
    )
    assert sorted(rows(db, years)) == [(1969,), (2262,)]
    assert load(folder, db).is_unchanged


def test_a_clock_that_jumps_back_hides_no_change(folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = time.time_ns() - 10 * YEAR
    load(folder, db)
    monkeypatch.setattr(time, "time_ns", lambda: then)
    path = folder / "letter_001.txt"
    was = path.stat()
    path.write_text(path.read_text().replace("Upheld", "Uphled"))
    os.utime(path, ns=(0, was.st_mtime_ns))
    assert load(folder, db).read == 1
    assert load(folder, db).is_unchanged
    path.write_text(path.read_text().replace("Uphled", "Upheld"))
    os.utime(path, ns=(0, was.st_mtime_ns))
    assert load(folder, db).read == 1
    assert tables(db) == cold_tables(folder, db)


def test_all_files_of_a_large_folder_are_found(tmp_path: Path) -> None:
    wanted = [f"{number:04}.txt" for number in range(3000)]
    for name in wanted:
        (tmp_path / name).touch()
    assert names(tmp_path) == wanted


def test_names_of_all_kinds_are_told_apart_and_loaded(folder: Path, db: Path) -> None:
    odd = ["a b", "new\nline", "\x1b[31mred", "caf\udce9", "caf\\xe9", "é", "e\u0301", "'\"; --", "*?[a]", "x" * 250]
    for number, name in enumerate(odd):
        (folder / f"{name}.txt").write_text(letter(item(f"Norco {number}")))
    load(folder, db)
    found = statuses(db)
    for name in (*odd[:3], "caf\\xe9", "caf\\x5cxe9", *odd[5:]):
        assert found[f"{name}.txt"] == "parsed"
    assert len(found) == 9 + len(odd)
    (folder / "letter_001.txt").unlink()
    assert load(folder, db).read == 0
    assert tables(db) == cold_tables(folder, db)


def test_a_folder_goes_by_one_name_however_many_links_lead_to_it(tmp_path: Path) -> None:
    for name in ("corpus/real/deep", "outside"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "one.txt").touch()
    corpus = tmp_path / "corpus"
    for link, target in (("a link", "real"), ("z/loop", ""), ("b", "../outside"), ("y", "../outside"), ("lost", "x")):
        (corpus / link).parent.mkdir(exist_ok=True)
        (corpus / link).symlink_to(corpus / target)
    (corpus / "self").symlink_to(corpus / "self")
    (corpus / "real" / "up").symlink_to(corpus)
    (corpus / "file link.txt").symlink_to(corpus / "real" / "deep" / "one.txt")
    for hidden in (".git/x.txt", "real/.cache/x.txt", ".x.txt"):
        (corpus / hidden).parent.mkdir(exist_ok=True)
        (corpus / hidden).touch()
    assert names(corpus) == ["b/one.txt", "file link.txt", "lost", "real/deep/one.txt", "self"]


def test_a_corpus_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for root in (tmp_path / "nowhere", tmp_path / "file" / "below"):
        with pytest.raises(UnusableInputError, match="No such corpus"):
            names(tmp_path, root)


def test_the_snapshot_itself_is_no_file_of_the_corpus(folder: Path) -> None:
    db = folder / "snapshot.duckdb"
    load(folder, db)
    assert load(folder, db).is_unchanged


def interrupted(corpus: RandomCorpus, db: Path, after: int) -> None:
    """Load until progress was told so often."""
    told = 0

    def stop(progress: Progress) -> None:
        nonlocal told
        told += 1
        if told >= after:
            raise StoppedError

    try:
        load_corpus([corpus.folder], db, stop)
    except (StoppedError, ImrError) as error:
        corpus.log.append(f"load ended by {error!r}")


def test_random_edits_and_interrupted_loads(tmp_path: Path, db: Path) -> None:
    corpus = RandomCorpus(tmp_path / "letters", SEED)
    chance = random.Random(SEED)
    for _ in range(4):
        for _ in range(chance.randint(1, 5)):
            corpus.edit()
        if chance.random() < 0.5:
            interrupted(corpus, db, chance.randint(2, 6))
            corpus.edit()
        load(corpus.folder, db)
        assert tables(db) == cold_tables(corpus.folder, db), "\n".join(corpus.log)
        assert leftovers(db) == []
