"""The errors a user may see, and the exit codes of the program.

Exit codes are an interface: 0 done; 1 the work failed; 2 wrong usage or unusable input; 130 interrupted; 141 the
reader closed the pipe; 129 and 143 the explorer was ended by SIGHUP or SIGTERM.
"""

import traceback
from pathlib import PurePath

EXIT_FAILED = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130
EXIT_PIPE_CLOSED = 141


class ImrError(Exception):
    """Something the user can act upon: what happened, why, and what to try."""

    exit_code = EXIT_UNUSABLE

    def __init__(self, title: str, message: str, hint: str) -> None:
        super().__init__(title, message, hint)
        self.title = title
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.title}: {self.message}"


class UnusableInputError(ImrError):
    """A corpus, query, case or option that cannot be used as given."""


class WorkFailedError(ImrError):
    """The input was good, but the work did not succeed (disk full, no permission to write)."""

    exit_code = EXIT_FAILED


ERRORS: dict[str, type[ImrError]] = {kind.__name__: kind for kind in (ImrError, UnusableInputError, WorkFailedError)}
"""By name, for an error that is told by another process."""


def unexpected(error: BaseException) -> WorkFailedError:
    """Return what to tell of an error that nobody foresaw: its kind and place.

    Its own words are left out, since they may hold the text of a letter, and terminals are logged.
    """
    return WorkFailedError("Unexpected error", _kind_and_place(error), "Please report it with what you did before.")


def database_failed(error: Exception, hint: str) -> WorkFailedError:
    """Return what to tell of an error that a question to the corpus ended with."""
    return WorkFailedError("The database failed", database_words(error), hint)


def database_words(error: Exception) -> str:
    """Return what DuckDB says where that is about files; else kind and place, since it quotes values."""
    return str(error).split("\n", 1)[0] if type(error).__name__ == "IOException" else _kind_and_place(error)


def _kind_and_place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
