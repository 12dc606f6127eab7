"""The table of results: its columns by the width or as chosen, its order, a passage for each row."""

from tests.conftest import ITEMS
from tests.tui.conftest import Explore

ALL = f"1 of {ITEMS}"


async def test_columns_follow_the_width_and_passages_mark_what_was_sought(explore: Explore) -> None:
    """At 80 four columns, at 120 dates and types as well, at 136 the passage with its match in «»."""
    async with explore() as session:
        await session.sees(ALL)
        assert session.line(" CASE").split("CASE")[0].split()[1:] == ["DECISION", "M", "ITEM"]
        await session.press("slash")
        await session.type("naloxne")
        await session.press("enter")
        await session.sees("1 of ", "/ naloxne")
        await session.resize(120, 30)
        await session.sees("DECIDED", "SUBTYPE")
        await session.resize(136, 30)
        await session.sees("PASSAGE", "«naloxone»")
        await session.resize(200, 50)
        await session.sees("DECIDED", "SUBTYPE", "│", "Patient", "UR denial", "days from receipt")
        await session.press("j")
        await session.until(
            lambda: f"│ {session.line('▸ ').split(' │')[0].split()[-1]} · " in session.text(),
            "the case of the next row",
        )
        await session.resize(40, 12)
        await session.misses("DECIDED")
        await session.sees("DECISION", "CASE", "▸ ")


async def test_columns_are_hidden_shown_and_ordered(explore: Explore) -> None:
    """`c`: hide the decision, show the type and carry it to the left; what has no room is told; `r` takes it back."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("c")
        await session.sees("Columns, as the width says", "▸ [x] DECISION", "[ ] TYPE")
        await session.press("space")
        await session.sees("▸ [ ] DECISION")
        await session.press("k", "k", "k")
        await session.sees("▸ [ ] TYPE")
        await session.press("space", "K", "K", "K", "K")
        await session.sees("▸ [x] TYPE")
        await session.press("G", "escape")
        await session.misses("Columns")
        heads = session.line(" CASE").split()
        assert heads[heads.index("TYPE") :] == ["TYPE", "ITEM", "CASE"]
        await session.press("c", "k")
        await session.sees("▸ [ ] PASSAGE")
        await session.press("space", "k", "space")
        await session.sees("no room")
        await session.press("r", "escape")
        await session.misses("Columns")
        assert session.line(" CASE").split("CASE")[0].split()[1:] == ["DECISION", "M", "ITEM"]


async def test_one_column_always_stays(explore: Explore) -> None:
    async with explore() as session:
        await session.sees(ALL)
        await session.press("c", *["space", "j"] * 3, "space")
        await session.sees("▸ [x] CASE")
        await session.press("escape")
        await session.misses("Columns")
        await session.sees("▸ CM17-9200138")


async def test_the_head_of_a_column_tells_the_order(explore: Explore) -> None:
    """`s`: by date, then the oldest first, by decision, type, title and case; the items follow."""
    async with explore(120, 30) as session:
        await session.sees(ALL)
        for sign in ("DECIDED ▾", "DECIDED ▴", "DECISION ▴", "items, by type", "ITEM ▴", "CASE ▴"):
            await session.press("s")
            await session.sees(sign)
        await session.sees("▸ 2013-04-02", "CM13-9100026")
