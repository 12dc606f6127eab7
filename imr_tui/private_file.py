"""Files that a user's program keeps for itself: nobody else may read them, and they are never half written."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
NOT_FOR_OTHERS = 0o077


def state_folder() -> Path:
    """Return where sessions, histories and the like are kept."""
    return Path(platformdirs.user_state_dir("imr-tui"))


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are not there yet, for the user alone. Raises OSError."""
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


@contextmanager
def private_files() -> Iterator[None]:
    """Whatever this process writes within the block, by itself or through a library, is for the user alone."""
    before = os.umask(NOT_FOR_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def write_private(path: Path, text: str) -> None:
    """Let `text` take the place of what `path` holds. Raises OSError when that cannot be; then the old text stays."""
    make_private(path.parent)
    target = path.resolve()
    building = target.with_name(f".{uuid.uuid4().hex}")
    try:
        handle = os.open(building, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        building.replace(target)
    finally:
        with suppress(OSError):
            building.unlink()
