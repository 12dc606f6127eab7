"""Facets in the panes; each docstring says what one should see."""

import re

from rich.cells import cell_len

from imr_tui.corpus.facets import FacetCount
from imr_tui.search.query import Narrowing
from imr_tui.search.resolved import ResolvedQuery
from imr_tui.tui.facet_lines import MOST_VALUES, FacetLines
from imr_tui.tui.facet_view import FacetView
from tests.conftest import ITEMS
from tests.tui.conftest import Explore, Session

ALL = f"1 of {ITEMS}"


def count(session: Session, value: str) -> int:
    """Return the number beside a value."""
    found = re.search(rf"\] {value}.*?\s(\d+)\s", session.line(f"] {value}")[:28])
    assert found
    return int(found[1])


async def test_folded_facets_are_opened_ticked_and_closed(explore: Explore) -> None:
    """`more` becomes a heading each; two years are alternatives; another facet counts what they leave."""
    async with explore() as session:
        await session.sees(ALL, "+ more: year, specialty")
        await session.press("f", "G", "space")
        await session.sees("▸+ YEAR", "+ SPECIALTY", "+ PROBLEMS")
        await session.press("space")
        await session.sees("▸- YEAR", "% overturned", "[ ] 2017", "[ ] 2013")
        years = {year: count(session, year) for year in ("2013", "2014")}
        await session.press("j", "space", "j", "space")
        await session.sees("/ year:2013..2014 ", "[x] 2013", "[x] 2014", "2013 to 2014", f"1 of {sum(years.values())}")
        assert {year: count(session, year) for year in years} == years
        await session.press("left")
        await session.sees("▸+ YEAR: 2013..2014", "+ SPECIALTY")
        await session.press("j", "l")
        await session.sees("▸- SPECIALTY ↓", "[ ] Pain Medici")
        pain = count(session, "Pain Medici")
        await session.press("f", *"pain", "space", *"medi", "enter")
        await session.sees('specialty:"', "year:2013..2014", "[x] Pain Medici", f"1 of {pain}")
        await session.press("h", "h", "h")
        await session.sees("+ more: state, generation", "+ YEAR: 2013..2014", "+ SPECIALTY: ")
        await session.press("escape", "escape")
        await session.misses("specialty:")
        await session.sees(f"1 of {sum(years.values())}", "specialty, state")
        await session.press("escape")
        await session.sees(ALL, "+ more: year")


async def test_values_are_sorted_and_found_by_what_is_typed(explore: Explore) -> None:
    """`s` puts most first, `f` and letters leave what they begin; Escape steps back one thing at a time."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("f", "j", "j", "j", "s")
        await session.sees("ITEM TYPE ↓")
        lines = session.text().splitlines()
        first = next(number for number, line in enumerate(lines) if "ITEM TYPE ↓" in line) + 1
        numbers = [int(line[:28].split("]")[1].split()[-2]) for line in lines[first : first + 13]]
        assert numbers == sorted(numbers, reverse=True)
        await session.press("s")
        await session.misses("↓")
        await session.press("G", "space", "j", "j", "f")
        await session.sees("▸[ ] California", "- STATE: _")
        await session.type("new y")
        await session.sees("- STATE: new y_", "▸[ ] New York")
        await session.misses("[ ] New Mexico")
        await session.press("backspace")
        await session.sees("[ ] New Mexico", "[ ] New Jersey")
        await session.type("qqq")
        await session.sees("nothing like that")
        await session.press("enter")
        await session.sees("▸- STATE ↓", "[ ] California", ALL)
        await session.press("f")
        await session.type("nv")
        await session.sees("▸[ ] Nevada")
        await session.press("enter")
        await session.sees("state:nevada", "[x] Nevada", "   esc esc takes it back")
        await session.press("f", "t", "e")
        await session.sees("STATE: te_")
        await session.press("escape")
        await session.sees("- STATE ↓", "[ ] California", "state:nevada")
        await session.press("escape")
        await session.sees("   esc takes it back", "state:nevada", "[x] Nevada")
        await session.press("escape")
        await session.sees(ALL, "[ ] Nevada")


async def test_subtypes_stand_below_their_type(explore: Explore) -> None:
    """Right shows the parts of a type, space ticks one, left goes back to the type; what is ticked stays in sight."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("f", *"jjj", "right")
        await session.sees("▸[ ] Pharmaceut", "   [ ] Opioids", "   [ ] NSAIDs")
        opioids = count(session, "Opioids")
        await session.press("f", *"opioi")
        await session.sees("ITEM TYPE: opioi_", "▸  [ ] Opioids")
        await session.press("enter")
        await session.sees("/ subtype:opioids ", "▸  [x] Opioids", f"1 of {opioids}", "[ ] NSAIDs")
        await session.press("left")
        await session.sees("▸[ ] Pharmaceut", "   [x] Opioids")
        await session.misses("[ ] NSAIDs")
        assert count(session, "Pharmaceut") == opioids
        await session.press("f", *"epidural", "enter")
        await session.sees("subtype:", "[x] Epidural", "[x] Opioids", "Epidural steroid")


async def test_there_is_room_for_bars_and_headings_on_a_large_screen(explore: Explore) -> None:
    """At 200x50 each facet has its line and each value a bar; at 50x20 the panes have the whole width."""
    async with explore(200, 50) as session:
        await session.sees(ALL, "+ YEAR", "+ PROBLEMS", "[ ] Upheld           ━━━━━  204")
        await session.click("#filters", (3, 18))
        await session.sees("- YEAR", "[ ] 2017")
    async with explore(50, 20) as session:
        await session.sees(ALL)
        await session.press("f", *"jjj", "l")
        await session.sees("[ ] Upheld ", "━━━━━━━━━━  204", "[ ] Medical foods & supp…")
        await session.press("escape")
        await session.sees("▸ Upheld", ALL)


def test_lines_hold_their_width_whatever_values_there_are() -> None:
    """Control characters are dots, wide letters count twice, what is too long ends in a sign; very many are told."""
    values = ["[/foo] \x1b[31m", "疼痛" * 9, "a" * 99, *(f"Specialty {n}" for n in range(2 * MOST_VALUES))]
    counts = {"specialty": [FacetCount(value, 10**number % 7_654_321, 1) for number, value in enumerate(values)]}
    view = FacetView(opened={"decision", "type", "specialty"})
    query = ResolvedQuery(narrowings=(Narrowing("specialty", (values[0],)),))
    for width in (20, 26, 27, 36, 80):
        lines = [line for line in FacetLines(view, query, counts, width).lines(20) if line.facet == "specialty"]
        assert {cell_len(line.text) for line in lines if line.value} == {width}
        assert not any("\x1b" in line.text for line in lines)
        assert sum(line.value in values for line in lines) == MOST_VALUES
        assert f"{2 * MOST_VALUES + 3 - MOST_VALUES} more: f"[:10] in lines[-1].text
    view.finding = ("specialty", "specialty 799")
    found = [line for line in FacetLines(view, query, counts, 26).lines(20) if line.facet == "specialty" and line.value]
    assert [line.value for line in found] == ["Specialty 799"]
