"""The app on the sample corpus, at a size, waited for rather than slept for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import RenderableType
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from imr_tui.last_session import LastSession
from imr_tui.loading.background import BackgroundLoad
from imr_tui.loading.load import load_corpus
from imr_tui.loading.progress import LoadReport, Progress
from imr_tui.preferences import Preferences
from imr_tui.settings import Settings
from imr_tui.tui.app import ExplorerApp
from tests.conftest import CASES, ROOT, SAMPLE

UNRESTORED = Preferences(theme="dark", restore=False)
Explore = Callable[..., AbstractAsyncContextManager["Session"]]


class Session:
    """A running explorer: keys in, screen text out."""

    def __init__(self, app: ExplorerApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot
        self._drawn = 0
        self._seen: tuple[object, str] = (None, "")
        self._count_drawings()

    def _count_drawings(self) -> None:
        """Know when there is something else to read: to read the screen takes longer than to wait for it."""
        display = self.app._display

        def count(screen: Screen[Any], renderable: RenderableType | None) -> None:
            self._drawn += 1
            display(screen, renderable)

        self.app._display = count  # type: ignore[method-assign]

    async def press(self, *keys: str) -> None:
        """Press `keys` one after the other, each when what the one before it set off is done."""
        for key in keys:
            await self._pilot.press(key)
            await self._pilot.pause(0)

    def burst(self, *keys: str) -> None:
        """Let keys come in one go, as a slow line delivers them."""
        for key in keys:
            self.app.simulate_key(key)

    async def type(self, text: str) -> None:
        """Type faster than answers come."""
        for letter in text:
            self.app.post_message(events.Key(_character_to_key(letter), letter))
        await self._pilot.pause(0)

    async def seek(self, text: str) -> None:
        """Search for `text`, and go on to the results."""
        await self.press("slash")
        await self.type(text)
        await self.press("enter")

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self._pilot.pause()

    async def click(self, selector: str, offset: tuple[int, int], times: int = 1) -> None:
        await self._pilot.click(selector, offset=offset, times=times)

    async def resize(self, width: int, height: int) -> None:
        await self._pilot.resize_terminal(width, height)

    async def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Let the app work until `is_so`."""
        for _ in range(800):
            if is_so():
                return
            await self._pilot.pause(0.01)
        pytest.fail(f"never saw {what} on\n{self.text()}")

    async def sees(self, *texts: str) -> None:
        """Wait until the screen shows all of `texts`."""
        await self.until(lambda: _holds(self.text(), texts), " and ".join(map(repr, texts)))

    async def misses(self, text: str) -> None:
        """Wait until the screen no longer shows `text`."""
        await self.until(lambda: text not in self.text(), f"the end of {text!r}")

    def text(self) -> str:
        """Return what a user reads, line by line."""
        drawing = self._drawn, self.app.screen, self.app.size
        if self._seen[0] != drawing:
            width, height = self.app.size
            update = self.app.screen._compositor.render_strips()
            self._seen = drawing, "\n".join(strip.text for strip in update[:height]) if width else ""
        return self._seen[1]

    def marked(self) -> list[str]:
        """Return the words that are underlined, as matches are."""
        segments = (segment for strip in self.app.screen._compositor.render_strips() for segment in strip)
        return [segment.text for segment in segments if segment.style and segment.style.underline]

    def line(self, text: str) -> str:
        """Return the first line that shows `text`."""
        return next(line for line in self.text().splitlines() if text in line)


def _holds(shown: str, texts: Sequence[str]) -> bool:
    return all(text in shown for text in texts)


@pytest.fixture(autouse=True)
def _no_wait_for_an_idle_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    # At each key the pilot waits 100 ms and more for it; a test here waits for what it wants to see.
    monkeypatch.setattr("textual.app.wait_for_idle", lambda _least=0: asyncio.sleep(0))
    monkeypatch.setattr("textual.pilot.wait_for_idle", lambda _least=0: asyncio.sleep(0))


class NothingNew:
    """A look for new letters where there are none, which takes half a second of a processor in a process of its own."""

    def __iter__(self) -> Iterator[Progress | LoadReport]:
        yield Progress("looking")
        yield LoadReport(files=CASES, read=0, moved=0, removed=0, seconds=0.0)

    def cancel(self) -> None:
        """There is nothing to end."""

    end = cancel


@pytest.fixture
def explore(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> Explore:
    """Open the explorer: `async with explore(width, height) as session`.

    Where it is not to look for letters itself, as it does when `live`, all of them were read before.
    """

    @asynccontextmanager
    async def open_explorer(
        width: int = 80,
        height: int = 24,
        corpus: Path = SAMPLE,
        db: Path = snapshot,
        queries: Path = ROOT / "queries",
        preferences: Preferences = UNRESTORED,
        start: LastSession | None = None,
        case: str = "",
        allow_mishaps: bool = False,
        live: bool = False,
    ) -> AsyncIterator[Session]:
        if db != snapshot and not live:
            load_corpus([corpus], db, lambda progress: None)
        look = BackgroundLoad if live else lambda roots, db: NothingNew()
        monkeypatch.setattr("imr_tui.loading.background.BackgroundLoad", look)
        app = ExplorerApp(Settings((corpus,), db, (queries,), preferences), start, case)
        async with app.run_test(size=(width, height), notifications=True) as pilot:
            yield Session(app, pilot)
        assert app.failure is None
        assert not app.mishaps or allow_mishaps

    return open_explorer
