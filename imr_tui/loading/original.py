"""The letter that a case was read from, read once more: its text as printed, and where everything stands in it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from imr_tui.corpus.letters import LetterPlace
from imr_tui.errors import UnusableInputError
from imr_tui.letters.model import Letter, Span
from imr_tui.letters.parse import parse_letters
from imr_tui.letters.source_text import PAGE_END_GAP, read_lines
from imr_tui.loading.archives import DamagedArchiveError, members
from imr_tui.loading.kinds import HEAD, Kind, kind_of, largest
from imr_tui.loading.reading import NoTextError, is_pdf, text_of
from imr_tui.loading.sources import hash_of, locate
from imr_tui.settings import printable

CHANGED = "the file was changed since it was loaded"
OTHER_LETTERS = f"{CHANGED}, and no longer holds this letter: all of its text is shown"
HINT = "What was read of it when it was loaded is kept: Escape leads back to it. `r` there looks for changes."


@dataclass(frozen=True, slots=True)
class Original:
    """A letter as printed."""

    text: str
    """Cleaned as the parser does it: white space within lines is folded. It may hold control characters."""
    spans: tuple[Span, ...] = ()
    """What the stretches of the text are, in order; nothing if no letter was found."""
    pages: tuple[tuple[int, int], ...] = ()
    """Where each page starts that does so within the text, and its number; only PDFs have pages."""
    note: str = ""
    """What to tell of it."""
    file: Path | None = None
    """The file on disk, if that is what an editor should open: plain text."""


def read_original(place: LetterPlace, roots: tuple[Path, ...], may_go_on: Callable[[], bool]) -> Original:
    """Read the letter of a case that is no row of a table. Raises UnusableInputError when it cannot be read.

    `may_go_on` is asked between the members of an archive; when it denies, nobody waits for the answer.
    """
    path = locate(roots, place.file)
    if path is None:
        raise unreadable(place, "the corpus has no such file")
    data = _bytes(place, path, may_go_on)
    try:
        text = text_of(data)
    except NoTextError as error:
        raise unreadable(place, error.reason) from error
    is_changed = place.content_hash is not None and hash_of(data) != place.content_hash
    is_file = place.source_path == place.file and not is_pdf(data)
    return _original(text, place.part, is_pdf(data), is_changed, path if is_file else None)


def unreadable(place: LetterPlace, reason: str) -> UnusableInputError:
    """Return the error that tells why a letter is not shown."""
    return UnusableInputError("The letter cannot be read now", f"{place.source_path}: {reason}.", HINT)


def _bytes(place: LetterPlace, path: Path, may_go_on: Callable[[], bool]) -> bytes:
    try:
        with path.open("rb") as file:
            kind, size = kind_of(file.read(HEAD)), os.fstat(file.fileno()).st_size
            if place.source_path != place.file:
                return _member(place, path, kind, may_go_on)
            if kind.is_container or size > largest(kind):
                raise unreadable(place, f"{CHANGED}, and is no letter now")
            file.seek(0)
            return file.read(largest(kind))
    except FileNotFoundError as error:
        raise unreadable(place, "the file is gone; was it moved, or its disk taken out?") from error
    except OSError as error:
        raise unreadable(place, error.strerror or str(error)) from error


def _member(place: LetterPlace, path: Path, kind: Kind, may_go_on: Callable[[], bool]) -> bytes:
    if kind is not Kind.ARCHIVE:
        raise unreadable(place, f"{CHANGED}: it is no archive now")
    name = place.source_path.removeprefix(f"{place.file}/")
    try:
        for member in members(str(path), only=name):
            if printable(member.name) == name:
                if member.error:
                    raise unreadable(place, member.error)
                return member.data
            if not may_go_on():
                break
    except DamagedArchiveError as error:
        raise unreadable(place, f"the archive cannot be read so far: {error}") from error
    raise unreadable(place, f"{place.file} no longer holds it")


def _original(text: str, part: int, has_pages: bool, is_changed: bool, file: Path | None) -> Original:
    letters = parse_letters(text)
    starts = _page_starts(text) if has_pages else []
    if part > len(letters):
        return Original(read_lines(text).text, (), _pages(starts, 0, None), OTHER_LETTERS, file)
    layout = letters[part - 1].layout
    assert layout is not None
    shown = layout.text
    above = _start(text, letters[:part]) if starts else 0
    return Original(shown, layout.spans, _pages(starts, above, len(shown)), CHANGED if is_changed else "", file)


def _start(text: str, letters: tuple[Letter, ...]) -> int:
    """Return where the last of `letters`, which stand in `text`, starts in the cleaned text."""
    whole, start = read_lines(text).text, 0
    for letter in letters:
        if letter.layout:
            start = whole.find(letter.layout.text, start)
    return start


def _page_starts(text: str) -> list[int]:
    """Return where each page starts in the cleaned text."""
    offsets = read_lines(text).offsets
    line, starts = 0, []
    for page in text.split("\f"):
        starts.append(offsets[min(line, len(offsets) - 1)])
        line += len(f"{page}.".splitlines()) + PAGE_END_GAP
    return starts


def _pages(starts: list[int], above: int, length: int | None) -> tuple[tuple[int, int], ...]:
    numbered = ((start - above, number) for number, start in enumerate(starts, 1))
    return tuple((start, number) for start, number in numbered if start >= 0 and (length is None or start < length))
