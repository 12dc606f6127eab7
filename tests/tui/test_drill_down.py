"""Case and item: from result to result without going back, and all that the letter says of them."""

from pathlib import Path

import pytest
from textual.scrollbar import ScrollBar

from imr_tui.tui.live import LiveCorpus
from tests.conftest import ITEMS
from tests.letters.letters import item, letter
from tests.tui.conftest import Explore, Session


async def test_brackets_go_from_result_to_result_and_the_explorer_follows(explore: Explore) -> None:
    """From the 100th result, the last of a page, to the 101st, typed fast to the 103rd; none after the last."""
    async with explore() as session:
        await session.sees(f"1 of {ITEMS}")
        await session.press(*["pagedown"] * 9)
        await session.sees(f"100 of {ITEMS}")
        await session.press("enter", "enter")
        await session.sees(f"100 of {ITEMS} results", "[ ] Result")
        await session.press("right_square_bracket")
        await session.sees(f"101 of {ITEMS} results")
        await session.press("right_square_bracket", "right_square_bracket")
        await session.sees(f"103 of {ITEMS} results")
        opened = session.line("results").split()[0]
        await session.press("escape")
        await session.sees("Clinical case summary", f" {opened} ")
        await session.press("escape")
        await session.sees(f"103 of {ITEMS}", "Pharmaceuti")
        assert opened in session.line("▸ ")
        await session.press("G", "enter", "enter")
        await session.sees(f"{ITEMS} of {ITEMS} results")
        await session.press("right_square_bracket", "left_square_bracket")
        await session.sees(f"{ITEMS - 1} of {ITEMS} results")


async def test_another_item_of_the_case_is_told_from_the_result(explore: Explore) -> None:
    """`J` shows the case's next item, which is no result; `]` goes on from the result, `c` to the new case."""
    async with explore(120, 30) as session:
        await session.sees(f"1 of {ITEMS}")
        await session.press("slash")
        await session.type('"hotel lodging"')
        await session.press("enter")
        await session.sees("1 of 1")
        await session.press("enter", "enter")
        await session.sees("item 2 of 3", "1 of 1 result")
        await session.press("J")
        await session.sees("item 3 of 3", "Interpreter")
        assert "of 1 result" not in session.text()
        await session.press("c")
        await session.sees("▸ 3   Upheld                          Interpreter", "Clinical case summary")
        assert session.line("Priority").split()[2] == "Patient"  # two columns of facts


async def test_matches_are_marked_wherever_the_query_found_them(explore: Explore, tmp_path: Path) -> None:
    """In title, guidelines and rationale of the item and in the summary of the case; long words wrap, none is cut."""
    rationale = f"The MTUS page(s): 12 were read. {'M' * 150} Norco, as Norco is not needed."
    text = letter(item("Norco 10/325mg", rationale=rationale), summary="He takes Norco. " * 3)
    (tmp_path / "letter.txt").write_text(text)
    async with explore(60, 24, corpus=tmp_path, db=tmp_path / "x.duckdb") as session:
        await session.sees("1 of 1")
        await session.press("slash")
        await session.type("norco acoem")
        await session.press("enter", "enter")
        await session.sees("Clinical case summary")
        assert session.marked() == ["Norco"] * 3
        await session.press("enter")
        await session.sees("UPHELD", "cites ACOEM p. 12", "licensed in California,", "match 1 of 2")
        assert session.marked() == ["Norco", "ACOEM", "ACOEM", "Norco"]
        assert session.text().count("M" * 20) >= 3


async def test_a_key_typed_behind_a_bracket_is_meant_for_the_item_to_come(explore: Explore) -> None:
    """`]m`, as a slow line delivers them: the next result is marked, not the one that was shown. The last one stays."""
    async with explore() as session:
        await session.sees(f"1 of {ITEMS}")
        await session.press("enter", "enter")
        await session.sees(f"1 of {ITEMS} results")
        session.burst("right_square_bracket", "m")
        await session.sees(f"2 of {ITEMS} results", "★ relevant")
        await session.press("left_square_bracket")
        await session.sees(f"1 of {ITEMS} results")
        assert "★" not in session.text()
        session.burst("left_square_bracket", "m")
        await session.sees(f"1 of {ITEMS} results", "★ relevant")


async def test_a_letter_is_laid_out_by_what_is_shown_of_it(explore: Explore, tmp_path: Path) -> None:
    """A control character takes a cell, as a dot: every line but the last is as full as the first."""
    rationale = "a\x9bb\x9bc\x9bd " * 60
    (tmp_path / "letter.txt").write_text(letter(item("Norco", rationale=rationale)))
    async with explore(60, 24, corpus=tmp_path, db=tmp_path / "x.duckdb") as session:
        await session.sees("▸ Upheld")
        await session.press("enter", "enter")
        await session.until(lambda: session.text().count("a·b·c·d") > 50, "the whole rationale")
        lines = [line for line in session.text().splitlines() if "a·b·c·d" in line]
        assert {line.count("a·b·c·d") for line in lines[:-1]} == {lines[0].count("a·b·c·d")}


def bar_of(session: Session) -> ScrollBar:
    return session.app.screen.query_one("#text").vertical_scrollbar


async def test_a_blank_stands_between_a_text_and_its_scroll_bar(explore: Explore, tmp_path: Path) -> None:
    """In case and item, however long the lines are; the bar stands at the edge."""
    (tmp_path / "letter.txt").write_text(letter(item("Norco", rationale="M" * 9_000), summary="M" * 9_000))
    async with explore(corpus=tmp_path, db=tmp_path / "x.duckdb") as session:
        await session.sees("▸ Upheld")
        for title in ("Clinical case summary", "▸ item 1 of 1"):
            await session.press("enter")
            await session.sees(title, "MMM")
            await session.until(lambda: bar_of(session).region.x == 79, "the bar at the edge")
            full = [line for line in session.text().splitlines() if "M" * 60 in line]
            assert {line[77:79] for line in full} == {"M "}


async def test_what_is_opened_before_the_database_is_there_opens_when_it_comes(
    explore: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter on the fourth row of the first view, then the cursor goes on: the case of the fourth row."""
    start = LiveCorpus.start
    monkeypatch.setattr(LiveCorpus, "start", lambda live: None)
    async with explore() as session:
        await session.sees(f"1 of {ITEMS}")
        await session.press("j", "j", "j")
        await session.sees(f"4 of {ITEMS}")
        case_id = session.line("▸ ").split()[-1]
        await session.press("enter", "g")
        await session.sees(f"1 of {ITEMS}")
        start(session.app._live)
        await session.sees("Clinical case summary", case_id)
