"""The clipboard of whoever looks at the screen, which is seldom that of the machine that the program runs on."""

import base64
import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

SECONDS = 2
"""After so long tmux hangs."""
MOST_BYTES = 74_994
"""Many terminals drop a longer text: with its escapes it would be a sequence of more than 100,000 characters."""
SCREEN_PIECE = 252
"""Characters of a sequence that GNU screen passes on at once."""
BY_TMUX = "tmux and its terminal's clipboard"
BY_TERMINAL = "the terminal's clipboard"
MAY_BE_DROPPED = f"{BY_TERMINAL} (OSC 52). Many take no more than 75 kB: y w writes a file"
NOT_CERTAIN = f"{BY_TERMINAL} (OSC 52). Not every terminal takes it: y w writes a file"


def copy(app: "App[object]", text: str) -> str:
    """Copy `text`, and say where to: to tmux inside of it, else by a sequence to the terminal (OSC 52)."""
    if os.environ.get("TMUX") and _load_into_tmux(text):
        return BY_TMUX
    if os.environ.get("STY") and app._driver:
        app._driver.write(for_gnu_screen(text))
    else:
        app.copy_to_clipboard(text)
    return MAY_BE_DROPPED if len(text.encode()) > MOST_BYTES else NOT_CERTAIN


def for_gnu_screen(text: str) -> str:
    """Return the sequence by which GNU screen passes `text` to the clipboard of its terminal, in pieces it can hold."""
    sequence = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"
    pieces = (sequence[at : at + SCREEN_PIECE] for at in range(0, len(sequence), SCREEN_PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def _load_into_tmux(text: str) -> bool:
    command = ["tmux", "load-buffer", "-w", "-"]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
