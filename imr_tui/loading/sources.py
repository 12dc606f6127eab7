"""The files of a corpus: folders, single letters, archives, or several of these."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from imr_tui.errors import UnusableInputError
from imr_tui.settings import printable


class SourceFile(NamedTuple):
    """A file of the corpus, as it is on disk now; also a folder that cannot be looked into."""

    path: str
    name: str
    """Path within the corpus; bytes that are no UTF-8 are written `\\xNN`."""
    size: int = 0
    modified_ns: int = 0
    changed_ns: int = 0
    """Times of the last change of the content, and of anything about the file; nanoseconds since 1970."""
    error: str | None = None
    """Why it cannot even be looked at."""

    @property
    def is_readable(self) -> bool:
        """Tell whether it may be opened now."""
        return self.error is None and os.access(self.path, os.R_OK)


def hash_of(data: bytes) -> str:
    """Return what tells these bytes from all others."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def find_sources(roots: Sequence[Path]) -> Iterator[SourceFile]:
    """Yield every file at or below `roots`, in no order.

    Hidden files and folders are passed over; a folder is looked into once, however many links lead to it. A file is
    named by its path within its root; of several roots each name starts with that of its root.
    Raises UnusableInputError when a root is not there.
    """
    for root in roots:
        if not root.exists():
            hint = "Name a folder of letters, a single letter, or an archive of letters."
            raise UnusableInputError("No such corpus", f"{printable(root)} does not exist.", hint)
    for root, label in zip(roots, _labels(roots), strict=True):
        if root.is_dir():
            yield from _walk(str(root), f"{label}/" if label else "")
        else:
            yield _look_at(root, label or _printable(root.name))


def _labels(roots: Sequence[Path]) -> list[str]:
    if len(roots) == 1:
        return [""]
    labels: list[str] = []
    for root in roots:
        name, number = _printable(root.name) or "root", 1
        label = name
        while label in labels:
            number += 1
            label = f"{name}-{number}"
        labels.append(label)
    return labels


def _walk(root: str, prefix: str) -> Iterator[SourceFile]:
    waiting = [(root, prefix)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        folder, prefix = waiting.pop()
        try:
            found = Path(folder).stat()
            if (found.st_dev, found.st_ino) in seen:
                continue
            seen.add((found.st_dev, found.st_ino))
            entries = os.scandir(folder)
        except OSError as error:
            yield SourceFile(folder, prefix.rstrip("/"), error=error.strerror or str(error))
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                name = prefix + _printable(entry.name)
                if _is_folder(entry):
                    waiting.append((entry.path, f"{name}/"))
                else:
                    yield _look_at(entry, name)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _look_at(file: "Path | os.DirEntry[str]", name: str) -> SourceFile:
    path = os.fspath(file)
    try:
        found = file.stat()
    except OSError as error:
        return SourceFile(path, name, error=error.strerror or str(error))
    if not stat.S_ISREG(found.st_mode):
        return SourceFile(path, name, error="a pipe, a socket or a device")
    return SourceFile(path, name, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _printable(name: str) -> str:
    return name if name.isascii() else printable(name)
