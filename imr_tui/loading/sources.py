"""The files of a corpus: folders, single letters, archives, or several of these."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from pathlib import Path
from typing import NamedTuple

from imr_tui.errors import UnusableInputError
from imr_tui.settings import printable

LATEST = 2**63 - 1
"""Nanoseconds since 1970."""
WRITTEN_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


class SourceFile(NamedTuple):
    """A file of the corpus, as it is on disk now; also a folder that cannot be looked into."""

    path: str
    name: str
    """Path within the corpus, as `name_of` writes it."""
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


def name_of(path: str) -> str:
    """Return a name as text that a database takes, another for each: bytes that are no UTF-8 are written `\\xNN`.

    So is a backslash before an `x`.
    """
    if path.isascii() and "\\x" not in path:
        return path
    return printable(path.replace("\\x", "\\x5cx"))


def _path_of(name: str) -> str:
    """Return what `name_of` made a name of."""
    return os.fsdecode(WRITTEN_BYTE.sub(lambda byte: bytes.fromhex(byte[1].decode()), name.encode()))


def storable(nanoseconds: int) -> int:
    """Return a time that a database takes: the latest, in the year 2262, for any after it."""
    return max(-LATEST, min(nanoseconds, LATEST))


def hash_of(data: bytes) -> str:
    """Return what tells these bytes from all others."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def find_sources(roots: Sequence[Path]) -> Iterator[SourceFile]:
    """Yield every file at or below `roots`, in no order.

    Hidden files and folders are passed over; a folder is looked into once, however many links lead to it. A file is
    named by its path within its root; of several roots each name starts with that of its root.
    Raises UnusableInputError when a root is not there, or is a folder that may not be looked into.
    """
    for root in roots:
        _check(root)
    for root, label in zip(roots, _labels(roots), strict=True):
        if root.is_dir():
            yield from _walk(str(root), f"{label}/" if label else "")
        else:
            yield _look_at(root, label or name_of(root.name))


def locate(roots: Sequence[Path], name: str) -> Path | None:
    """Return the file on disk that `find_sources` gives this name, whether it is there or not."""
    for root, label in zip(roots, _labels(roots), strict=True):
        if root.is_file():
            if name == (label or name_of(root.name)):
                return root
        elif name.startswith(prefix := f"{label}/" if label else ""):
            return root / _path_of(name.removeprefix(prefix))
    return None


def _check(root: Path) -> None:
    try:
        if stat.S_ISDIR(root.stat().st_mode):
            os.scandir(root).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = "Name a folder of letters, a single letter, or an archive of letters."
        raise UnusableInputError("No such corpus", f"{printable(root)} does not exist.", hint) from error
    except OSError as error:
        hint = "May you read it, and is its disk connected?"
        raise UnusableInputError("The corpus cannot be read", f"{printable(root)}: {error.strerror}.", hint) from error


def _labels(roots: Sequence[Path]) -> list[str]:
    if len(roots) == 1:
        return [""]
    labels: list[str] = []
    for root in roots:
        name, number = name_of(root.name) or "root", 1
        label = name
        while label in labels:
            number += 1
            label = f"{name}-{number}"
        labels.append(label)
    return labels


def _walk(root: str, prefix: str) -> Iterator[SourceFile]:
    """Yield the files below a folder. Links are followed last, by name, so that a folder always goes by one name."""
    waiting = [(prefix, root)]
    links: list[tuple[str, str]] = []
    seen: set[tuple[int, int]] = set()
    while waiting or links:
        prefix, folder = waiting.pop() if waiting else heappop(links)
        try:
            found = Path(folder).stat()
            if (found.st_dev, found.st_ino) in seen:
                continue
            seen.add((found.st_dev, found.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    name = prefix + name_of(entry.name)
                    if not _is_folder(entry):
                        yield _look_at(entry, name)
                    elif entry.is_symlink():
                        heappush(links, (f"{name}/", entry.path))
                    else:
                        waiting.append((f"{name}/", entry.path))
        except OSError as error:
            yield SourceFile(folder, prefix.rstrip("/"), error=error.strerror or str(error))


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
    return as_found(path, name, found)


def as_found(path: str, name: str, found: os.stat_result) -> SourceFile:
    """Return a file as the system describes it."""
    return SourceFile(path, name, found.st_size, storable(found.st_mtime_ns), storable(found.st_ctime_ns))
