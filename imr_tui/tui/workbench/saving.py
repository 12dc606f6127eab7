"""Save a query to the user's own folder."""

import re
from pathlib import Path

from imr_tui.errors import UnusableInputError
from imr_tui.export.output import new_file
from imr_tui.private_file import PRIVATE_FILE, make_private
from imr_tui.settings import own_queries

NAME = re.compile(r"\w[\w. -]{0,80}")


def file_for(name: str) -> Path:
    """Return the file of a query of the user's. Raises UnusableInputError when a file cannot have that name."""
    stem = name.removesuffix(".sql")
    if not NAME.fullmatch(stem):
        raise UnusableInputError("Not saved", f"{name!r} is no name for a query.", "Use letters, digits, _ and -.")
    return own_queries() / f"{stem}.sql"


def save(path: Path, sql: str, replaces: bool) -> None:
    """Write a query's file whole, over another only if it `replaces` that. Raises WorkFailedError when it cannot."""
    try:
        make_private(path.parent)
    except OSError as error:
        raise UnusableInputError("Not saved", f"{path.parent}: {error.strerror}.", "May you write there?") from error
    with new_file(path, replaces=replaces, hint="Save it under another name.") as building:
        building.touch(PRIVATE_FILE)
        building.write_text(sql.rstrip("\n") + "\n", encoding="utf-8")
