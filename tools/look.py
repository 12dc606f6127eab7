"""Pictures of every screen, to be looked at: `python -m tools.look [--folder DIR] [--only WALK]`.

The explorer runs on the sample corpus, without the user's settings, session or marks, at several sizes and in all
themes.
"""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from imr_tui.loading.load import load_corpus
from imr_tui.preferences import Preferences
from imr_tui.settings import Settings, packaged
from imr_tui.tui.app import ExplorerApp
from imr_tui.tui.themes import THEMES
from tests.tui.conftest import Session
from tools.picture import write_picture
from tools.walks import SMALL, WALKS, Walk, results

USUAL = ((80, 24), (160, 45))
UNUSUAL = ((40, 12), (200, 50))
AT_REST = 0.3
"""Seconds without a key after which the screen shows all that it has to show."""


def use_own_folders(folder: Path) -> None:
    """Keep away from what the user has of settings, sessions, marks and snapshots."""
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
    for name in [name for name in os.environ if name.startswith("IMR_")]:
        del os.environ[name]


async def at_once(least: float = 0) -> None:
    """Wait for nothing, in the place of Textual's wait for an idle processor at each key."""


async def walk_at(walk: Walk, db: Path, size: tuple[int, int], pictures: Path, theme: str = "dark") -> None:
    """Walk through the explorer at a size, and write each picture into `pictures`."""
    preferences = Preferences(theme=theme, restore=False)
    app = ExplorerApp(Settings((packaged("sample_corpus"),), db, (packaged("queries"),), preferences))
    async with app.run_test(size=size) as pilot:

        async def shoot(name: str) -> None:
            await pilot.pause(AT_REST)
            write_picture(app.export_screenshot(), pictures / name)

        session = Session(app, pilot)
        await session.sees("1 of ")
        await walk(session, shoot)


def main() -> None:
    """Load the sample corpus, and write the pictures: a folder a size, a folder a theme."""
    arguments = argparse.ArgumentParser(description="Write pictures of every screen.")
    arguments.add_argument("--folder", type=Path, default=Path("build/look"))
    arguments.add_argument("--only", choices=[walk.__name__ for walk in WALKS], help="one of the walks, at usual sizes")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="imr-tui-look-") as temporary:
        walks = [
            *((walk, size, "dark") for size in USUAL for walk in WALKS),
            *((walk, size, "dark") for size in UNUSUAL for walk in SMALL),
            *((results, USUAL[0], theme) for theme in THEMES if theme != "dark"),
        ]
        if given.only:
            walks = [
                (walk, size, theme) for walk, size, theme in walks[: 2 * len(WALKS)] if walk.__name__ == given.only
            ]
        db = Path(temporary) / "sample.duckdb"
        load_corpus([packaged("sample_corpus")], db, lambda progress: None)
        for number, (walk, (width, height), theme) in enumerate(walks):
            pictures = given.folder / (f"{width}x{height}" if theme == "dark" else theme)
            pictures.mkdir(parents=True, exist_ok=True)
            use_own_folders(Path(temporary) / str(number))
            with patch("textual.app.wait_for_idle", at_once), patch("textual.pilot.wait_for_idle", at_once):
                asyncio.run(walk_at(walk, db, (width, height), pictures, theme))
    print(f"{len(list(given.folder.rglob('*.svg')))} pictures in {given.folder}")


if __name__ == "__main__":
    main()
