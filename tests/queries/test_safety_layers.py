"""Each layer by itself: what the gate misses, the connection must withstand, and the other way round."""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from imr_tui.errors import UnusableInputError, WorkFailedError
from imr_tui.saved_queries import lockdown
from imr_tui.saved_queries.allowed import read_functions
from imr_tui.saved_queries.gate import Gate
from tests.queries.attacks import REFUSED

MEMORY = 300_000_000


@pytest.fixture
def attacked(snapshot: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "letters.duckdb"
    shutil.copy2(snapshot, copied)
    return copied


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


def attacks_on(snapshot: Path) -> list[str]:
    return [a.replace("{snapshot}", str(snapshot)).replace("{new}", str(snapshot.with_name("new"))) for a in REFUSED]


def test_without_the_gate_nothing_on_disk_changes(attacked: Path, empty: Path) -> None:
    before = hashlib.sha256(attacked.read_bytes()).digest()
    with lockdown.open_locked(attacked, MEMORY, empty) as connection:
        for attack in attacks_on(attacked):
            if "_scan(1" in attack:  # takes numbers for addresses
                continue
            with suppress(duckdb.Error, ValueError):
                connection.execute(attack).fetchall()
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
    assert hashlib.sha256(attacked.read_bytes()).digest() == before
    assert [path.name for path in attacked.parent.iterdir()] == [attacked.name]


def test_without_the_locks_the_gate_runs_none_of_it(attacked: Path) -> None:
    """On an ordinary connection, which could write anywhere, and where reading files would succeed."""
    before = hashlib.sha256(attacked.read_bytes()).digest()
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{attacked}' AS corpus (READ_ONLY); USE corpus; SET errors_as_json = true")
        gate = Gate(connection)
        for attack in attacks_on(attacked):
            with pytest.raises(UnusableInputError):
                gate.admit(attack, {})
    assert hashlib.sha256(attacked.read_bytes()).digest() == before
    assert [path.name for path in attacked.parent.iterdir()] == [attacked.name]


@pytest.mark.parametrize("forgotten", ["SET disabled_filesystems = 'LocalFileSystem'", "SET lock_configuration = true"])
def test_a_connection_that_is_not_locked_is_not_used(
    attacked: Path, empty: Path, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    assert forgotten in lockdown.LOCKS
    monkeypatch.setattr(lockdown, "LOCKS", tuple(lock for lock in lockdown.LOCKS if lock != forgotten))
    with pytest.raises(WorkFailedError, match="safely"):
        lockdown.open_locked(attacked, MEMORY, empty)


def test_functions_that_do_more_than_compute_are_not_allowed() -> None:
    allowed = read_functions()
    assert not {name for name in allowed if name.startswith(("read_", "write_", "sleep", "duckdb_", "json_execute"))}
    assert not allowed & {"getenv", "glob", "query", "query_table", "setseed", "nextval", "finalize", "current_setting"}
