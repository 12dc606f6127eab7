"""Files that a user's program keeps for itself: nobody else may read them, and they are never half written."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

import platformdirs

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def state_folder() -> Path:
    """Return where sessions, histories and the like are kept."""
    return Path(platformdirs.user_state_dir("imr-tui"))


def write_private(path: Path, text: str) -> None:
    """Let `text` take the place of what `path` holds. Raises OSError when that cannot be; then the old text stays."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
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
