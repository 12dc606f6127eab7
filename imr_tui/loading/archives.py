"""The files inside an archive of letters."""

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from lzma import LZMAError
from pathlib import Path
from typing import IO, NamedTuple

from imr_tui.loading.kinds import LARGEST_PDF

OFFICE_MEMBERS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
"""Documents and programs that are zip files, but no archives of letters, hold one of these."""
LARGEST_MEMBER = 1_000_000_000
"""Bytes. An archive with a larger file is not read on: it may be made to unpack without end."""
DAMAGE = (tarfile.TarError, zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, RuntimeError)
SECOND = 1_000_000_000


class Member(NamedTuple):
    """A file inside an archive, or why it cannot be read."""

    name: str
    modified_ns: int
    data: bytes = b""
    error: str | None = None


class DamagedArchiveError(Exception):
    """The archive cannot be read to its end; the message says why."""


def members(path: str) -> Iterator[Member]:
    """Yield the files inside a zip or tar file, compressed or not, in its order; hidden ones are passed over.

    What is no archive of letters (a gzipped file, an office document) has none. Raises DamagedArchiveError after the
    last member that could be read.
    """
    names: dict[str, int] = {}
    try:
        with Path(path).open("rb") as file:
            is_zip = file.read(2) == b"PK"
            file.seek(0)
            for member in _zip_members(file) if is_zip else _tar_members(file):
                name = member.name.removeprefix("./")
                names[name] = number = names.get(name, 0) + 1
                yield member._replace(name=name if number == 1 else f"{name} ({number})")
    except DAMAGE as error:
        raise DamagedArchiveError(_reason(error)) from error


def _zip_members(file: IO[bytes]) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        if not OFFICE_MEMBERS.isdisjoint(archive.namelist()):
            return
        for info in archive.infolist():
            if info.is_dir() or _is_hidden(info.filename):
                continue
            modified = _zip_time(info)
            if info.file_size > LARGEST_PDF:
                yield Member(info.filename, modified, error=_too_large(info.file_size))
                continue
            try:
                yield Member(info.filename, modified, archive.read(info))
            except DAMAGE as error:
                yield Member(info.filename, modified, error=_reason(error))


def _zip_time(info: zipfile.ZipInfo) -> int:
    try:
        return int(datetime(*info.date_time, tzinfo=UTC).timestamp()) * SECOND
    except ValueError:  # a date such as 1980-00-00
        return 0


def _tar_members(file: IO[bytes]) -> Iterator[Member]:
    try:
        archive = tarfile.open(fileobj=file, mode="r|*")  # noqa: SIM115
    except tarfile.ReadError:
        return
    with archive:
        for info in archive:
            if not info.isfile() or _is_hidden(info.name):
                continue
            modified = int(info.mtime) * SECOND
            if info.size > LARGEST_MEMBER:
                raise tarfile.ReadError(_too_large(info.size))
            if info.size > LARGEST_PDF:
                yield Member(info.name, modified, error=_too_large(info.size))
            elif data := archive.extractfile(info):
                yield Member(info.name, modified, data.read())


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != "." for part in name.split("/"))


def _too_large(size: int) -> str:
    return f"a file of {size // 1_000_000:,} MB"


def _reason(error: Exception) -> str:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return "encrypted"
    return f"damaged: {error}" if str(error) else "damaged"
