"""The rationales of a snapshot, and how much text its letters are."""

from dataclasses import dataclass
from pathlib import Path

from imr_tui.corpus.session import Corpus


@dataclass(frozen=True, slots=True)
class Rationales:
    """All rationales, and the letters that they are from."""

    ids: list[str]
    """Of the items, in the order of `texts`."""
    texts: list[str]
    letters: int
    letter_bytes: int


def read_rationales(snapshot: Path) -> Rationales:
    """Return the rationales of `snapshot`, in an order that another load of the same letters has too."""
    with Corpus(snapshot) as corpus:
        cursor = corpus.cursor()
        sql = "SELECT item_id, rationale FROM corpus.main.items WHERE rationale <> '' ORDER BY item_id"
        rows = cursor.execute(sql).fetchall()
        letters = cursor.execute("SELECT count(*), sum(size) FROM corpus.main.letters").fetchall()[0]
    return Rationales([row[0] for row in rows], [row[1] for row in rows], *map(int, letters))


def write_lines(texts: list[str], file: Path) -> None:
    """Write each text as a line."""
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(" ".join(text.splitlines()) + "\n" for text in texts)
