"""One file -> what it holds, whatever it is. Never raises for what a file says."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Letter
from imr_tui.letters.parse import parse_letters
from imr_tui.letters.pdf import UnreadablePdfError, pdf_text
from imr_tui.loading.kinds import HEAD, LONGEST_TEXT, Kind, kind_of, largest
from imr_tui.loading.sources import SourceFile, as_found, hash_of

NO_LETTER = "not a letter: "
NAMED_BY_CASE = re.compile(r"CM\d\d-\d{7}", re.IGNORECASE)
MOST_TRIES = 3


class Status(StrEnum):
    """What became of a file when it was read alone; compared with others it may be a `duplicate`."""

    PARSED = "parsed"
    WITH_PROBLEMS = "parsed with problems"
    NOT_A_LETTER = "not a letter"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds of one letter, or why it holds none."""

    status: Status
    problems: tuple[str, ...] = ()
    content_hash: str | None = None
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was when it was read: a reading for each letter in it, else one that says why there is none."""

    source: SourceFile
    readings: Sequence[Reading] = ()
    container: Kind | None = None
    """What it is if it holds letters as members; its own readings only tell why some of these could not be read."""
    was_read: bool = True
    """False when it could not be opened, or was not the same from beginning to end: it is read again next time."""
    part: int = 1
    """The number of its first letter among those of the source: the rows of a table may share one."""
    case_id: str | None = None
    """What a table calls the case; None for a letter, which is no row of one."""

    @property
    def is_row(self) -> bool:
        """Tell whether it is a row of a table: that has neither a size nor a time of its own."""
        return self.case_id is not None


class NoTextError(Exception):
    """Bytes that give no text of a letter."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


def read_file(source: SourceFile) -> ReadFile:
    """Read and parse a file on disk, unless it is a container."""
    if source.error:
        return unreadable(source, source.error)
    try:
        return _read_unchanged(source)
    except OSError as error:
        return unreadable(source, error.strerror or str(error))


def read_member(source: SourceFile, data: bytes) -> ReadFile:
    """Parse a member of a container."""
    if source.error:
        return unreadable(source, source.error)
    if (kind := kind_of(data[:HEAD])).is_container:
        return ReadFile(source, [Reading(Status.NOT_A_LETTER, (f"{kind.value} within an archive: unpack it",))])
    return ReadFile(source, _read_bytes(source, data))


def unreadable(source: SourceFile, reason: str) -> ReadFile:
    """Return what is told of a file that cannot be read; it is tried again when it changes, or can be opened."""
    return ReadFile(source, [Reading(Status.UNREADABLE, (reason,))], was_read=False)


def _read_unchanged(source: SourceFile) -> ReadFile:
    """Read a file that may be written to meanwhile: what is recorded is a state that it had from beginning to end."""
    for _ in range(MOST_TRIES):
        with Path(source.path).open("rb") as file:
            source = as_found(source.path, source.name, os.fstat(file.fileno()))
            kind = kind_of(file.read(HEAD))
            if kind.is_container:
                return ReadFile(source, container=kind)
            if source.size > largest(kind):
                problem = f"larger than {largest(kind) // 1_000_000} MB"
                return ReadFile(source, [Reading(Status.NOT_A_LETTER, (problem,))])
            file.seek(0)
            data = file.read(source.size + 1)
            if source == as_found(source.path, source.name, os.fstat(file.fileno())) and len(data) == source.size:
                return ReadFile(source, _read_bytes(source, data))
    return unreadable(source, "it was being written to while it was read")


def _read_bytes(source: SourceFile, data: bytes) -> list[Reading]:
    try:
        readings = _parse(source, data)
    except Exception as error:  # One letter must not cost the others, whatever is wrong with it or with this program.
        readings = [Reading(Status.UNREADABLE, (f"could not be read: {type(error).__name__}",))]
    content_hash = hash_of(data)
    return [replace(reading, content_hash=content_hash) for reading in readings]


def _parse(source: SourceFile, data: bytes) -> list[Reading]:
    try:
        text = text_of(data)
    except NoTextError as error:
        return [Reading(error.status, (error.reason,))]
    letters = parse_letters(text)
    if not letters:
        problem = "no heading of a determination letter found" if text.strip() else "empty"
        return [Reading(Status.NOT_A_LETTER, (problem,))]
    if len(letters) == 1:
        letters = (_named(letters[0], source),)
    if is_pdf(data):
        letters = tuple(replace(letter, problems=(*letter.problems, *_textless_pages(text))) for letter in letters)
    return [of_letter(letter) for letter in letters]


def is_pdf(data: bytes) -> bool:
    """Tell whether a file of these bytes has pages."""
    return kind_of(data[:HEAD]) is Kind.PDF


def text_of(data: bytes) -> str:
    """Return the text of a file of these bytes; a form feed parts the pages of a PDF. Raises NoTextError."""
    try:
        text = pdf_text(data) if is_pdf(data) else decode(data)
    except UnreadablePdfError as error:
        refused = error.reason.startswith(NO_LETTER)
        status = Status.NOT_A_LETTER if refused else Status.UNREADABLE
        raise NoTextError(status, error.reason.removeprefix(NO_LETTER)) from error
    if text is None:
        raise NoTextError(Status.NOT_A_LETTER, "no text")
    if len(text) > LONGEST_TEXT:
        raise NoTextError(Status.NOT_A_LETTER, f"longer than {LONGEST_TEXT // 1_000_000} million characters")
    return text


def of_letter(letter: Letter) -> Reading:
    """Return the reading that a letter is."""
    status = Status.WITH_PROBLEMS if letter.problems else Status.PARSED
    return Reading(status, letter.problems, letter=letter)


def _textless_pages(text: str) -> list[str]:
    """Tell which pages of a PDF give no text: they may be scanned."""
    return [f"page {number}: no text on it" for number, page in enumerate(text.split("\f"), 1) if not page.strip()]


def _named(letter: Letter, source: SourceFile) -> Letter:
    """Take the case number from the file's name where the letter prints none: the state names its files so."""
    stem = PurePosixPath(source.name).stem
    if letter.header.case_number or not NAMED_BY_CASE.fullmatch(stem):
        return letter
    return replace(letter, header=replace(letter.header, case_number=stem.upper()))
