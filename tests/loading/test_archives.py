"""Archives of letters: what is read of them, whatever is wrong with them, and what a change of one costs."""

import errno
import gzip
import io
import os
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from imr_tui.loading import changes
from imr_tui.loading.archives import DamagedArchiveError, Member, members
from imr_tui.loading.load import load_corpus
from imr_tui.loading.progress import Progress
from tests.letters.letters import item, letter
from tests.loading.loads import HEADER, cold_tables, interrupt_load, load, rows, statuses, tables
from tests.loading.random_edits import tar_of, zip_of

LETTERS = [(f"{number}.txt", letter(item(f"Norco {number}")).encode()) for number in range(6)]
NAMES = [name for name, _ in LETTERS]


def read(path: Path, data: bytes) -> tuple[list[Member], str]:
    """Return the members of an archive, and what is wrong with it."""
    path.write_bytes(data)
    found: list[Member] = []
    try:
        for member in members(str(path)):
            found.append(member)
    except DamagedArchiveError as error:
        return found, str(error)
    return found, ""


def names(path: Path, data: bytes) -> list[str]:
    return [member.name for member in read(path, data)[0]]


def pack_folder(folder: Path, archive: Path) -> None:
    """Put the files of a folder into an archive in its place, each with its time."""
    with tarfile.open(archive, "w:gz") as packed:
        for file in sorted(folder.iterdir()):
            packed.add(file, file.name)
    shutil.rmtree(folder)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def test_a_corpus_may_be_an_archive(folder: Path, db: Path, tmp_path: Path) -> None:
    load(folder, db)
    query = "SELECT * EXCLUDE (source_path) FROM corpus.main.cases ORDER BY case_id"
    expected = rows(db, query)
    pack_folder(folder, tmp_path / "letters.tar.gz")
    load(tmp_path / "letters.tar.gz", tmp_path / "packed.duckdb")
    assert rows(tmp_path / "packed.duckdb", query) == expected
    paths = rows(tmp_path / "packed.duckdb", "SELECT min(source_path) FROM corpus.main.letters")
    assert paths == [("letters.tar.gz/letter_001.txt",)]


def test_a_folder_may_hold_archives_and_what_they_hold_is_told(folder: Path, db: Path) -> None:
    (folder / "year.zip").write_bytes(zip_of([*LETTERS, ("notes.txt", b"none"), ("inner.zip", zip_of(LETTERS))]))
    (folder / "report.docx").write_bytes(zip_of([("[Content_Types].xml", b"<Types/>"), ("letter.txt", LETTERS[0][1])]))
    (folder / "void.zip").write_bytes(zip_of([]))
    (folder / "cut.tar").write_bytes(tar_of(LETTERS)[:5000])
    (folder / "one letter.gz").write_bytes(gzip.compress(LETTERS[0][1]))
    load(folder, db)
    found = rows(
        db, "SELECT source_path, status, problems FROM corpus.main.letters WHERE source_path NOT LIKE '%/_.txt'"
    )
    assert {path: (status, *problems) for path, status, problems in found if "letter_" not in path} == {
        "year.zip/notes.txt": ("not a letter", "no heading of a determination letter found"),
        "year.zip/inner.zip": ("not a letter", "archive within an archive: unpack it"),
        "report.docx": ("not a letter", "an archive without letters"),
        "void.zip": ("not a letter", "an archive without letters"),
        "one letter.gz": ("not a letter", "an archive without letters"),
        "cut.tar": ("unreadable", "the archive cannot be read to its end: damaged: truncated header"),
    }
    assert {statuses(db)[f"year.zip/{name}"] for name in NAMES} <= {"parsed", "duplicate"}
    assert tables(db) == cold_tables(folder, db)


def test_several_corpora_keep_their_names_apart(folder: Path, db: Path, tmp_path: Path) -> None:
    other = tmp_path / "more" / "letters"
    other.mkdir(parents=True)
    (other / "letter_001.txt").write_text(letter(item("Soma")))
    (tmp_path / "letters.zip").write_bytes(zip_of(LETTERS[:1]))
    roots = [folder, other, tmp_path / "letters.zip", other / "letter_001.txt"]
    load_corpus(roots, db, lambda progress: None)
    found = statuses(db)
    assert {path: status for path, status in found.items() if not path.startswith("letters/")} == {
        "letters-2/letter_001.txt": "duplicate",
        "letter_001.txt": "parsed",
        "letters.zip/0.txt": "parsed",
    }
    assert found["letters/letter_001.txt"] == "parsed"


@pytest.mark.parametrize("packer", ["gzip", "bz2", "lzma"])
def test_a_tar_file_that_was_packed_in_pieces_is_read_to_its_end(archive: Path, packer: str) -> None:
    compress: Callable[[bytes], bytes] = __import__(packer).compress
    data = tar_of(LETTERS)
    assert names(archive, compress(data[:5000]) + compress(data[5000:])) == NAMES


def test_damage_is_told_and_what_was_read_before_it_stays(archive: Path) -> None:
    tar, packed = tar_of(LETTERS), gzip.compress(tar_of(LETTERS), 0)
    header = bytearray(tar)
    header[tar.index(b"3.txt")] ^= 1
    assert read(archive, bytes(header)) == (read(archive, tar)[0][:3], "damaged: bad checksum")
    sum_wrong = bytearray(packed)
    sum_wrong[packed.index(b"Norco 5")] ^= 1
    found, damage = read(archive, bytes(sum_wrong))
    assert [member.name for member in found] == NAMES
    assert damage.startswith("damaged: CRC check failed")
    assert read(archive, packed[:20]) == (
        [],
        "damaged: Compressed file ended before the end-of-stream marker was reached",
    )
    assert read(archive, zip_of(LETTERS)[:-30])[1].startswith("damaged: ")


def test_a_damaged_or_encrypted_member_does_not_cost_the_others(archive: Path) -> None:
    packed = bytearray(zip_of(LETTERS))
    packed[packed.index(b"Norco 2")] ^= 1
    for place in (packed.index(b"PK\x03\x04") + 6, packed.index(b"PK\x01\x02") + 8):
        packed[place] |= 1
    found, damage = read(archive, bytes(packed))
    assert damage == ""
    assert [(member.name, member.error) for member in found if member.error] == [
        ("0.txt", "encrypted"),
        ("2.txt", "damaged: Bad CRC-32 for file '2.txt'"),
    ]
    assert [member.name for member in found] == NAMES


def test_hostile_names_are_names_and_no_two_are_one(archive: Path) -> None:
    hostile = [
        "../../up.txt",
        "/abs.txt",
        "./here.txt",
        "a.txt",
        "a.txt",
        "a.txt (2)",
        "a.txt",
        "\x1b[31m\n.txt",
        "n" * 3000,
    ]
    kept = [name.removeprefix("./") for name in hostile]
    kept[4], kept[5], kept[6] = "a.txt (2)", "a.txt (2) (2)", "a.txt (3)"
    files = [(name, b"") for name in (*hostile, ".hidden.txt", "in/.git/x.txt", "__MACOSX/a.txt")]
    assert names(archive, tar_of(files)) == kept
    with pytest.warns(UserWarning, match="Duplicate name"):
        assert names(archive, zip_of(files)) == kept


def test_names_that_are_no_utf8_are_names_of_their_own(archive: Path) -> None:
    files = [("caf\udce9.txt", b"one"), ("caf\\xe9.txt", b"another")]
    assert names(archive, tar_of(files)) == ["caf\\xe9.txt", "caf\\x5cxe9.txt"]


@pytest.mark.parametrize("time", ["inf", "nan", "-1e300", "1e300", "99999999999"])
def test_a_member_of_an_impossible_time_is_read(db: Path, tmp_path: Path, time: str) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as packed:
        info = tarfile.TarInfo("a.txt")
        info.size, info.pax_headers = len(LETTERS[0][1]), {"mtime": time}
        packed.addfile(info, io.BytesIO(LETTERS[0][1]))
    ((name, modified, _, error),) = read(tmp_path / "a.tar", made.getvalue())[0]
    assert (name, error, abs(modified) < 2**63) == ("a.txt", None, True)


def test_a_link_within_a_tar_file_is_told(db: Path, tmp_path: Path) -> None:
    """`tar` packs the second name of a file as a link to the first."""
    (tmp_path / "letters").mkdir()
    first = tmp_path / "letters" / "a.txt"
    first.write_bytes(LETTERS[0][1])
    first.with_name("b.txt").hardlink_to(first)
    first.with_name("c.txt").symlink_to(os.fsdecode(b"caf\xe9"))
    pack_folder(tmp_path / "letters", tmp_path / "letters.tar.gz")
    load(tmp_path / "letters.tar.gz", db)
    found = rows(db, "SELECT source_path, status, problems FROM corpus.main.letters ORDER BY ALL")
    assert found == [
        ("letters.tar.gz/a.txt", "parsed", []),
        ("letters.tar.gz/b.txt", "unreadable", ["a link to a.txt"]),
        ("letters.tar.gz/c.txt", "unreadable", ["a link to caf\\xe9"]),
    ]


def test_an_archive_that_is_too_large_or_has_no_date_is_survived(archive: Path) -> None:
    packed = bytearray(zip_of([("a.txt", b"x")]))
    at = packed.index(b"PK\x01\x02")
    packed[at + 12 : at + 16] = bytes(4)
    packed[at + 24 : at + 28] = (2_000_000_000).to_bytes(4, "little")
    assert read(archive, bytes(packed)) == ([Member("a.txt", 0, error="a file of 2,000 MB")], "")


def test_a_changed_archive_is_read_again_and_a_removed_one_disappears(folder: Path, db: Path) -> None:
    path = folder / "year.zip"
    path.write_bytes(zip_of(LETTERS))
    load(folder, db)
    path.write_bytes(zip_of([*LETTERS[2:], ("new.txt", letter(item("Soma"), header=HEADER).encode())]))
    assert load(folder, db).read == 1
    assert tables(db) == cold_tables(folder, db)
    path.unlink()
    report = load(folder, db)
    assert (report.read, report.removed) == (0, 1)
    assert tables(db) == cold_tables(folder, db)


def test_what_is_in_files_and_in_an_archive_is_read_from_the_first_that_is_left(folder: Path, db: Path) -> None:
    packed = [(file.name, file.read_bytes()) for file in sorted(folder.iterdir())]
    (folder / "backup.zip").write_bytes(zip_of(packed))
    load(folder, db)
    assert rows(db, "SELECT count(*), count(DISTINCT case_id) FROM corpus.main.letters") == [(18, 9)]
    (folder / "backup.zip").rename(folder / "old backup.zip")
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)
    (folder / "letter_001.txt").unlink()
    load(folder, db)
    assert tables(db) == cold_tables(folder, db)
    holders = "SELECT DISTINCT split_part(source_path, '/', 1) FROM corpus.main.cases WHERE case_id = 'letter_001'"
    assert rows(db, holders) == [("old backup.zip",)]


def test_an_archive_of_which_a_load_read_a_part_is_read_anew(many: Path, db: Path) -> None:
    pack_folder(many, many.with_suffix(".tar.gz"))
    many.mkdir()
    many.with_suffix(".tar.gz").rename(many / "all.tar.gz")
    assert interrupt_load(many, db) < 60
    load(many, db)
    assert tables(db) == cold_tables(many, db)
    assert rows(db, "SELECT count(*) FROM corpus.main.cases") == [(60,)]


def test_an_archive_whose_disk_was_away_is_tried_again(
    folder: Path, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "CLOCK_TICK", 0)
    disk, away = folder / "disk", tmp_path / "away"
    disk.mkdir()
    (disk / "year.zip").write_bytes(zip_of(LETTERS))
    (disk / "damaged.zip").write_bytes(zip_of(LETTERS)[:-30])

    def take_away(progress: Progress) -> None:
        if progress.phase == "reading" and progress.done and disk.exists():
            disk.rename(away)

    load_corpus([folder], db, take_away)
    assert statuses(db)["disk/year.zip"] == "unreadable"
    away.rename(disk)
    assert load(folder, db).read == 2
    assert tables(db) == cold_tables(folder, db)
    assert load(folder, db).is_unchanged


def test_a_zip_file_of_which_the_disk_gives_a_part_is_to_be_tried_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        if info.filename == "2.txt":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return b"read"

    monkeypatch.setattr(zipfile.ZipFile, "read", fail)
    found, damage = read(archive, zip_of(LETTERS))
    assert [(member.name, member.error) for member in found if member.error] == [("2.txt", damage)]
    assert [member.name for member in found] == NAMES
    with pytest.raises(DamagedArchiveError, match="Input/output error") as raised:
        list(members(str(archive)))
    assert raised.value.may_pass


def test_a_member_may_not_be_unpacked_without_end(archive: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros.txt", bytes(70_000_000))
        packed.writestr("a.txt", LETTERS[0][1])
    found, damage = read(archive, made.getvalue())
    assert [(member.name, member.error) for member in found] == [("zeros.txt", "a file of 70 MB"), ("a.txt", None)]
    assert damage == ""
