"""The files of a corpus."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imr_tui.errors import UnusableInputError
from imr_tui.settings import printable


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file (or an unreadable folder) of the corpus, as it is on disk now."""

    path: Path
    name: str
    """Path within the corpus; bytes that are no UTF-8 are written `\\xNN`."""
    size: int
    modified_us: int
    """Time of the last change, microseconds since 1970."""
    error: str | None = None
    """Why it cannot even be looked at."""

    @property
    def is_readable(self) -> bool:
        """Tell whether it may be opened now."""
        return self.error is None and os.access(self.path, os.R_OK)


def find_sources(corpus: Path) -> list[SourceFile]:
    """Return every file below `corpus` (or the file itself) by name; hidden ones and links to folders are passed over.

    Raises UnusableInputError when the corpus is not there or holds no file.
    """
    if not corpus.exists():
        raise UnusableInputError(
            "No such corpus", f"{corpus} does not exist.", "Name a folder of letters, or a single letter."
        )
    found = _walk(corpus) if corpus.is_dir() else [_look_at(corpus, corpus.parent)]
    sources = sorted(found, key=lambda source: source.name)
    if not sources:
        raise UnusableInputError(
            "The corpus is empty",
            f"{corpus} holds no file.",
            "Name a folder of letters; hidden files are not read.",
        )
    return sources


def _walk(folder: Path) -> Iterator[SourceFile]:
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(parent, name) for name in files if not name.startswith("."))
        yield from (_look_at(path, folder) for path in paths)
    for error in closed:
        path = Path(error.filename)
        yield SourceFile(path, _name(path, folder), 0, 0, error.strerror or str(error))


def _look_at(path: Path, root: Path) -> SourceFile:
    try:
        found = path.stat()
    except OSError as error:
        return SourceFile(path, _name(path, root), 0, 0, error.strerror or str(error))
    if not stat.S_ISREG(found.st_mode):
        return SourceFile(path, _name(path, root), 0, 0, "a pipe, a socket or a device")
    return SourceFile(path, _name(path, root), found.st_size, found.st_mtime_ns // 1000)


def _name(path: Path, root: Path) -> str:
    return printable(path.relative_to(root))
