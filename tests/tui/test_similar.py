"""The screen that compares a rationale with those like it; each docstring says what one should see."""

import shutil
from pathlib import Path
from random import Random
from threading import Event

import pytest
from duckdb import DuckDBPyConnection

from imr_tui.loading.load import load_corpus
from imr_tui.search import similar
from imr_tui.search.similar import Holders, Similar
from tests.letters.letters import item, letter
from tests.search.variants import reordered
from tests.tui.conftest import Explore, Session
from tests.tui.test_lane import ENDLESS

TEXT = (
    "The drug is advised for six weeks. The patient was seen on 3/4/2014 with pain of the left knee and a limp. "
    "There is no report of relief in the notes of the therapist. The request is not necessary."
)
OTHER = "Surgery to the left knee is an option when a lesion was seen that gains from repair in the long term."


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An item, one that differs by a word, one in another order, one decided otherwise, and one quite different."""
    items = {
        "one": item("Zolpidem", "Upheld", TEXT),
        "word": item("Ambien", "Upheld", TEXT.replace("left", "right")),
        "order": item("Sonata", "Upheld", reordered(TEXT, Random(1))),
        "odd": item("Lunesta", "Overturned", TEXT.replace("no report", "a report").replace("not ", "")),
        "other": item("Meniscectomy", "Upheld", OTHER),
    }
    folder = tmp_path_factory.mktemp("alike") / "letters"
    folder.mkdir()
    for name, text in items.items():
        (folder / f"{name}.txt").write_text(letter(text))
    load_corpus([folder], folder.with_suffix(".duckdb"), lambda progress: None)
    return folder


async def open_item(session: Session, title: str) -> None:
    """Go to an item that is found by its title."""
    await session.sees("1 of 5")
    await session.seek(title)
    await session.sees("1 of 1")
    await session.press("enter", "enter")
    await session.sees("▸ item 1 of 1")


async def test_the_neighbours_stand_by_decision_and_keys_step_through_them(explore: Explore, alike: Path) -> None:
    """A line for each decision, the nearest first, marked; `→` the next, `[` back, `d` the next decision."""
    async with explore(corpus=alike, db=alike.with_suffix(".duckdb")) as session:
        await open_item(session, "zolpidem")
        await session.press("x")
        await session.sees(
            "one ▸ item 1 ▸ similar", "UPHELD", "Upheld      97 % ◂ · 97 % · ", "Overturned  96 %", "1 of 4"
        )
        await session.sees("Ambien  Upheld", "97 % · word item 1", "[-only this item-]  {+only the other+}")
        await session.sees("the [-left-]{+right+} knee")
        await session.press("right")
        await session.sees("2 of 4", "· 97 % ◂", "97 %, order changed · order item 1", "dim: at another place")
        await session.press("left_square_bracket", "d")
        await session.sees("4 of 4", "96 % ◂", "Lunesta  Overturned", "is [-no-]{+a+} report", "is [-not-] necessary")
        await session.press("d")
        await session.sees("1 of 4", "97 % ◂")
        await session.press("l", "l")
        await session.sees("3 of 4", "little in common", OTHER[:40])
        assert "[-" not in session.text()
        await session.press("escape")
        await session.sees("one ▸ item 1 of 1")


async def test_where_there_is_room_both_texts_stand_side_by_side(explore: Explore, alike: Path) -> None:
    """Left the item, right its neighbour, what differs underlined, no brackets."""
    async with explore(200, 50, corpus=alike, db=alike.with_suffix(".duckdb")) as session:
        await open_item(session, "zolpidem")
        await session.press("x")
        await session.sees("this item · one item 1", "97 % · word item 1")
        line = session.line("3/4/2014")
        assert line.count("The drug is advised") == 2
        assert "[-" not in session.text()
        underlined = {
            segment.text.strip()
            for strip in session.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.underline
        }
        assert underlined == {"left", "right"}


async def test_the_case_of_a_neighbour_opens_and_leads_on(explore: Explore, alike: Path) -> None:
    """`o`: the neighbour's case; Enter: its item; `x`: what is similar to that; Escape leads all the way back."""
    async with explore(corpus=alike, db=alike.with_suffix(".duckdb")) as session:
        await open_item(session, "zolpidem")
        await session.press("x")
        await session.sees("1 of 4")
        await session.press("o")
        await session.sees("1 item · all upheld", "Ambien")
        await session.press("enter")
        await session.sees("word ▸ item 1 of 1")
        await session.press("x")
        await session.sees("word ▸ item 1 ▸ similar", "{+left+}")
        await session.press("escape", "escape", "escape")
        await session.sees("one ▸ item 1 ▸ similar", "1 of 4")
        await session.press("escape", "escape", "escape")
        await session.sees("/ zolpidem", "1 of 1")


async def test_a_long_text_scrolls_and_a_step_starts_at_its_top(explore: Explore, alike: Path) -> None:
    """On twelve lines the end is below; Space goes there; the next neighbour is shown from its beginning."""
    async with explore(60, 12, corpus=alike, db=alike.with_suffix(".duckdb")) as session:
        await open_item(session, "zolpidem")
        await session.press("x")
        await session.sees("Ambien  Upheld")
        await session.press("space", "G")
        await session.sees("necessary.")
        await session.press("right")
        await session.sees("Sonata  Upheld")


async def test_what_takes_long_is_told_and_escape_leaves_it(
    explore: Explore, alike: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rationale at once, `looking…` after a while; keys harm nothing; the next time it is there."""
    found, go_on = similar.find_similar, Event()

    def find_late(*arguments: object) -> Similar:
        go_on.wait(20)
        return found(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(similar, "find_similar", find_late)
    async with explore(corpus=alike, db=alike.with_suffix(".duckdb")) as session:
        await open_item(session, "zolpidem")
        await session.press("x")
        await session.sees("▸ similar", "The drug is advised", "looking…")
        await session.press("right", "d", "o", "escape")
        await session.sees("one ▸ item 1 of 1")
        go_on.set()
        await session.press("x")
        await session.sees("97 % ◂")
        await session.misses("looking…")


async def test_a_newer_snapshot_tells_what_the_old_one_had_not_told_yet(
    explore: Explore, alike: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`looking…` in the old snapshot, a new letter, `r`: the neighbours appear."""
    found = similar.find_similar
    calls: list[str] = []

    def find(cursor: DuckDBPyConnection, holders: Holders, name: str) -> Similar:
        calls.append(name)
        if len(calls) == 1:
            cursor.execute(ENDLESS)
        return found(cursor, holders, name)

    monkeypatch.setattr(similar, "find_similar", find)
    folder = tmp_path / "letters"
    shutil.copytree(alike, folder)
    async with explore(corpus=folder, db=folder.with_suffix(".duckdb"), live=True) as session:
        await open_item(session, "zolpidem")
        await session.press("x")
        await session.sees("looking…")
        (folder / "new.txt").write_text(letter(item("Soma", "Upheld", TEXT.replace("six", "ten"))))
        await session.press("r")
        await session.sees("97 % ◂", "1 of 5")
    assert calls == ["one#1", "one#1"]


async def test_an_item_that_resembles_none_is_told_so(explore: Explore, tmp_path: Path) -> None:
    """The rationale, and that no other shares its words."""
    (tmp_path / "one.txt").write_text(letter(item("Zolpidem")))
    async with explore(corpus=tmp_path, db=tmp_path.with_suffix(".duckdb")) as session:
        await session.sees("1 case · 1 item", "▸ Upheld")
        await session.press("enter", "enter")
        await session.sees("▸ item 1 of 1")
        await session.press("x")
        await session.sees("No other rationale shares its rarer words.", "The request is not medically necessary.")
        await session.press("right", "d", "o", "escape")
        await session.sees("▸ item 1 of 1")


async def test_a_failure_is_told_in_a_window(explore: Explore, alike: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error over the screen; Escape closes it, Escape again goes back."""

    def fail(*arguments: object) -> Similar:
        raise RuntimeError

    monkeypatch.setattr(similar, "find_similar", fail)
    async with explore(corpus=alike, db=alike.with_suffix(".duckdb")) as session:
        await open_item(session, "zolpidem")
        await session.press("x")
        await session.sees("The database failed")
        await session.press("escape")
        await session.sees("▸ similar")
        await session.press("escape")
        await session.sees("one ▸ item 1 of 1")
