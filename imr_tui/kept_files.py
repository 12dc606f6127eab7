"""Every file that the program keeps, by what it is: whoever lists or removes them asks here."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from imr_tui.corpus.snapshot_file import BESIDE, beside, set_aside
from imr_tui.last_session import session_file, sessions_folder
from imr_tui.marks.store import marks_file
from imr_tui.preferences import settings_file
from imr_tui.private_file import state_folder
from imr_tui.saved_queries.history import runs_file
from imr_tui.saved_queries.last_values import values_file
from imr_tui.search_history import history_file, lock_file
from imr_tui.settings import Settings, own_queries, snapshots_folder

HALF_WRITTEN = re.compile(r"\.[0-9a-f]{32}")
"""What a program leaves that is killed while it writes a file."""
READABLE = ((0o040, 0o010), (0o004, 0o001))
"""For the group, and for all: the bit of a file that lets them read it, and that of its folder which lets them in."""


class Holds(Enum):
    """Whose a file is."""

    CORPUS = auto()
    """Made of the letters of this corpus."""
    HISTORY = auto()
    """What was searched for and run, on all corpora."""
    MARKS = auto()
    """The user's marks, on all corpora."""
    OTHER_CORPUS = auto()
    SET_ASIDE = auto()
    """Found in the place of the snapshot, and perhaps another program's."""
    OWN = auto()
    """Written by the user: settings and queries."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that the program keeps, or a folder of such."""

    path: Path
    what: str
    holds: Holds

    @property
    def size(self) -> int:
        """Its bytes, those of all files in it if it is a folder."""
        return sum(file.st_size for file, _ in self._files())

    @property
    def is_private(self) -> bool:
        """Tell whether nobody else may read it. What the user wrote need not be."""
        return self.holds is Holds.OWN or not any(_is_open(*file) for file in self._files())

    def _files(self) -> Iterator[tuple[os.stat_result, os.stat_result]]:
        """Yield the file, or those in the folder, each with its own folder; not what another session removes meanwhile.

        Of a link it is the file that it leads to.
        """
        inside = (Path(folder, name) for folder, _, names in os.walk(self.path) for name in names)
        for path in inside if self.path.is_dir() else [self.path]:
            with suppress(OSError, RuntimeError):  # RuntimeError: a link that leads to itself
                real = path.resolve()
                yield real.stat(), real.parent.stat()


def kept_files(settings: Settings) -> list[KeptFile]:
    """Return the files that are there: those of the corpus, then those that are shared by all."""
    found = (*_of_corpus(settings), *_shared(), *_of_others(settings))
    return [file for file in found if file.path.exists() or file.path.is_symlink()]


def _of_corpus(settings: Settings) -> Iterator[KeptFile]:
    yield KeptFile(settings.db, "the snapshot: all letters as read", Holds.CORPUS)
    for ending, what in BESIDE.items():
        yield KeptFile(beside(settings.db, ending), what, Holds.CORPUS)
    yield KeptFile(session_file(settings), "where the explorer was left", Holds.CORPUS)
    for path in set_aside(settings.db):
        yield KeptFile(path, "stood in the snapshot's place and was none", Holds.SET_ASIDE)


def _shared() -> Iterator[KeptFile]:
    yield KeptFile(history_file(), "searches, of all corpora", Holds.HISTORY)
    yield KeptFile(lock_file(), "held while a search is added", Holds.HISTORY)
    yield KeptFile(runs_file(), "queries that were run, of all corpora", Holds.HISTORY)
    yield KeptFile(values_file(), "values given to queries, of all corpora", Holds.HISTORY)
    for folder in (state_folder(), sessions_folder()):
        for path in _inside(folder):
            if HALF_WRITTEN.fullmatch(path.name):
                yield KeptFile(path, "left by a session that was killed", Holds.HISTORY)
    yield KeptFile(marks_file(), "marks, tags and notes, of all corpora", Holds.MARKS)
    yield KeptFile(marks_file().with_name(f"{marks_file().name}-journal"), "a change of marks", Holds.MARKS)
    yield KeptFile(settings_file(), "your settings", Holds.OWN)
    yield KeptFile(own_queries(), "your queries", Holds.OWN)


def _of_others(settings: Settings) -> Iterator[KeptFile]:
    for path in _inside(snapshots_folder()):
        if ".duckdb" in path.name and not path.name.removeprefix(".").startswith(settings.db.name):
            yield KeptFile(path, "of another corpus", Holds.OTHER_CORPUS)
    for path in _inside(sessions_folder()):
        if path != session_file(settings) and not HALF_WRITTEN.fullmatch(path.name):
            yield KeptFile(path, "where the explorer was left on another corpus", Holds.OTHER_CORPUS)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _is_open(file: os.stat_result, folder: os.stat_result) -> bool:
    """Tell whether others may read a file, as far as its mode and that of its folder say."""
    return any(file.st_mode & read and folder.st_mode & enter for read, enter in READABLE)
