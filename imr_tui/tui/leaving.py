"""Signals that end the program: the terminal is restored and the session kept, as with `q`."""

import asyncio
import signal
from collections.abc import Callable

ENDING = (signal.SIGTERM, signal.SIGHUP)


def end_on_signals(end: Callable[[int], None]) -> None:
    """Call `end` with the exit code that a shell gives a program which such a signal ended: 143 or 129."""
    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, end, 128 + number)


def forget_signals() -> None:
    """Let the signals do again what they do by default."""
    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.remove_signal_handler(number)
