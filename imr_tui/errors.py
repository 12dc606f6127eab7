"""The errors a user may see, and the exit codes of the program.

Exit codes are an interface: 0 done; 1 the work failed; 2 wrong usage or unusable input; 130 interrupted.
"""

EXIT_FAILED = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130


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
