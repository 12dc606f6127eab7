"""The file of a snapshot, and those that stand beside it."""

from glob import escape
from pathlib import Path

from imr_tui.errors import UnusableInputError

Identity = tuple[int, int, int]
"""What tells the file of a snapshot from any that had its name before."""


BESIDE = {
    "index": "the search index of the snapshot",
    "first": "what the explorer shows first",
    "first.new": "left by a load that was killed",
    "journal": "what a load has read so far",
    "building": "left by a load that was killed",
    "building.wal": "left by a load that was killed",
    "spill": "left by a load that was killed",
    "lock": "held by the load that builds the snapshot",
}
"""What stands beside a snapshot and belongs to it, by the endings of `beside`."""


def identity_of(snapshot: Path) -> Identity | None:
    """Return the identity of a snapshot; None when there is none."""
    try:
        found = snapshot.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def beside(snapshot: Path, ending: str) -> Path:
    """Return a file or folder beside the snapshot that belongs to it; its name shows it to nobody who does not ask."""
    return snapshot.with_name(f".{snapshot.name}.{ending}")


def set_aside(snapshot: Path) -> list[Path]:
    """Return the files that stood in the snapshot's place and were none, so that a load has put them aside."""
    return sorted(snapshot.parent.glob(f"{escape(snapshot.name)}.damaged*"))


def refuse_log(snapshot: Path) -> None:
    """Raise UnusableInputError when a write-ahead log lies beside the snapshot: DuckDB would replay it."""
    for ending in (".wal", ".wal.checkpoint", ".wal.recovery"):
        log = Path(f"{snapshot}{ending}")
        if log.exists() or log.is_symlink():
            raise UnusableInputError(
                "The snapshot may have been tampered with",
                f"{log} lies beside it, which this program never writes.",
                "Remove it, or load again into another --db.",
            )
