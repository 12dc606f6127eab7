"""Whatever a query tries, the snapshot stays as it is, nothing new lies beside it, and the session goes on."""

import csv
import hashlib
import io
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imr_tui.errors import UnusableInputError
from imr_tui.export import Table
from imr_tui.export.formats import FORMULA_STARTS
from imr_tui.saved_queries import LimitError, Limits, QueryError, QuerySession
from tests.conftest import ITEMS
from tests.queries.attacks import ENDLESS, LARGE, REFUSED
from tests.queries.good_queries import GOOD

MEMORY = 300_000_000


def rows(session: QuerySession, sql: str) -> list[tuple[Any, ...]]:
    return list(session.run(sql, {}).rows)


@pytest.fixture(scope="module")
def attacked(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A snapshot that must be the same after all tests, alone in its folder."""
    copied = tmp_path_factory.mktemp("attacked") / "letters.duckdb"
    shutil.copy2(snapshot, copied)
    before = hashlib.sha256(copied.read_bytes()).digest()
    yield copied
    assert hashlib.sha256(copied.read_bytes()).digest() == before
    assert [path.name for path in copied.parent.iterdir()] == [copied.name]


@pytest.fixture(scope="module")
def session(attacked: Path) -> Iterator[QuerySession]:
    with QuerySession(attacked, Limits(seconds=20, memory=MEMORY)) as opened:
        opened.provide("selection", ["CM15-9200145#2", "letter_018#2"])
        yield opened


@pytest.fixture(scope="module")
def hasty(attacked: Path) -> Iterator[QuerySession]:
    with QuerySession(attacked, Limits(seconds=0.3, memory=MEMORY)) as opened:
        yield opened


def test_there_are_enough_of_each() -> None:
    assert len(REFUSED) + len(LARGE) + len(ENDLESS) >= 120
    assert len(GOOD) >= 60


@pytest.mark.parametrize("sql", REFUSED)
def test_an_attack_is_refused_with_its_reason(session: QuerySession, attacked: Path, sql: str) -> None:
    text = sql.replace("{snapshot}", str(attacked)).replace("{new}", str(attacked.with_name("new")))
    with pytest.raises(UnusableInputError) as refusal:
        rows(session, text)
    assert REFUSED[sql] in f"{refusal.value.message} {refusal.value.hint}"
    assert not isinstance(refusal.value, LimitError)
    if "within" in REFUSED[sql] or "syntax" in REFUSED[sql]:
        with pytest.raises(UnusableInputError):
            session.run_csv(text, {})
    assert rows(session, "SELECT count(*) FROM items") == [(ITEMS,)]


@pytest.mark.parametrize("sql", LARGE)
def test_what_is_too_large_ends_and_the_session_goes_on(session: QuerySession, sql: str) -> None:
    with pytest.raises(QueryError):
        rows(session, sql)
    assert rows(session, "SELECT count(*) FROM items") == [(ITEMS,)]


@pytest.mark.parametrize("sql", ENDLESS)
def test_what_does_not_end_is_ended(hasty: QuerySession, sql: str) -> None:
    rows(hasty, "SELECT 1")
    began = time.monotonic()
    with pytest.raises(LimitError):
        rows(hasty, sql)
    assert time.monotonic() - began < 3
    assert rows(hasty, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("sql", GOOD)
def test_what_only_reads_runs_and_is_the_same_as_csv(session: QuerySession, sql: str) -> None:
    result = session.run(sql, {})
    taken = list(result.rows)
    assert taken or "FROM marks" in sql or "'copy; drop table'" in sql
    told = session.run_csv(sql, {})
    lines = list(csv.reader(io.StringIO(b"".join(told.data).decode(), newline=""), strict=True))
    assert told.columns == Table(result.columns, result.types, ()).columns
    assert [len(line) for line in lines] == [len(row) for row in taken]
    for row, line in zip(taken, lines, strict=True):
        for value, cell in zip(row, line, strict=True):
            if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
                text = "" if value is None else str(value)
                assert cell == (f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text)
