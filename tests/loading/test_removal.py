"""What a snapshot's removal leaves alone, and what it tells."""

from pathlib import Path

import pytest

from imr_tui.corpus.snapshot_file import beside
from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.loading.lock import lock
from imr_tui.loading.removal import remove_snapshot


def test_a_snapshot_whose_lock_cannot_be_made_is_not_removed_and_that_is_told(db: Path) -> None:
    beside(db, "lock").mkdir(parents=True)
    db.touch()
    with pytest.raises(WorkFailedError, match="Is a directory"):
        remove_snapshot(db, [db])
    assert db.exists()


def test_a_snapshot_that_somebody_builds_is_not_removed(db: Path) -> None:
    db.parent.mkdir()
    db.touch()
    with lock(beside(db, "lock")), pytest.raises(UnusableInputError, match="being loaded"):
        remove_snapshot(db, [db])
    assert db.exists()
