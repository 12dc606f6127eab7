"""Panes and query are the same filters, seen both ways; each docstring says what one should see."""

import pytest
from textual.widgets import Input

from imr_tui.search.engine import SearchEngine
from tests.conftest import DECISIONS, ITEMS
from tests.tui.conftest import Explore, Session

ALL = f"1 of {ITEMS}"
OVERTURNED = f"1 of {DECISIONS['Overturned']}"


def query(session: Session) -> tuple[str, str]:
    """Return the query before and behind the cursor."""
    line = session.app.screen.query_one("#query", Input)
    return line.value[: line.cursor_position], line.value[line.cursor_position :]


async def test_a_tick_is_written_to_the_front_of_the_query(explore: Explore) -> None:
    """The word stays at the end and goes on being typed; a second value joins the first; unticked, both are gone."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("kne")
        await session.press("enter", "f", "j", "space")
        await session.sees("/ decision:overturned kne ", "[x] Overturned", "Overturned   ")
        assert query(session) == ("decision:overturned kne", "")
        await session.press("slash", "e")
        await session.sees("/ decision:overturned knee ")
        await session.press("enter", "f", "home", "space")
        await session.sees("/ decision:overturned,upheld knee ", "[x] Upheld", "Overturned or Upheld")
        await session.press("space", "j", "space")
        await session.sees("[ ] Upheld", "[ ] Overturned", "/ knee ")


async def test_what_is_typed_is_ticked(explore: Explore) -> None:
    """`decision:o` ticks Overturned, `-type:surg` marks what is left out; the counts are those of the panes."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("decision:o")
        await session.sees("[x] Overturned", OVERTURNED, f"[ ] Upheld        {DECISIONS['Upheld']}")
        await session.type(" -type:surg")
        await session.sees("[-] Surgery", "Overturned · not Surgery")
        await session.press("enter", "escape")
        await session.sees("[ ] Surgery", "/ decision:o ", OVERTURNED)


async def test_a_tick_takes_an_exclusion_back(explore: Explore) -> None:
    """The box of what is left out is ticked: nothing is left out."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("-decision:upheld knee ")
        await session.sees("[-] Upheld", "not Upheld")
        await session.press("enter", "f", "home", "space")
        await session.sees("[ ] Upheld", "/ knee ")


async def test_the_cursor_of_the_query_stays_at_its_word(explore: Explore) -> None:
    """The cursor stands behind `left` whatever is put before it, or taken from behind it."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("left knee decision:up")
        await session.press(*["left"] * 17)
        assert query(session) == ("left", " knee decision:up")
        await session.press("enter", "f")
        await session.press(*["j"] * 8, "space")
        await session.sees("[x] Surgery")
        assert query(session) == ("type:surgery left", " knee decision:up")
        await session.press("home", "space")
        await session.misses("[x] Upheld")
        assert query(session) == ("type:surgery left", " knee ")


async def test_escape_takes_back_the_latest_narrowing_wherever_it_stands(explore: Explore) -> None:
    """Typed at the end, ticked at the front, typed again: taken back in the other order, then the words."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("pain year:2013..")
        await session.press("enter", "f", "j", "space")
        await session.sees("/ decision:overturned pain year:2013.. ", "Overturned · 2013 and after")
        await session.press("slash")
        await session.type(" age:30..")
        await session.sees("age 30 and above")
        await session.press("enter", "escape")
        await session.sees("/ decision:overturned pain year:2013.. ", "esc takes it back")
        await session.misses("age 30")
        await session.press("escape")
        await session.sees("/ pain year:2013.. ", "[ ] Overturned")
        await session.press("escape")
        await session.misses("2013")
        await session.sees("/ pain ")
        await session.press("escape")
        await session.sees(ALL, "words of a rationale")


async def test_ticks_typed_ahead_of_the_answers_are_all_there(explore: Explore) -> None:
    """A field typed and three ticks without a pause: the query holds them all."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("decision:o")
        await session.press("f", "home", "space", "j", "j", "space", "j", "space")
        await session.sees("[x] Upheld", "[x] Overturned", "[x] Unclear", "[x] Pharmaceut")


async def test_what_is_not_understood_is_said_beside_the_query(explore: Explore) -> None:
    """A field and a value with typos: a hint within the line, and the rest of the query works."""
    async with explore(140, 30) as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("decison:upheld")
        await session.sees("no field decison: decision?", " item")
        await session.press("ctrl+u")
        await session.type("decision:xyz type:surg")
        await session.sees("no decision like 'xyz'; known: Upheld, Overturned, Unclear", "[x] Surgery")
    async with explore(60, 20) as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("decision:xyz")
        await session.sees("no decision like 'xyz'", f"{ITEMS} items")


async def test_fields_that_take_long_to_read_are_read_before_they_are_typed(
    explore: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is there first; what is behind it is got ready meanwhile, once."""
    prepared: list[SearchEngine] = []
    monkeypatch.setattr(SearchEngine, "prepare", lambda engine, cursor: prepared.append(engine))
    async with explore() as session:
        await session.sees(ALL)
        await session.until(lambda: bool(prepared), "the preparing")
        await session.press("slash")
        await session.type("guideline:mtus")
        await session.sees("cites MTUS")
    assert len(prepared) == 1


async def test_a_long_query_shows_its_start_when_it_is_left(explore: Explore) -> None:
    """Its end while it is typed; its start in the results, also when a tick changes it; its end again with `/`."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("alpha " + "knee " * 16 + "omega")
        await session.sees("omega")
        assert "/ alpha" not in session.text()
        await session.press("enter")
        await session.sees("/ alpha knee")
        await session.press("f", "home", "j", "space")
        await session.sees("/ decision:overturned alpha")
        await session.press("slash")
        await session.sees("omega")
