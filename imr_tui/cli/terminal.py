"""Is there a terminal that the explorer can use?"""

import os
import sys

from imr_tui.errors import UnusableInputError


def require_terminal() -> None:
    """Raise UnusableInputError where a full screen cannot be shown."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise _no_terminal("Standard input, output or error is not a terminal.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise _no_terminal("TERM says that this terminal shows plain text only.")


def _no_terminal(message: str) -> UnusableInputError:
    return UnusableInputError(
        "The explorer needs a terminal",
        message,
        "Without one use the commands: `imr-tui search`, `show`, `query`, `export`.",
    )
