"""The statistics screen: what was found, by group; a row narrows the explorer."""

from tests.conftest import ITEMS
from tests.tui.conftest import Explore


async def test_groups_of_what_was_found_narrow_it(explore: Explore) -> None:
    """Types of all items with rate, share and bar; by rate; years; Enter on a subtype: its items in the explorer."""
    async with explore() as session:
        await session.sees(f"1 of {ITEMS}")
        await session.press("S")
        await session.sees("[1 type]", "all items", f"{ITEMS} items · 17% overturned", "1 of 13")
        assert session.line("Pharmaceuticals").split()[2:] == ["74", "65", "8", "11%", "30%", "█" * 10]
        await session.press("s")
        await session.sees("highest rate first", "▸ Surgery")
        await session.press("3", "s")
        await session.sees("[3 year]", "most items first", "▸ 2015", "(not told)")
        await session.press("left")
        await session.sees("[2 subtype]", "SUBTYPE", "1 of 78")
        await session.press("s", "j", "j")
        await session.sees("▸ Muscle relaxants")
        row = session.line("▸ Muscle").split()
        await session.press("enter")
        await session.sees('/ subtype:"Muscle relaxants"', f"1 of {row[3]}")
        await session.press("escape")
        await session.sees(f"1 of {ITEMS}")


async def test_statistics_follow_the_search_and_a_title_is_sought(explore: Explore) -> None:
    """Of `decision:overturned knee`: its words above the table; a title becomes a phrase; Escape changes nothing."""
    async with explore(200, 50) as session:
        await session.press("slash")
        await session.type("decision:overturned knee")
        await session.press("enter")
        await session.sees("1 of ", "/ decision:overturned knee")
        await session.press("S")
        await session.sees("knee · Overturned", " items · 100% overturned", "UNCLEAR", "█" * 60)
        found = session.line("100% overturned").split()[-5]
        await session.press("escape")
        await session.sees("/ decision:overturned knee", f"{found} items")
        await session.press("S")
        await session.sees("knee · Overturned")
        await session.press("5", "enter")
        await session.sees("knee", "decision:overturned knee", '/ "')
        await session.press("S", "5")
        await session.sees("[5 title]")
        await session.press("escape")
        await session.sees('/ "')


async def test_nothing_found_and_what_letters_do_not_tell(explore: Explore) -> None:
    async with explore() as session:
        await session.sees(f"1 of {ITEMS}")
        await session.press("S", "3")
        await session.sees("[3 year]", "latest first", "1 of 6")
        await session.press("G", "enter")
        await session.sees("no field finds these")
        await session.press("escape", "slash")
        await session.type("zzzzqqqq")
        await session.press("enter")
        await session.sees("0 items")
        await session.press("S", "enter")
        await session.sees("nothing", "0 items", "zzzzqqqq")
