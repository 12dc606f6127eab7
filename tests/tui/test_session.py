"""What the explorer keeps over sessions: searches, the place, colours, keys."""

from functools import partial
from types import MappingProxyType

import pytest

from imr_tui.last_session import DamagedSessionError, LastSession, read_session, session_file
from imr_tui.preferences import Preferences
from imr_tui.search_history import keep_search, read_history
from imr_tui.settings import Settings
from imr_tui.tui.app import ExplorerApp
from imr_tui.tui.screens.explorer import ExplorerScreen
from imr_tui.tui.themes import THEMES
from imr_tui.tui.widgets.filter_pane import FilterPane
from imr_tui.tui.widgets.preview import Preview
from imr_tui.tui.widgets.result_table import ResultTable
from imr_tui.tui.widgets.window_table import WindowTable
from tests.conftest import ITEMS, SAMPLE
from tests.tui.conftest import Explore

RESTORED = Preferences(restore=True)
ALL = f"1 of {ITEMS}"


async def test_the_session_goes_on_where_it_was_left(explore: Explore) -> None:
    """A search, an order, a place; quit; all of it is there again, on a screen of another size too."""
    async with explore(preferences=RESTORED) as session:
        await session.sees(ALL)
        await session.seek("opioid")
        await session.press("s", "s")
        await session.sees("oldest first")
        await session.press("j", "j", "j")
        await session.sees("4 of ")
        marked, settings = session.line("▸").partition("▸")[2][:45], session.app.settings
        await session.press("q")
    start = read_session(settings)
    assert (start.query, start.order) == ("opioid", "oldest")
    async with explore(height=16, start=start) as session:
        await session.sees("/ opioid", "oldest first", "4 of ")
        assert session.line("▸").partition("▸")[2][:45] == marked
    assert read_history() == ["opioid"]
    async with explore(start=LastSession(item_id=start.item_id)) as session:
        await session.misses(ALL)
        assert session.line("▸").partition("▸")[2][:45] == marked


async def test_panes_and_columns_are_as_they_were_left(explore: Explore) -> None:
    """The years are open, decision is the only column."""
    async with explore(preferences=RESTORED) as session:
        await session.sees(ALL)
        table, panes = session.app.screen.query_one(ResultTable), session.app.screen.query_one(FilterPane)
        table.take_up(["decision"])
        panes.take_up({"opened": ["year"], "is_unfolded": True})
        await session.press("q")
    start = read_session(session.app.settings)
    async with explore(80, 40, start=start) as session:
        await session.sees(ALL, "2015")
        assert "ITEM  " not in session.text().replace("ITEM TYPE", "")


WRONG = {"opened": [["x"], "moon", 3], "expanded": [[[], []], ["type", 3], 4], "by_count": {"year": 3}}


async def test_a_session_that_no_longer_fits_does_no_harm(explore: Explore) -> None:
    """An item, an order and a theme that are no more: the first row, the usual order."""
    start = LastSession("knee", "by moon", "gone#1", "pink", "dark", {"results": 7, "query": [], "filters": WRONG})
    async with explore(start=start) as session:
        await session.sees("/ knee", "1 of ", "items")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"query": 3}', "[" * 100_000])
def test_a_damaged_session_is_known(explore: Explore, text: str) -> None:
    settings = Settings((SAMPLE,), SAMPLE, ())
    session_file(settings).parent.mkdir(parents=True)
    session_file(settings).write_text(text)
    with pytest.raises(DamagedSessionError):
        read_session(settings)


async def test_earlier_searches_are_a_few_letters_away(explore: Explore) -> None:
    """`up` in the search line, or ctrl+r: the newest first; some letters choose one; markup is text."""
    for text in ("acupuncture", "[/foo] knee", "year:2015 mri"):
        keep_search(text)
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash", "up")
        await session.sees("year:2015 mri", "[/foo] knee", "acupuncture")
        await session.type("fo")
        await session.misses("acupuncture")
        assert "[/foo] knee" in session.text()
        await session.press("escape", "escape", "ctrl+r")
        await session.type("acu")
        await session.misses("year:2015")
        await session.press("enter")
        await session.sees("/ acupuncture", "1 of 1")


async def test_a_case_is_opened_by_its_number(explore: Explore) -> None:
    """`--case cm15-9000139`: the case; Escape: the results. An unknown one is told."""
    async with explore(case="cm15-9000139") as session:
        await session.sees("Clinical case summary", "CM15-9000139")
        await session.press("escape")
        await session.sees(ALL)
    async with explore(case="CM99-[/x]") as session:
        await session.sees("No such case", "CM99-[/x]")
        await session.press("escape")
        await session.sees(ALL)


def _is_used(app: ExplorerApp, theme: str) -> bool:
    return app.theme == THEMES[theme]


async def test_themes_switch_at_once_and_are_kept(explore: Explore) -> None:
    """ctrl+t goes through all of them; the one that was left is there again, unless the settings changed."""
    async with explore(preferences=Preferences(theme="dark")) as session:
        await session.sees(ALL)
        for name in ("light", "ansi", "contrast", "dark", "light"):
            await session.press("ctrl+t")
            await session.until(partial(_is_used, session.app, name), name)
        await session.press("q")
    start = read_session(session.app.settings)
    async with explore(start=start, preferences=Preferences(theme="dark", restore=False)) as session:
        assert session.app.theme == "textual-light"
    async with explore(start=start, preferences=Preferences(theme="contrast", restore=False)) as session:
        assert session.app.theme == "contrast"


async def test_keys_of_ones_own(explore: Explore) -> None:
    """F5 sorts instead of `s`, and the palette says so."""
    keys = MappingProxyType({"explorer.sort": "ctrl+o, f5", "explorer.queries": "f6"})
    async with explore(preferences=Preferences(restore=False, keys=keys)) as session:
        await session.sees(ALL, "f6 Queries")
        await session.press("f5")
        await session.sees("latest first")
        await session.press("ctrl+p")
        await session.type("sort")
        await session.sees("^o      Sort the results")
        await session.press("escape", "f6")
        await session.sees("saved queries")


async def test_an_error_in_one_action_is_told_and_ends_nothing(
    explore: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An action, a handler and a widget that raise: a message without the error's own words, and on it goes."""

    def fail(*arguments: object) -> None:
        raise RuntimeError("words of a letter")

    async with explore(allow_mishaps=True) as session:
        await session.sees(ALL)
        monkeypatch.setattr(ExplorerApp, "NOTIFICATION_TIMEOUT", 600.0)
        monkeypatch.setattr(ExplorerScreen, "action_sort", fail)
        monkeypatch.setattr(WindowTable, "action_jump", fail)
        monkeypatch.setattr(Preview, "show", fail)
        await session.press("s")
        await session.sees("Unexpected error", "RuntimeError at test_session.py")
        await session.press("G")
        await session.press("j")
        await session.sees(f"2 of {ITEMS}")
        assert "words of a letter" not in session.text()
        assert len(session.app.mishaps) >= 3
