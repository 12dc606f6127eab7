"""One file -> what it holds, whatever it is. Never raises for what a file says."""

import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Letter
from imr_tui.letters.parse import parse_letters
from imr_tui.letters.pdf import UnreadablePdfError, pdf_text
from imr_tui.loading.sources import SourceFile

LARGEST_LETTER = 8_000_000
"""Bytes of text. A letter has 4 to 8 thousand; what is larger is something else."""
LARGEST_PDF = 64_000_000
"""Bytes. Scanned letters have pictures of all their pages."""
NO_LETTER = "not a letter: "
PDF_MARK, PDF_MARK_WITHIN = b"%PDF-", 1024
"""A PDF's mark may stand behind a few other bytes."""
NAMED_BY_CASE = re.compile(r"CM\d\d-\d{7}", re.IGNORECASE)


class Status(StrEnum):
    """What became of a file."""

    PARSED = "parsed"
    WITH_PROBLEMS = "parsed with problems"
    NOT_A_LETTER = "not a letter"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Reading:
    """A file and a letter in it, if there is one."""

    source: SourceFile
    status: Status
    problems: tuple[str, ...] = ()
    content_hash: str | None = None
    part: int = 1
    """The letter's number among those of the file."""
    letter: Letter | None = None


def read_source(source: SourceFile) -> list[Reading]:
    """Read and parse one file: a reading for each letter in it, else one that says why there is none."""
    if source.error:
        return [Reading(source, Status.UNREADABLE, (source.error,))]
    try:
        if source.size > LARGEST_LETTER and source.size > (largest := _largest(source)):
            return [Reading(source, Status.NOT_A_LETTER, (f"larger than {largest // 1_000_000} MB",))]
        data = source.path.read_bytes()
    except OSError as error:
        return [Reading(source, Status.UNREADABLE, (error.strerror or str(error),))]
    content_hash = hashlib.blake2b(data, digest_size=16).hexdigest()
    try:
        readings = _read_bytes(source, data)
    except Exception as error:  # One letter must not cost the others, whatever is wrong with it or with this program.
        readings = [Reading(source, Status.UNREADABLE, (f"could not be read: {type(error).__name__}",))]
    return [replace(reading, content_hash=content_hash) for reading in readings]


def _largest(source: SourceFile) -> int:
    with source.path.open("rb") as file:
        return LARGEST_PDF if PDF_MARK in file.read(PDF_MARK_WITHIN) else LARGEST_LETTER


def _read_bytes(source: SourceFile, data: bytes) -> list[Reading]:
    is_pdf = PDF_MARK in data[:PDF_MARK_WITHIN]
    try:
        text = pdf_text(data) if is_pdf else decode(data)
    except UnreadablePdfError as error:
        refused = error.reason.startswith(NO_LETTER)
        status = Status.NOT_A_LETTER if refused else Status.UNREADABLE
        return [Reading(source, status, (error.reason.removeprefix(NO_LETTER),))]
    if text is None:
        return [Reading(source, Status.NOT_A_LETTER, ("no text",))]
    letters = parse_letters(text)
    if not letters:
        problem = "no heading of a determination letter found" if text.strip() else "empty"
        return [Reading(source, Status.NOT_A_LETTER, (problem,))]
    if len(letters) == 1:
        letters = (_named(letters[0], source),)
    if is_pdf:
        letters = tuple(replace(letter, problems=(*letter.problems, *_textless_pages(text))) for letter in letters)
    return [_of_letter(source, part, letter) for part, letter in enumerate(letters, 1)]


def _of_letter(source: SourceFile, part: int, letter: Letter) -> Reading:
    status = Status.WITH_PROBLEMS if letter.problems else Status.PARSED
    return Reading(source, status, letter.problems, part=part, letter=letter)


def _textless_pages(text: str) -> list[str]:
    """Tell which pages of a PDF give no text: they may be scanned."""
    return [f"page {number}: no text on it" for number, page in enumerate(text.split("\f"), 1) if not page.strip()]


def _named(letter: Letter, source: SourceFile) -> Letter:
    """Take the case number from the file's name where the letter prints none: the state names its files so."""
    stem = source.path.stem
    if letter.header.case_number or not NAMED_BY_CASE.fullmatch(stem):
        return letter
    return replace(letter, header=replace(letter.header, case_number=stem.upper()))
