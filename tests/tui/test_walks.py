"""The walks of `make look`; no picture is drawn."""

from typing import Any

import pytest
from textual.screen import Screen

from imr_tui.tui.app import ExplorerApp
from imr_tui.tui.keys import keyed_classes
from tests.tui.conftest import Explore
from tools.walks import counting, marking, reading, windows


async def test_the_walks_come_to_every_screen(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    """And to its end each: what it waits for is there. The workbench is left out, it would take as long as the rest."""
    reached: set[type[object]] = set()
    push = ExplorerApp.push_screen

    def note(app: ExplorerApp, screen: Screen[Any], *arguments: Any, **options: Any) -> Any:
        reached.add(type(screen))
        return push(app, screen, *arguments, **options)

    async def shoot(name: str) -> None:
        pass

    monkeypatch.setattr(ExplorerApp, "push_screen", note)
    for walk in (reading, counting, marking, windows):
        async with explore() as session:
            monkeypatch.setattr(session, "type", session.paste)  # letter by letter it takes twice as long
            await session.sees("1 of ")
            await walk(session, shoot)
    screens = [kind for kind in keyed_classes() if issubclass(kind, Screen) and "workbench" not in kind.__module__]
    bases = {base for kind in screens for base in kind.__mro__[1:]}
    assert {kind.__name__ for kind in screens if kind not in bases | reached} == set()
