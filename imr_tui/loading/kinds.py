"""What a file is, told by its first bytes, whatever its name says."""

from enum import Enum

HEAD = 1024
"""First bytes of a file that are looked at. A PDF's mark may stand behind a few other bytes."""
LARGEST_LETTER = 8_000_000
"""Bytes of text. A letter has 4 to 8 thousand; what is larger is something else."""
LONGEST_TEXT = 5_000_000
"""Characters. A thousand letters in one file."""
LARGEST_PDF = 64_000_000
"""Bytes. Scanned letters have pictures of all their pages."""
ARCHIVE_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
"""Of zip (also an empty one), and of what a tar file may be compressed with."""
TAR_MARK, TAR_MARK_AT = b"ustar", 257


class Kind(Enum):
    """What the bytes of a file are."""

    TEXT = "text"
    PDF = "PDF"
    ARCHIVE = "archive"
    PARQUET = "Parquet table"

    @property
    def is_container(self) -> bool:
        """Tell whether it holds letters as members."""
        return self in (Kind.ARCHIVE, Kind.PARQUET)


def kind_of(head: bytes) -> Kind:
    """Return what a file is that begins with `head`, its first `HEAD` bytes. What is nothing else may be text."""
    if head.startswith(ARCHIVE_MARKS) or head[TAR_MARK_AT:].startswith(TAR_MARK):
        return Kind.ARCHIVE
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    return Kind.PDF if b"%PDF-" in head else Kind.TEXT


def largest(kind: Kind) -> int:
    """Return how many bytes a letter of this kind may have."""
    return LARGEST_PDF if kind is Kind.PDF else LARGEST_LETTER
