"""The explorer while the corpus changes: it shows what is there, and what comes, and keeps the place."""

import shutil
from pathlib import Path

import pytest

from imr_tui.corpus.snapshot_file import beside
from imr_tui.loading.load import load_corpus
from imr_tui.loading.lock import lock
from imr_tui.loading.progress import Progress
from imr_tui.tui.pace import Pace
from imr_tui.tui.reader import CorpusReader
from imr_tui.tui.widgets.window_table import WindowTable
from tests.conftest import copy_few
from tests.letters.letters import item, letter
from tests.tui.conftest import Explore, Session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A few letters, loaded."""
    corpus = copy_few(tmp_path / "letters")
    load_corpus([corpus], db_of(corpus), lambda progress: None)
    return corpus


def db_of(folder: Path) -> Path:
    return folder.with_name("snapshot.duckdb")


def add_letters(folder: Path, count: int) -> None:
    for number in range(count):
        text = letter(
            item(f"Norco {number}", rationale="Opioids are weaned."), header=f"Case Number: CM15-00000{number:02}\n\n"
        )
        (folder / f"new {number}.txt").write_text(text)


def place(session: Session) -> tuple[str, int]:
    """Return the item under the cursor, and the line that it is on."""
    table = session.app.screen.query_one("#results", WindowTable)
    row = table.row_at(table.cursor)
    return row.item_id if row else "", table.cursor - table.scroll_offset.y


async def looked(session: Session) -> None:
    """Wait until the letters of the folder are shown, and no others are looked for."""
    await session.sees("9 cases")
    await session.until(lambda: session.app._corpus is not None, "an open snapshot")
    await session.until(lambda: not session.app._live.is_loading, "the end of the look")


async def test_new_letters_come_in_and_the_place_is_kept(explore: Explore, folder: Path) -> None:
    """Words, filter and cursor stay; so does the line on which the item stands."""
    async with explore(corpus=folder, db=db_of(folder), live=True) as session:
        await looked(session)
        await session.press("slash")
        await session.type("the")
        await session.press("enter", "G")
        await session.sees("/ the", "▸")
        before = place(session)
        add_letters(folder, 12)
        await session.press("r")
        await session.sees("21 cases", "+12 letters")
        assert place(session) == before
        await session.sees("/ the")
        await session.press("g", "enter")
        await session.sees("Clinical case summary")


async def test_what_changed_on_another_page_is_read_anew(explore: Explore, folder: Path) -> None:
    """The page in sight and all counts are as before; the last page was seen before it changed."""
    add_letters(folder, 99)
    load_corpus([folder], db_of(folder), lambda progress: None)
    async with explore(corpus=folder, db=db_of(folder), live=True) as session:
        await session.sees("108 cases")
        await session.until(lambda: session.app._corpus is not None, "an open snapshot")
        await session.until(lambda: not session.app._live.is_loading, "the end of the look")
        await session.press("G")
        await session.sees("117 of 117", "PRP) injection, left")
        await session.press("g")
        await session.sees("1 of 117")
        before = session.app._explorer._answer
        last = folder / "letter_009.txt"
        last.write_text(last.read_text().replace("opinion has", "views have"))
        await session.press("r")
        await session.until(lambda: session.app._explorer._answer is not before, "another answer")
        await session.press("G")
        await session.sees("117 of 117", "views have")


async def test_a_start_that_finds_nothing_new_counts_once(
    explore: Explore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, counted = CorpusReader.count, []

    def counting(reader: CorpusReader) -> None:
        counted.append(reader)
        count(reader)

    monkeypatch.setattr(CorpusReader, "count", counting)
    async with explore(corpus=folder, db=db_of(folder), live=True) as session:
        await looked(session)
        await session.press("question_mark")  # it is answered after all that was told before
        assert len(counted) == 1


async def test_the_last_snapshot_is_there_at_once_while_another_session_loads(explore: Explore, folder: Path) -> None:
    """The other session ends, and the new letters come."""
    add_letters(folder, 2)
    with lock(beside(db_of(folder), "lock")):
        async with explore(corpus=folder, db=db_of(folder), live=True) as session:
            await session.sees("9 cases")
            await session.press("slash")
            await session.type("norco")
            (beside(db_of(folder), "lock")).unlink()
            await session.sees("11 cases", "/ norco")


async def test_loading_can_be_stopped(explore: Explore, folder: Path) -> None:
    """The key that starts it stops it; it can be started again."""
    async with explore(corpus=folder, db=db_of(folder), live=True) as session:
        await looked(session)
        add_letters(folder, 2)
        with lock(beside(db_of(folder), "lock")):
            await session.press("r")
            await session.until(lambda: session.app._live.is_reading, "letters found")
            await session.press("r")
            await session.sees("Stopped loading", "9 cases")
        await looked(session)
        await session.press("r")
        await session.sees("11 cases")


async def test_a_load_that_fails_leaves_what_is_shown(explore: Explore, folder: Path) -> None:
    """The reason is told; search goes on."""
    async with explore(corpus=folder, db=db_of(folder), live=True) as session:
        await looked(session)
        shutil.rmtree(folder)
        await session.press("r")
        await session.sees("No such corpus", "9 cases")
        await session.press("slash")
        await session.type("the")
        await session.sees("9 cases", "/ the")


def test_the_pace_tells_rate_and_time_left() -> None:
    """Nothing of a rate before it means something."""
    times = iter([0.0, 1.0, 10.0, 1_000.0])
    pace = Pace(lambda: next(times))
    told = [pace.describe(Progress("reading", done, 100_000, done // 100)) for done in (0, 500, 5_000, 20_000)]
    assert told == [
        "reading 0 of 100,000 letters",
        "reading 500 of 100,000 letters · 5 with problems",
        "reading 5,000 of 100,000 letters · 500 a second · 3:10 left · 50 with problems",
        "reading 20,000 of 100,000 letters · 20 a second · 1:06:40 left · 200 with problems",
    ]


async def test_a_snapshot_that_another_session_built_is_shown(explore: Explore, folder: Path) -> None:
    async with explore(corpus=folder, db=db_of(folder), live=True) as session:
        await looked(session)
        add_letters(folder, 2)
        load_corpus([folder], db_of(folder), lambda progress: None)
        await session.press("r")
        await session.sees("11 cases")
        await session.press("slash")
        await session.type("norco")
        await session.sees("Norco 1")
