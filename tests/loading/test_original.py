"""The original of a case is found again, wherever it was read, and says what stands where."""

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from imr_tui.corpus.letters import LetterPlace, find_letter, parquet_files
from imr_tui.corpus.session import Corpus
from imr_tui.errors import UnusableInputError
from imr_tui.loading.original import Original, read_original
from imr_tui.loading.original_row import read_rows
from imr_tui.loading.sources import find_sources, locate
from tests.conftest import SAMPLE
from tests.letters.letters import item, letter
from tests.loading.loads import load
from tests.loading.parquet import export


def numbered(number: int) -> str:
    return letter(item(f"Drug {number}", rationale=f"Reason {number}."), header=f"Case Number: CM15-000000{number}\n\n")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with letters in all kinds of files: cases 1 to 6."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "one.txt").write_text(numbered(1))
    (folder / "two.txt").write_text(numbered(2) + "\n\n" + numbered(3))
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("a/letter.txt", "no letter")
        archive.writestr("a/letter.txt.old", numbered(5))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a/letter.txt", numbered(4))
    with tarfile.open(folder / "packed.tar.gz", "w:gz") as tar:
        data = numbered(6).encode()
        info = tarfile.TarInfo("./sechs.txt")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    load(folder, db_of(folder))
    return folder


def db_of(folder: Path) -> Path:
    return folder.with_name("snapshot.duckdb")


def original(folder: Path, case_id: str) -> Original:
    """Return the original of a case, from the corpus as it is now and the snapshot as it was built."""
    with Corpus(db_of(folder)) as opened:
        place = find_letter(opened.cursor(), case_id)
        tables = parquet_files(opened.cursor())
    roots = (folder,)
    return read_rows(place, roots, tables) if place.row_name else read_original(place, roots, lambda: True)


@pytest.mark.parametrize("number", range(1, 7))
def test_the_letter_of_each_case_is_found_in_every_kind_of_file(corpus: Path, number: int) -> None:
    found = original(corpus, f"CM15-000000{number}")
    parts = {span.name: found.text[span.start : span.end] for span in found.spans}
    assert parts["rationale"] == f"Reason {number}."
    assert parts["title"] == f"Drug {number}"
    assert [found.text.count(f"Drug {other}") for other in range(1, 7)] == [other == number for other in range(1, 7)]
    assert found.note == ""
    assert (found.file is not None) == (number < 4)


def test_pages_of_a_pdf_are_told_where_they_start() -> None:
    """Case CM13-9100045 of the sample has three pages; the disclaimer stands on the third."""
    place = LetterPlace("CM13-9100045", "CM13-9100045.pdf", 1, "CM13-9100045.pdf", None, None)
    with_pages = read_original(place, (SAMPLE,), lambda: True)
    starts = {number: start for start, number in with_pages.pages}
    assert list(starts) == [1, 2, 3]
    assert with_pages.text[starts[3] :].startswith("Disclaimer")
    assert with_pages.file is None


def test_what_became_of_a_file_since_it_was_loaded_is_told(corpus: Path) -> None:
    """Changed: shown as it is now; another letter: all of its text; gone, no archive, no text: why."""
    (corpus / "one.txt").write_text(numbered(1).replace("Reason", "Cause"))
    changed = original(corpus, "CM15-0000001")
    assert changed.note == "the file was changed since it was loaded"
    assert "Cause 1." in changed.text
    (corpus / "two.txt").write_text("Only a note.")
    other = original(corpus, "CM15-0000003")
    assert other.note.endswith("no longer holds this letter: all of its text is shown")
    assert (other.text, other.spans) == ("Only a note.", ())
    (corpus / "one.txt").write_bytes(bytes(range(256)) * 8)
    (corpus / "two.txt").unlink()
    (corpus / "packed.zip").write_text("Only a note.")
    for case_id, reason in {
        "CM15-0000001": "no text",
        "CM15-0000002": "the file is gone",
        "CM15-0000004": "it is no archive now",
    }.items():
        with pytest.raises(UnusableInputError, match=reason):
            original(corpus, case_id)


def test_a_member_that_left_its_archive_and_a_damaged_archive_are_told(corpus: Path) -> None:
    with zipfile.ZipFile(corpus / "packed.zip", "w") as archive:
        archive.writestr("b/letter.txt", numbered(4))
    with pytest.raises(UnusableInputError, match=r"packed\.zip no longer holds it"):
        original(corpus, "CM15-0000004")
    whole = (corpus / "packed.tar.gz").read_bytes()
    (corpus / "packed.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnusableInputError, match="the archive cannot be read so far"):
        original(corpus, "CM15-0000006")


def test_rows_of_tables_are_shown_as_one_text(corpus: Path, tmp_path: Path) -> None:
    """A line a column, the values of items marked as theirs; a table that is gone is told."""
    tables = export(db_of(corpus), tmp_path / "tables")
    db_of(corpus).rename(tmp_path / "of letters")
    load(tables, db_of(tables))
    found = original(tables, "CM15-0000004")
    parts = {(span.name, span.item_no): found.text[span.start : span.end] for span in found.spans}
    assert parts["case_id", 0] == "CM15-0000004"
    assert parts["rationale", 1] == "Reason 4."
    assert "Reason 3" not in found.text
    assert "no letter" in found.note
    (tables / "cases.parquet").unlink()
    with pytest.raises(UnusableInputError, match=r"cases.parquet is gone"):
        original(tables, "CM15-0000004")


def test_every_name_leads_back_to_its_file(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, a backslash before an x, several roots of one name."""
    roots = (tmp_path / "a" / "letters", tmp_path / "b" / "letters", tmp_path / "c.txt")
    for root in roots[:2]:
        root.mkdir(parents=True)
        for name in (b"\xff.txt", b"\\xff.txt", b"\\x5cxff.txt", "é x.txt".encode()):
            (root / os.fsdecode(name)).write_text("text")
    roots[2].write_text("text")
    sources = list(find_sources(roots))
    assert len({source.name for source in sources}) == 9
    for source in sources:
        assert str(locate(roots, source.name)) == source.path
    assert locate(roots, "elsewhere/x.txt") is None
