"""Ways through the explorer, with a picture of each screen that they come to."""

from collections.abc import Awaitable, Callable

from imr_tui.errors import WorkFailedError
from imr_tui.tui.screens.text_modal import TextModal
from tests.tui.conftest import Session

Shoot = Callable[[str], Awaitable[None]]
Walk = Callable[[Session, Shoot], Awaitable[None]]

FAILURE = WorkFailedError(
    "The snapshot cannot be written",
    "No space left on device: letters.duckdb",
    "Is there room, and may you write there?",
)


async def search(session: Session, text: str, *texts: str) -> None:
    """Search for `text`, go to the results, and wait for `texts`."""
    await session.press("slash", "ctrl+u")
    await session.type(text)
    await session.press("enter")
    await session.sees(*texts)


async def results(session: Session, shoot: Shoot) -> None:
    """Everything, a misspelt word, a tick, nothing found."""
    await shoot("explorer")
    await session.press("slash")
    await session.type("improvment")
    await session.sees("1 of ")
    await shoot("explorer-typing")
    await session.press("enter", "f", "j", "space")
    await session.sees("Overturned   esc")
    await shoot("explorer-filters")
    await session.press("escape", "j")
    await session.sees("2 of ")
    await shoot("explorer-search")
    await search(session, "decison:overturned year:1999", "nothing")
    await shoot("explorer-nothing")


async def panes(session: Session, shoot: Shoot) -> None:
    """The panes unfolded, a year open, a value sought."""
    await session.press("f", "G", "space", "space")
    await shoot("filters-more")
    await session.press("f")
    await session.type("2015")
    await shoot("filters-find")


async def reading(session: Session, shoot: Shoot) -> None:
    """From a result to its case, item, neighbours and letter."""
    await search(session, "functional improvment", " of ")
    await session.press("enter")
    await session.sees("summary")
    await shoot("case")
    await session.press("enter")
    await session.sees("result")
    await shoot("item")
    await session.press("n")
    await shoot("item-match")
    await session.press("x")
    await session.sees(" %")
    await shoot("similar")
    await session.press("escape")
    await session.press("o")
    await session.sees("▌")
    await shoot("letter")


async def counting(session: Session, shoot: Shoot) -> None:
    """What was found, counted."""
    await session.press("S")
    await session.sees("Pharmaceuticals")
    await shoot("statistics")
    await session.press("3")
    await session.sees("2015")
    await shoot("statistics-year")


async def marking(session: Session, shoot: Shoot) -> None:
    """Marks, tags and notes, and rows that are selected."""
    await session.press("m", "j", "m", "m", "j", "t")
    await shoot("tags")
    await session.type("prn weak")
    await session.press("enter")
    await session.sees("#")
    await session.press("j", "v", "v")
    await session.sees("2 selected")
    await shoot("marks")


async def windows(session: Session, shoot: Shoot) -> None:
    """What opens above the results."""
    for key, name in {
        "c": "columns",
        "y": "copy",
        "e": "export",
        "question_mark": "help",
        "ctrl+p": "palette",
    }.items():
        await session.press(key)
        await session.until(lambda: len(session.app.screen_stack) == 3, name)
        await shoot(name)
        await session.press("escape")
        await session.until(lambda: len(session.app.screen_stack) == 2, "the results again")
    await search(session, "knee", " of ")
    await search(session, "lumbar fusion", " of ")
    await session.press("ctrl+r")
    await session.sees("lumbar fusion", "esc closes")
    await shoot("history")
    await session.press("escape")
    await session.app.push_screen(TextModal.of_error(FAILURE))
    await shoot("error")


async def queries(session: Session, shoot: Shoot) -> None:
    """The workbench: list, form, rows, bars, tables, an error."""
    await session.press("Q")
    await session.sees("queries")
    await shoot("queries")
    await session.press("slash")
    await session.type("rate by subtype")
    await session.press("enter", "tab")
    await shoot("queries-form")
    await session.press("ctrl+g")
    await session.sees("rows")
    await shoot("queries-rows")
    await session.press("c")
    await session.sees("█")
    await shoot("queries-chart")
    await session.press("e")
    await shoot("queries-export")
    await session.press("escape", "b")
    await shoot("queries-tables")
    await session.press("escape", "n", "f7")
    await session.type("SELECT titel FROM items")
    await session.press("ctrl+g")
    await session.sees("titel", "title")
    await shoot("queries-error")


WALKS: tuple[Walk, ...] = (results, panes, reading, counting, marking, windows, queries)
SMALL: tuple[Walk, ...] = (results, reading)
"""Those that are walked at unusual sizes, too."""
