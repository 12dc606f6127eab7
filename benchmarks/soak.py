"""A user who presses anything: `python -m benchmarks.soak [--actions N] [--letters N] [--seed S]`.

Random actions on the explorer in this process: every command of the screen that is open, words and queries typed, the
mouse, other sizes of the terminal. The first error of an action ends it with what led there. Linux only.
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from unittest.mock import patch

from textual.errors import NoWidget
from textual.pilot import OutOfBounds, Pilot
from textual.widgets import Input, TextArea

import imr_tui.tui
from benchmarks.figures import at_most, print_figure
from benchmarks.make_corpus import write_corpus
from imr_tui.last_session import LastSession
from imr_tui.loading.load import load_corpus
from imr_tui.preferences import Preferences
from imr_tui.settings import Settings, packaged
from imr_tui.tui.app import ExplorerApp

SIZES = ((80, 24), (80, 24), (200, 50), (120, 30), (60, 18), (40, 12), (30, 6))
TYPED = (
    "knee", "lumbar epidural", "acupunture", "opioid -surgery", '"not medically necessary"', "decision:overturned ",
    "type:surgery ", "year:2014..2016 ", "case:CM15* ", "=pain", "specialty:pain ", "in:title mri", "is:marked",
    "#weak", "tag:weak", "zzqx", ":", '"', "[/x]", "caf\N{LATIN SMALL LETTER E WITH ACUTE}", "longest", "overturn",
    "10", "SELECT count(*) FROM items", "FROM cases", ";", "out.csv",
)  # fmt: skip
AFTERWARDS = ("enter", "enter", "escape", "down", "tab", "ctrl+u", "backspace")
NEVER = ("app.quit", "app.interrupt", "app.suspend")
"""Commands that would end the soak."""
KEPT_ACTIONS = 40
"""Latest actions that are told with an error."""
SAMPLE_EVERY = 100
BELOW = 2
"""Screens that are always there: Textual's own, and the explorer's."""
WARM = 1_000
"""Actions after which everything was used once; memory is compared with what it is then."""
GROWTH = 1.1
"""To which it may grow."""
PAUSES = (0.0, 0.0, 0.0, 0.01, 0.05)
"""Seconds between actions: at times they come before the one before has been answered."""
BORED = 25
"""Actions in a row on one screen, after which it is left, if Escape leaves it."""
STUCK = 300
"""Actions in a row on one screen that should have been left by then."""
STARTED_IN = 30
"""Seconds."""
MEGA = 1_000_000


class EndlessApp(ExplorerApp):
    """An explorer that no key ends."""

    CSS_PATH = str(Path(imr_tui.tui.__file__).with_name("app.tcss"))

    async def action_quit(self) -> None:
        """Go on."""

    def action_interrupt(self) -> None:
        """Go on."""

    def action_suspend_process(self) -> None:
        """Go on."""


@dataclass
class Soaked:
    """What came of it."""

    done: int = 0
    error: str = ""
    """The first error, with what led to it."""
    memory: list[float] = field(default_factory=list)
    """Resident megabytes after each hundred actions."""
    commands: Counter[str] = field(default_factory=Counter)
    screens: Counter[str] = field(default_factory=Counter)


class RandomUser:
    """Draws actions, and does them."""

    def __init__(self, app: ExplorerApp, pilot: Pilot[None], seed: int, soaked: Soaked) -> None:
        """Act on an app; the same actions for the same seed, as far as the app answers alike."""
        self._app, self._pilot, self._soaked = app, pilot, soaked
        self._random = Random(seed)
        self._latest: deque[str] = deque(maxlen=KEPT_ACTIONS)
        self._screens: deque[int] = deque(maxlen=STUCK)

    def stays(self, actions: int) -> bool:
        """Tell whether one screen above the results was open during all the latest actions, so many."""
        latest = list(self._screens)[-actions:]
        return len(self._app.screen_stack) > BELOW and len(latest) == actions and len(set(latest)) == 1

    async def act(self) -> None:
        """Do one action."""
        draw = self._random.random()
        self._soaked.screens[type(self._app.screen).__name__] += 1
        self._screens.append(id(self._app.screen))
        if self.stays(BORED):
            await self._press("escape")
        elif draw < 0.02:
            await self._resize()
        elif draw < 0.10:
            await self._use_mouse()
        elif draw < 0.25 or (draw < 0.5 and isinstance(self._app.focused, Input | TextArea)):
            await self._type()
        else:
            await self._command()
        await self._pilot.pause(self._random.choice(PAUSES))
        self._soaked.done += 1

    def told(self) -> str:
        """Return the latest actions."""
        return " · ".join(self._latest)

    async def _press(self, *keys: str) -> None:
        self._latest.append(f"{type(self._app.screen).__name__}: {' '.join(keys)}")
        await self._pilot.press(*keys)

    async def _command(self) -> None:
        active = [a for a in self._app.screen.active_bindings.values() if a.binding.id and a.binding.id not in NEVER]
        names = sorted({str(a.binding.id) for a in active})
        name = self._random.choice(names)
        self._soaked.commands[name] += 1
        key = self._random.choice(sorted(a.binding.key for a in active if a.binding.id == name))
        await self._press(*[key] * self._random.choice((1, 1, 1, 2, 5)))

    async def _type(self) -> None:
        text = self._random.choice(TYPED)
        keys = ["space" if character == " " else character for character in text]
        await self._press(*keys, *self._random.choices(AFTERWARDS, k=self._random.randrange(3)))

    async def _resize(self) -> None:
        width, height = self._random.choice(SIZES)
        self._latest.append(f"{width}x{height}")
        await self._pilot.resize_terminal(width, height)

    async def _use_mouse(self) -> None:
        size = self._app.size
        place = (self._random.randrange(size.width), self._random.randrange(size.height))
        self._latest.append(f"click {place}")
        with suppress(OutOfBounds, NoWidget):  # what it would be meant for is not laid out yet
            await self._pilot.click(offset=place, times=self._random.choice((1, 1, 2)))


async def soak(settings: Settings, actions: int, seed: int, tell: Callable[[Soaked], None] = lambda _: None) -> Soaked:
    """Do random actions until there were so many, or the first error."""
    app, soaked = EndlessApp(settings, LastSession()), Soaked()
    with quick_pilot():
        async with app.run_test(size=SIZES[0], notifications=True) as pilot:
            user = RandomUser(app, pilot, seed, soaked)
            async with asyncio.timeout(STARTED_IN):
                while not app.screen_stack:
                    await asyncio.sleep(0.01)
            while soaked.done < actions and not soaked.error:
                await user.act()
                soaked.error = _error(app, user)
                if soaked.done % SAMPLE_EVERY == 0:
                    soaked.memory.append(resident())
                    tell(soaked)
    return soaked


def _error(app: ExplorerApp, user: RandomUser) -> str:
    if not app.is_running:
        return f"ended with {app.return_code}, {app.failure} after {user.told()}"
    if user.stays(STUCK):
        return f"stuck on {app.screen} after {user.told()}"
    if app.mishaps:
        return f"{''.join(traceback.format_exception(app.mishaps[0]))}after {user.told()}"
    return ""


@contextmanager
def quick_pilot() -> Iterator[None]:
    """Let the pilot not wait for an idle processor after each key."""

    async def wait(_least: float = 0) -> None:
        await asyncio.sleep(0)

    with patch("textual.app.wait_for_idle", wait), patch("textual.pilot.wait_for_idle", wait):
        yield


def resident() -> float:
    """Return the megabytes that this process has in memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGA


def held() -> dict[str, list[str]]:
    """Return what a process holds that its end would let go: threads, processes, open files."""
    gc.collect()
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    files = []
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            files.append(str(entry.readlink()))
    return {
        "threads": sorted(thread.name for thread in threading.enumerate()),
        "processes": [Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")[:80] for child in children],
        "files": sorted(name for name in files if name.startswith("/") and not name.startswith(("/dev", "/proc"))),
    }


def flatness(memory: list[float]) -> float:
    """Return how memory grew after the first thousand actions: the last tenth beside what it was then."""
    warm = memory[WARM // SAMPLE_EVERY - 1 :]
    last = warm[-max(1, len(warm) // 10) :]
    return sum(last) / len(last) / warm[0]


def main() -> None:
    """Soak, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description="Press anything, for long.")
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(_soak_in(Path(folder), given.actions, given.letters, given.seed))


def _soak_in(folder: Path, actions: int, letters: int, seed: int) -> int:
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
    corpus, db = folder / "corpus", folder / "corpus.duckdb"
    write_corpus(corpus, range(letters), 1)
    load_corpus([corpus], db, lambda _: None)
    for place in ("out", "tmp"):
        (folder / place).mkdir()
    os.environ |= {"TMPDIR": str(folder / "tmp"), "PAGER": "true", "EDITOR": "true"}
    os.environ.pop("TMUX", None)
    tempfile.tempdir = None
    os.chdir(folder / "out")
    settings = Settings((corpus,), db, (packaged("queries"),), Preferences(theme="dark", restore=False))
    before = held()
    soaked = asyncio.run(soak(settings, actions, seed, _tell))
    after = held()
    print(f"\n{soaked.done} actions, {len(soaked.commands)} commands, screens {dict(soaked.screens)}")
    for kind, things in after.items():
        print(f"{kind}: {sorted((Counter(things) - Counter(before[kind])).elements()) or 'none left'}")
    print(f"temporary files: {[path.name for path in (folder / 'tmp').iterdir()] or 'none left'}")
    if len(soaked.memory) > WARM // SAMPLE_EVERY:
        growth = flatness(soaked.memory)
        print_figure(at_most("memory at the end", soaked.memory[-1], " MB", growth, GROWTH, f" x of that after {WARM}"))
    print(soaked.error or "no error")
    return bool(soaked.error)


def _tell(soaked: Soaked) -> None:
    print(f"{soaked.done} actions, {soaked.memory[-1]:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
