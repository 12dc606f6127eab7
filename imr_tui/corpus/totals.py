"""Figures about a whole snapshot."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_tui.terminal_text import counted

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a snapshot holds."""

    cases: int
    items: int
    letters: dict[str, int]
    """Files that were looked at, by status."""

    def describe(self) -> str:
        """Say how much there is: `64 cases, 138 items`."""
        return f"{counted(self.cases, 'case')}, {counted(self.items, 'item')}"

    def describe_letters(self) -> str:
        """Say what became of the files: `63 parsed, 1 not a letter`."""
        return ", ".join(f"{count:,} {status}" for status, count in self.letters.items())


def count_totals(cursor: "duckdb.DuckDBPyConnection") -> Totals:
    """Count cases, items, and files by status."""
    sql = "SELECT (SELECT count(*) FROM corpus.main.cases), (SELECT count(*) FROM corpus.main.items)"
    cases, items = cursor.execute(sql).fetchall()[0]
    letters = cursor.execute(
        "SELECT status, count(DISTINCT source_path) FROM corpus.main.letters GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return Totals(cases, items, dict(letters))


def problem_letters(cursor: "duckdb.DuckDBPyConnection") -> list[tuple[str, str, list[str]]]:
    """Return source path, status and problems of every file that was not read without a problem."""
    return cursor.execute(
        "SELECT source_path, status, problems FROM corpus.main.letters WHERE status <> 'parsed' ORDER BY ALL"
    ).fetchall()
