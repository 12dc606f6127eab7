"""Exports from the explorer; each docstring says what one should see."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import duckdb
import pytest

from imr_tui.export import items
from imr_tui.tui.screens.export import ExportScreen
from tests.conftest import ITEMS
from tests.tui.conftest import Explore, Session

ALL = f"1 of {ITEMS}"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder, in which the explorer was started."""
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    return tmp_path / "out"


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


async def find_acupuncture(session: Session) -> None:
    await session.sees(ALL)
    await session.seek("acupuncture")
    await session.sees("1 of 15")


async def test_results_are_exported_in_their_order_in_every_format(explore: Explore, folder: Path) -> None:
    """`e` Enter: a csv named by the query; other formats hold the same items; the brief groups them by decision."""
    async with explore() as session:
        await find_acupuncture(session)
        for steps, name in enumerate(("acupuncture.csv", "acupuncture.jsonl", "acupuncture.parquet", "acupuncture.md")):
            await session.press("e", *["right"] * steps)
            await session.sees("(•) 15 results", "( ) case CM15-9000139", name)
            await session.press("enter")
            await session.until((folder / name).exists, name)
            await session.misses("⏎ write")
    rows = read_csv(folder / "acupuncture.csv")
    objects = [json.loads(line) for line in (folder / "acupuncture.jsonl").read_text().splitlines()]
    assert rows[0]["item_id"] == "CM15-9000139#1"
    assert len(rows) == 15
    assert [row["rationale"] for row in rows] == [found["rationale"] for found in objects]
    table = duckdb.execute(f"FROM '{folder / 'acupuncture.parquet'}'").fetchall()
    assert [row[0] for row in table] == [row["item_id"] for row in rows]
    brief = (folder / "acupuncture.md").read_text()
    assert brief.startswith("# acupuncture\n\n15 items: 1 overturned, 14 upheld\n\n## Overturned (1)\n")
    assert "is medically necessary.\n>\n> — IMR CM15-9000139, item 1, Overturned, 2015-09-15\n\n## Upheld (14)" in brief
    assert brief.count("\n> — IMR ") == 15
    assert sorted(path.name for path in folder.iterdir()) == [
        "acupuncture.csv", "acupuncture.jsonl", "acupuncture.md", "acupuncture.parquet",
    ]  # fmt: skip


async def test_nothing_is_overwritten_unasked(explore: Explore, folder: Path) -> None:
    """Another name is suggested; a name that is there is asked about; a folder that is not there is told."""
    (folder / "acupuncture.csv").write_text("mine")
    async with explore() as session:
        await find_acupuncture(session)
        await session.press("e")
        await session.sees("acupuncture-2.csv")
        await session.press("down", *["backspace"] * 17)
        await session.type("acupuncture.csv")
        await session.press("enter")
        await session.sees("acupuncture.csv is there already: ⏎ again overwrites it.")
        assert (folder / "acupuncture.csv").read_text() == "mine"
        await session.press("enter")
        await session.until(lambda: "CM15-9000139" in (folder / "acupuncture.csv").read_text(), "the export")
        await session.sees("Wrote 15 items")
        await session.press("e", "down")
        await session.type("/no/such")
        await session.press("enter")
        await session.sees("No such file or directory")
        await session.press("escape")
        await session.sees("1 of 15")
    assert [path.name for path in folder.iterdir()] == ["acupuncture.csv"]


async def test_the_case_is_exported_from_its_own_screen_and_nothing_marked_is_told(
    explore: Explore, folder: Path
) -> None:
    """On the case: its items, in the order of the letter; nothing is marked, so that gives no file."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("case:CM13-9100045")
        await session.sees("1 of 3")
        await session.press("enter")
        await session.sees("CM13-9100045", "3 items")
        await session.press("e", "up", "right")
        await session.sees("(•) all marked", "marked-items.csv")
        await session.press("enter")
        await session.sees("There are none.")
        await session.press("left", "enter")
        await session.until((folder / "CM13-9100045.csv").exists, "the file")
    rows = read_csv(folder / "CM13-9100045.csv")
    assert [row["item_no"] for row in rows] == ["1", "2", "3"]


async def test_an_export_that_is_stopped_before_it_began_is_stopped(
    explore: Explore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape comes between the items and the first row: it is told, and one is back at the results."""
    begin = ExportScreen.run_worker

    def begin_and_stop(screen: ExportScreen, *work: Any, **options: Any) -> object:
        worker = begin(screen, *work, **options)
        screen.action_close()
        return worker

    monkeypatch.setattr(ExportScreen, "run_worker", begin_and_stop)
    async with explore() as session:
        await find_acupuncture(session)
        await session.press("e", "enter")
        await session.sees("Stopped; no file was written.", "1 of 15", "f Filters")
    assert not list(folder.iterdir())


async def test_escape_stops_an_export_and_leaves_nothing(
    explore: Explore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How far it is, while it is held up half-way; Escape: a word of it, and no file, not even a part of one."""

    def held_up(docs: Sequence[int], tell: items.Tell) -> Iterator[Sequence[int]]:
        yield docs[:100]
        while True:  # until it is stopped
            tell(100)
            Event().wait(0.02)

    monkeypatch.setattr(items, "_chunks", held_up)
    async with explore() as session:
        await session.sees(ALL)
        await session.press("e", "enter")
        await session.sees(f"100 of {ITEMS} items written · esc stops")
        assert any(path.name.startswith(".") for path in folder.iterdir())
        await session.press("escape")
        await session.sees("Stopped; no file was written.")
        await session.misses("⏎ write")
        assert list(folder.iterdir()) == []


async def test_words_and_narrowings_name_the_file_and_head_the_brief(explore: Explore, folder: Path) -> None:
    """Of `knee decision:upheld` the knees alone are exported, and that is said."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash", *"knee", "space", *"decision:upheld", "enter")
        await session.misses(ALL)
        await session.press("e", "left")
        await session.sees("knee-Upheld.md")
        await session.press("enter")
        await session.until((folder / "knee-Upheld.md").exists, "the brief")
    assert (folder / "knee-Upheld.md").read_text().startswith("# knee · Upheld\n")
