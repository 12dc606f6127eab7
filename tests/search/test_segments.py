"""However an index came about, it answers the same: at once, by many loads, with items deleted in between."""

import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest

from imr_tui.corpus.results import read_all
from imr_tui.corpus.session import Corpus, quote_path
from imr_tui.search import build
from imr_tui.search.answer import SearchRequest
from imr_tui.search.build import add_segment, create_index
from imr_tui.search.engine import SearchEngine
from imr_tui.search.runs import index_letters
from imr_tui.search.segments import list_segments

PARTS = 4
QUERIES = [
    "acupuncture",
    "functional improvment ",
    "not medically necessary",
    "epidural steroid injecton",
    "the ",
    "zzz",
]


class Item(NamedTuple):
    """The searchable texts of an item, with the summary of its case."""

    row: int
    position: int
    case_id: str
    title: str | None
    claims_guideline: str | None
    maximus_guideline: str | None
    rationale: str | None
    summary: str | None


def read_letters(connection: duckdb.DuckDBPyConnection) -> list[list[Item]]:
    """Return the items of each case."""
    rows = connection.execute(
        """
        SELECT i.rowid, position, case_id, title, claims_guideline, maximus_guideline, rationale, clinical_summary
        FROM fresh.main.items AS i JOIN fresh.main.cases USING (case_id)
        JOIN fresh.search.docs AS d ON d.item_row = i.rowid ORDER BY case_id, i.rowid
        """
    ).fetchall()
    return [list(letter) for _, letter in groupby((Item(*row) for row in rows), key=lambda item: item.case_id)]


def rebuild(db: Path, folder: Path) -> None:
    """Index the letters of a snapshot in parts, with each twice as many documents, half of which are deleted."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH {quote_path(db)} AS fresh")
        letters = read_letters(connection)
        connection.execute("DROP SCHEMA fresh.search CASCADE")
        create_index(connection, "fresh")
        size = -(-len(letters) // PARTS)
        done = 0
        for part in range(PARTS):
            own = letters[part * size : (part + 1) * size]
            rows = [item.row for letter in own for item in letter]
            positions = [item.position for letter in own for item in letter]
            numbers = np.arange(done, done + 2 * len(rows), dtype=np.uint32)
            done += len(numbers)
            for name, chosen in (("gone", numbers[: len(rows)]), ("kept", numbers[len(rows) :])):
                index_letters((letter[0].summary, letter) for letter in own).write(folder / f"{name}-{part}")
                if name == "kept":
                    values = [chosen.tolist(), rows, positions]
                    connection.execute(
                        "INSERT INTO fresh.search.docs SELECT unnest(?::INT[]), unnest(?::INT[]), unnest(?::INT[])",
                        values,
                    )
            runs = [(folder / f"gone-{part}", numbers[: len(rows)]), (folder / f"kept-{part}", numbers[len(rows) :])]
            add_segment(connection, "fresh", runs, folder)
        assert len(list_segments(connection, "fresh")) == PARTS


@pytest.fixture
def in_parts(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Corpus]:
    monkeypatch.setattr(build, "JOINED_UP_TO", 0)
    monkeypatch.setattr(build, "LEAST_ALIVE", 0)
    db = tmp_path / "parts.duckdb"
    shutil.copyfile(snapshot, db)
    (tmp_path / "runs").mkdir()
    rebuild(db, tmp_path / "runs")
    with Corpus(db) as opened:
        yield opened


@pytest.mark.parametrize("text", QUERIES)
def test_many_segments_answer_as_one(corpus: Corpus, in_parts: Corpus, text: str) -> None:
    answers = []
    for opened in (corpus, in_parts):
        answer = SearchEngine(opened).search(SearchRequest(text), opened.cursor())
        items = [row.item_id for row in read_all(opened.cursor(), answer.results, answer.results.total)]
        answers.append((items[:10], set(items), answer.facets, answer.terms, answer.is_partial))
    assert answers[0] == answers[1]
