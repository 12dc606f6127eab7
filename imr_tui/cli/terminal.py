"""Is there a terminal that the explorer can use?"""

import codecs
import os
import sys

from imr_tui.errors import UnusableInputError

STANDARD_INPUT = 0
PLAIN = dict(zip("▸◂›…·•★─━╸│█▌▎▏▃⏎←→↑↓▲▼▴▾«»", '><>.:**-=-|#||||<<>^v^v^v""', strict=True))  # noqa: RUF001
"""For terminals that are not of UTF-8: of the characters that the program draws with, those that say the same."""


def plainly(error: UnicodeError) -> tuple[str, int]:
    """Write characters that the terminal does not know by others: an error handler for codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(c, "?") for c in error.object[error.start : error.end]), error.end


PLAINLY = "plainly"
codecs.register_error(PLAINLY, plainly)


def require_terminal() -> None:
    """Raise UnusableInputError where a full screen cannot be shown; keys come from the terminal in any case."""
    if not all(stream.isatty() for stream in (sys.stdout, sys.stderr)):
        raise _no_terminal("Standard output or error is not a terminal.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise _no_terminal("TERM says that this terminal shows plain text only.")
    if not os.isatty(STANDARD_INPUT):
        try:
            os.dup2(os.open("/dev/tty", os.O_RDWR), STANDARD_INPUT)
        except OSError as error:
            raise _no_terminal("Standard input is not a terminal, and there is none to read keys from.") from error


def _no_terminal(message: str) -> UnusableInputError:
    return UnusableInputError(
        "The explorer needs a terminal",
        message,
        "Without one use the commands: `imr-tui search`, `show`, `query`, `export`.",
    )
