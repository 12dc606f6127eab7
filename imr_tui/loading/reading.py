"""One file -> what it holds, whatever it is. Never raises for what a file says."""

import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Letter
from imr_tui.letters.parse import parse_letter
from imr_tui.loading.sources import SourceFile

LARGEST_LETTER = 8_000_000
"""Bytes. A letter has 4 to 8 thousand; what is larger is something else."""
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
    """A file and the letter in it, if there is one."""

    source: SourceFile
    status: Status
    problems: tuple[str, ...] = ()
    content_hash: str | None = None
    letter: Letter | None = None


def read_source(source: SourceFile) -> Reading:
    """Read and parse one file."""
    if source.error:
        return Reading(source, Status.UNREADABLE, (source.error,))
    if source.size > LARGEST_LETTER:
        return Reading(source, Status.NOT_A_LETTER, (f"larger than {LARGEST_LETTER // 1_000_000} MB",))
    try:
        data = source.path.read_bytes()
    except OSError as error:
        return Reading(source, Status.UNREADABLE, (error.strerror or str(error),))
    return replace(_read_bytes(source, data), content_hash=hashlib.blake2b(data, digest_size=16).hexdigest())


def _read_bytes(source: SourceFile, data: bytes) -> Reading:
    if data.startswith(b"%PDF"):
        return Reading(source, Status.UNREADABLE, ("a PDF: only extracted text is read so far",))
    text = decode(data)
    if text is None:
        return Reading(source, Status.NOT_A_LETTER, ("no text",))
    letter = parse_letter(text)
    if letter is None:
        problem = "no heading of a determination letter found" if text.strip() else "empty"
        return Reading(source, Status.NOT_A_LETTER, (problem,))
    status = Status.WITH_PROBLEMS if letter.problems else Status.PARSED
    return Reading(source, status, letter.problems, letter=_named(letter, source))


def _named(letter: Letter, source: SourceFile) -> Letter:
    """Take the case number from the file's name where the letter prints none: the state names its files so."""
    stem = source.path.stem
    if letter.header.case_number or not NAMED_BY_CASE.fullmatch(stem):
        return letter
    return replace(letter, header=replace(letter.header, case_number=stem.upper()))
