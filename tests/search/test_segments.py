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
from imr_tui.search import build, segments
from imr_tui.search.answer import SearchRequest
from imr_tui.search.build import IndexBuilder
from imr_tui.search.engine import SearchEngine
from imr_tui.search.runs import index_letters
from imr_tui.search.segments import create_index, index_folder, list_segments

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

    doc: int
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
        SELECT doc, case_id, title, claims_guideline, maximus_guideline, rationale, clinical_summary
        FROM fresh.internal.items JOIN fresh.main.cases USING (case_id) ORDER BY case_id, doc
        """
    ).fetchall()
    return [list(letter) for _, letter in groupby((Item(*row) for row in rows), key=lambda item: item.case_id)]


def rebuild(db: Path, folder: Path) -> None:
    """Index the letters of a snapshot in parts, with each twice as many documents, half of which are deleted.

    First they are the first ones of a part, then the last ones: the highest number is one that is deleted.
    """
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH {quote_path(db)} AS fresh")
        letters = read_letters(connection)
        shown = [doc for (doc,) in connection.execute("SELECT doc FROM fresh.search.docs").fetchall()]
        connection.execute("DROP SCHEMA fresh.search CASCADE")
        create_index(connection, "fresh")
        builder = IndexBuilder(connection, "fresh", index_folder(db), folder)
        size = -(-len(letters) // PARTS)
        numbers: dict[int, int] = {}
        for part in range(PARTS):
            own = letters[part * size : (part + 1) * size]
            docs = [item.doc for letter in own for item in letter]
            new = np.arange(2 * len(numbers), 2 * (len(numbers) + len(docs)), dtype=np.uint32)
            halves = new[: len(docs)], new[len(docs) :]
            gone, kept = halves if part % 2 == 0 else reversed(halves)
            numbers |= dict(zip(docs, kept.tolist(), strict=True))
            for name in ("gone", "kept"):
                index_letters((letter[0].summary, letter) for letter in own).write(folder / f"{name}-{part}")
            alive = [numbers[doc] for doc in shown if doc in numbers]
            connection.execute("DELETE FROM fresh.search.docs")
            connection.execute("INSERT INTO fresh.search.docs SELECT unnest(?::UINTEGER[])", [alive])
            builder.add([(folder / f"gone-{part}", gone), (folder / f"kept-{part}", kept)])
        assert len(list_segments(connection, "fresh", index_folder(db))) == PARTS
        assert max(numbers.values()) < 2 * len(numbers) - 1
        new_docs = [numbers[doc] for doc in numbers]
        connection.execute(
            "UPDATE fresh.internal.items AS i SET doc = n.new FROM "
            "(SELECT unnest(?::UINTEGER[]) AS old, unnest(?::UINTEGER[]) AS new) AS n WHERE i.doc = n.old",
            [list(numbers), new_docs],
        )


@pytest.fixture(params=["rare", "common"])
def in_parts(
    snapshot: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Corpus]:
    if request.param == "common":
        monkeypatch.setattr(segments, "FEWEST_COMMON", 3)
    monkeypatch.setattr(build, "JOINED_UP_TO", 0)
    monkeypatch.setattr(build, "LEAST_ALIVE", 0)
    db = tmp_path / "parts.duckdb"
    shutil.copyfile(snapshot, db)
    (tmp_path / "runs").mkdir()
    rebuild(db, tmp_path / "runs")
    with Corpus(db) as opened:
        yield opened


def test_many_segments_answer_as_one(corpus: Corpus, in_parts: Corpus) -> None:
    whole, parts = SearchEngine(corpus), SearchEngine(in_parts)
    for text in QUERIES:
        answers = []
        for engine, opened in ((whole, corpus), (parts, in_parts)):
            answer = engine.search(SearchRequest(text), opened.cursor())
            items = [row.item_id for row in read_all(opened.cursor(), answer.results, answer.results.total)]
            answers.append((items[:10], set(items), answer.facets, answer.sought, answer.is_partial))
        assert answers[0] == answers[1], text
    assert _holders(whole, corpus) == _holders(parts, in_parts) != set()


def _holders(engine: SearchEngine, opened: Corpus) -> set[str]:
    """Return the items that hold a word, as those who seek similar ones are told."""
    docs = set(engine.word_holders.docs("acupuncture").tolist())
    rows = opened.cursor().execute("SELECT doc, item_id FROM corpus.internal.items").fetchall()
    return {item_id for doc, item_id in rows if doc in docs}
