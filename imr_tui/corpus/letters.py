"""Which file the letter of a case stands in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imr_tui.errors import UnusableInputError

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """Where the letter of a case was read."""

    case_id: str
    source_path: str
    """The file, or within it a member or a row, by its path within the corpus."""
    part: int
    """The number of the letter among those of `source_path`, from 1."""
    file: str
    """The file on disk, by its path within the corpus."""
    row_name: str | None
    """What a table calls the case; None for a letter, which is no row of one."""
    content_hash: str | None
    """Of the bytes that were read."""


def find_letter(cursor: "duckdb.DuckDBPyConnection", case_id: str) -> LetterPlace:
    """Return the place of the letter that a case is read from. Raises UnusableInputError when there is none."""
    found = cursor.execute(
        """
        SELECT case_id, source_path, part, file, if(size IS NULL, name, NULL), content_hash
        FROM corpus.internal.letters WHERE case_id = ? AND duplicate_of IS NULL AND is_letter
        ORDER BY source_path, part LIMIT 1
        """,
        [case_id],
    ).fetchone()
    if not found:
        raise UnusableInputError("No letter", f"No letter is known of case {case_id}.", "`imr-tui load` looks again.")
    return LetterPlace(*found)


def parquet_files(cursor: "duckdb.DuckDBPyConnection") -> list[str]:
    """Return the Parquet files of the corpus, by their paths within it."""
    rows = cursor.execute("SELECT source_path FROM corpus.internal.files WHERE kind = 'Parquet table'").fetchall()
    return [name for (name,) in rows]
