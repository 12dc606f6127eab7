"""The files inside an archive of letters."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from errno import EINVAL
from pathlib import Path
from typing import IO, NamedTuple

from imr_tui.loading.kinds import LARGEST_PDF
from imr_tui.loading.sources import name_of, storable

OFFICE_MEMBERS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
"""Documents and programs that are zip files, but no archives of letters, hold one of these."""
LARGEST_MEMBER = 1_000_000_000
"""Bytes. An archive with a larger file is not read on: it may be made to unpack without end."""
MOST_AFTER_END = 100_000_000
"""Bytes after the end of a tar file that are still unpacked to see that the whole is undamaged."""
SECOND = 1_000_000_000
UNPACKERS: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),  # type: ignore[dict-item, return-value]
    b"BZ": bz2.BZ2File,
    b"\xfd7": lzma.LZMAFile,
}
"""By the first two bytes. Unlike those of `tarfile` they see damage, and read files that were packed in pieces."""


class Member(NamedTuple):
    """A file inside an archive, or why it cannot be read."""

    name: str
    modified_ns: int
    data: bytes = b""
    error: str | None = None


class DamagedArchiveError(Exception):
    """The archive cannot be read to its end; the message says why."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(_reason(cause))
        self.may_pass = _may_pass(cause)
        """The fault is not in its bytes: it may be whole the next time."""


def members(path: str, only: str | None = None) -> Iterator[Member]:
    """Yield the files inside a zip or tar file, compressed or not, in its order; hidden ones are passed over.

    Only the one that is named `only` is sure to come with its bytes, if it is given: others need not be unpacked.

    No two bear one name. What is no archive of letters (a gzipped file, an office document) has none. Raises
    DamagedArchiveError after the last member that could be read.
    """
    names: dict[str, int] = {}
    try:
        with Path(path).open("rb") as file:
            mark = file.read(2)
            file.seek(0)
            for member in _zip_members(file, only) if mark == b"PK" else _tar_members(file, mark, only):
                name = _unique(name_of(member.name).removeprefix("./"), names)
                yield member._replace(name=name, modified_ns=storable(member.modified_ns))
    except Exception as error:  # a hostile archive must not cost the load, whatever the libraries make of it
        raise DamagedArchiveError(error) from error


def _may_be(name: str, only: str | None) -> bool:
    """Tell whether `members` may call a file `only`, which is its name or begins with it."""
    return only is None or only.startswith(name_of(name).removeprefix("./"))


def _unique(name: str, taken: dict[str, int]) -> str:
    """Return the name with a number if another had it; `taken` holds the highest number of each."""
    number, unique = taken.get(name, 1), name
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    taken[name] = number
    taken.setdefault(unique, 1)
    return unique


def _zip_members(file: IO[bytes], only: str | None) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        if not OFFICE_MEMBERS.isdisjoint(archive.namelist()):
            return
        passing: Exception | None = None
        for info in archive.infolist():
            if info.is_dir() or _is_hidden(info.filename):
                continue
            modified = _zip_time(info)
            if info.file_size > LARGEST_PDF:
                yield Member(info.filename, modified, error=_too_large(info.file_size))
                continue
            try:
                yield Member(info.filename, modified, archive.read(info) if _may_be(info.filename, only) else b"")
            except Exception as error:
                yield Member(info.filename, modified, error=_reason(error))
                passing = error if _may_pass(error) else passing
        if passing:
            raise passing


def _zip_time(info: zipfile.ZipInfo) -> int:
    try:
        return int(datetime(*info.date_time, tzinfo=UTC).timestamp()) * SECOND
    except ValueError:  # a date such as 1980-00-00
        return 0


class _Header(tarfile.TarInfo):
    """The header of a member; a damaged one is an error, where `tarfile` takes it for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "_Header":
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(str(error)) from error


def _tar_members(file: IO[bytes], mark: bytes, only: str | None) -> Iterator[Member]:
    with closing(UNPACKERS[mark](file) if mark in UNPACKERS else file) as unpacked:
        try:
            archive = tarfile.open(fileobj=unpacked, mode="r|", tarinfo=_Header)  # noqa: SIM115
        except tarfile.ReadError:
            return
        with archive:
            while info := archive.next():
                archive.members = []  # type: ignore[attr-defined]  # it would keep all of them
                if (info.isfile() or info.islnk() or info.issym()) and not _is_hidden(info.name):
                    yield _tar_member(archive, info, only)
        _read_on(unpacked)


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, only: str | None) -> Member:
    modified = _tar_time(info)
    if not info.isfile():
        return Member(info.name, modified, error=f"a link to {name_of(info.linkname)}")
    if info.size > LARGEST_MEMBER:
        raise tarfile.ReadError(_too_large(info.size))
    if info.size > LARGEST_PDF:
        return Member(info.name, modified, error=_too_large(info.size))
    data = archive.extractfile(info) if _may_be(info.name, only) else None
    return Member(info.name, modified, data.read() if data else b"")


def _tar_time(info: tarfile.TarInfo) -> int:
    try:
        return int(info.mtime) * SECOND
    except (ValueError, OverflowError):  # no number, or without end
        return 0


def _read_on(unpacked: IO[bytes]) -> None:
    """Read to the end, where the sum that tells damage stands."""
    left = MOST_AFTER_END
    while left > 0 and (data := unpacked.read(1 << 20)):
        left -= len(data)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/"))


def _too_large(size: int) -> str:
    return f"a file of {size // 1_000_000:,} MB"


def _may_pass(error: Exception) -> bool:
    """Tell whether the system could not read, a disk that is gone for instance: what is damaged stays so.

    Damage is an OSError too, without a number, or that of a place in the file which is none.
    """
    return isinstance(error, OSError) and error.errno not in (None, EINVAL)


def _reason(error: Exception) -> str:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return "encrypted"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"damaged: {error}" if str(error) else "damaged"
