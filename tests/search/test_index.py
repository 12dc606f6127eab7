"""The index: whatever the order in which letters came, each word leads to where it stands."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest

from imr_tui.search import holders, merge
from imr_tui.search.build import LEFT_OUT, add_segment, create_index, merge_segments
from imr_tui.search.holders import DOC_SHIFT, FIELD_WEIGHTS, IN_SUMMARY, STRENGTH_MASK, holders_of
from imr_tui.search.runs import index_letters
from imr_tui.search.segments import MOST_RARE, list_segments, read_column
from imr_tui.search.slots import FIRST_PLACES, PLACES, Field
from imr_tui.search.words import words_of

Places = dict[str, set[tuple[int, int]]]
"""Word -> documents and places."""


class Item(NamedTuple):
    rationale: str | None
    title: str | None = None
    claims_guideline: str | None = None
    maximus_guideline: str | None = None


Letter = tuple[str | None, list[Item]]
LETTERS: list[Letter] = [
    (f"Injured worker {number} with lumbar pain.", [
        Item(f"Acupuncture is not recommended. Dose {number}.5mg.", f"Acupuncture visit {number}", "ODG", "MTUS"),
        Item("The lumbar brace is not medically necessary." * (1 + number % 3), "Lumbar brace"),
    ][: 1 + number % 2])
    for number in range(40)
]  # fmt: skip


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("ATTACH ':memory:' AS fresh")
    create_index(connection, "fresh")
    return connection


def documents(letters: Sequence[Letter]) -> int:
    return sum(len(items) for _, items in letters)


def expected(letters: Sequence[Letter], numbers: Sequence[int]) -> Places:
    found: Places = defaultdict(set)
    document = 0
    for summary, items in letters:
        texts = [
            (field, n, getattr(item, field.name.lower()))
            for n, item in enumerate(items)
            for field in Field
            if field < 4
        ]
        for field, item, text in [*texts, (Field.SUMMARY, 0, summary)]:
            if numbers[document + item] != LEFT_OUT:
                for position, word in enumerate(words_of(text or "")):
                    found[word].add((numbers[document + item], int(FIRST_PLACES[field]) + position))
        document += len(items)
    return dict(found)


def indexed(connection: duckdb.DuckDBPyConnection) -> Places:
    found: Places = defaultdict(set)
    for segment in list_segments(connection, "fresh"):
        slots = {
            kind: iter(connection.execute(f"SELECT slot FROM {segment.table(kind)}").fetchall())
            for kind in ("rare", "common")
        }
        for term, count in connection.execute(f"SELECT term, slots FROM {segment.table('terms')}").fetchall():
            kind = slots["rare" if count <= MOST_RARE else "common"]
            own = {
                (segment.first_doc + slot // PLACES, slot % PLACES) for (slot,) in (next(kind) for _ in range(count))
            }
            found[term] |= own
    return dict(found)


def expected_strengths(letters: Sequence[Letter]) -> dict[str, dict[int, tuple[int, bool]]]:
    weights: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    in_summary: set[tuple[str, int]] = set()
    document = 0
    for summary, items in letters:
        for number, item in enumerate(items, document):
            for field in Field:
                text = getattr(item, field.name.lower()) if field != Field.SUMMARY else summary
                for word in words_of(text or "") if field != Field.SUMMARY or number == document else ():
                    weights[word][number] += FIELD_WEIGHTS[field]
                    in_summary |= {(word, number)} if field == Field.SUMMARY else set()
        document += len(items)
    return {
        word: {doc: (16 * n // (n + 20), (word, doc) in in_summary) for doc, n in held.items()}
        for word, held in weights.items()
    }


def held(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[int, tuple[int, bool]]]:
    """Word -> document -> strength, and whether it is in the summary: from the index, or worked out."""
    (segment,) = list_segments(connection, "fresh")
    kinds = ("rare", "common", "holders")
    tables = {kind: read_column(connection, f"SELECT * FROM {segment.table(kind)}") for kind in kinds}
    found: dict[str, dict[int, tuple[int, bool]]] = {}
    for term, slots, items, count in connection.execute(f"SELECT * FROM {segment.table('terms')}").fetchall():
        kind = "rare" if slots <= MOST_RARE else "common"
        own, tables[kind] = np.split(tables[kind], [slots])
        stored, tables["holders"] = np.split(tables["holders"], [count])
        _, worked_out = holders_of(own, np.array([0]))
        assert stored.tolist() in ([], worked_out.tolist())
        assert len(worked_out) == items
        found[term] = {h >> DOC_SHIFT: (h & STRENGTH_MASK, bool(h & IN_SUMMARY)) for h in worked_out.tolist()}
    return found


def add(
    connection: duckdb.DuckDBPyConnection, folder: Path, parts: Sequence[tuple[Sequence[Letter], list[int]]]
) -> None:
    runs = []
    for letters, numbers in parts:
        path = folder / f"{len(list(folder.iterdir()))}.run"
        index_letters(letters).write(path)
        runs.append((path, np.array(numbers, np.uint32)))
        alive = [number for number in numbers if number != LEFT_OUT]
        connection.execute("INSERT INTO fresh.search.docs SELECT unnest(?::UINTEGER[]), 0, 0", [alive])
    add_segment(connection, "fresh", runs, folder)


def test_runs_in_any_order_become_one_segment(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "SLOTS_AT_ONCE", 50)
    first, second = LETTERS[:15], LETTERS[15:]
    numbers = np.random.default_rng(5).permutation(documents(LETTERS)).tolist()
    parts = [(second, numbers[documents(first) :]), (first, numbers[: documents(first)])]
    add(connection, tmp_path, parts)
    assert len(list_segments(connection, "fresh")) == 1
    assert indexed(connection) == expected(LETTERS, numbers)


def test_documents_that_are_left_out_leave_no_word(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    numbers = [*range(documents(LETTERS[:10])), *[LEFT_OUT] * documents(LETTERS[10:])]
    add(connection, tmp_path, [(LETTERS, numbers)])
    assert indexed(connection) == expected(LETTERS, numbers)
    assert "12.5mg" not in indexed(connection)


def test_segments_are_joined_before_they_become_many(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    done, most = 0, 0
    for letter in LETTERS:
        add(connection, tmp_path, [([letter], list(range(done, done + documents([letter]))))])
        done += documents([letter])
        most = max(most, len(list_segments(connection, "fresh")))
    assert 2 <= most <= 5
    assert indexed(connection) == expected(LETTERS, range(done))


def test_joining_drops_what_is_deleted(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    cut, total = documents(LETTERS[:20]), documents(LETTERS)
    add(connection, tmp_path, [(LETTERS, list(range(total)))])
    connection.execute("DELETE FROM fresh.search.docs WHERE doc >= ?", [cut])
    merge_segments(connection, "fresh", tmp_path)
    assert indexed(connection) == expected(LETTERS, [*range(cut), *[LEFT_OUT] * (total - cut)])


def test_an_index_that_is_mostly_deleted_is_joined_by_the_next_load(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    total = documents(LETTERS)
    add(connection, tmp_path, [(LETTERS, list(range(total)))])
    connection.execute("DELETE FROM fresh.search.docs")
    add(connection, tmp_path, [(LETTERS[:2], list(range(total, total + documents(LETTERS[:2]))))])
    assert indexed(connection) == expected(LETTERS[:2], range(total, total + documents(LETTERS[:2])))


def test_numbers_too_far_apart_for_one_segment_take_two(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    letters = LETTERS[:2]
    numbers = [7, (1 << 24) - 2, (1 << 24) - 1]
    add(connection, tmp_path, [(letters, numbers)])
    assert len(list_segments(connection, "fresh")) == 2
    assert indexed(connection) == expected(letters, numbers)


def test_items_hold_the_words_of_their_own_texts_and_the_first_those_of_the_summary(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holders, "SLOTS_AT_ONCE", 7)
    monkeypatch.setattr(merge, "MOST_WORKED_OUT", 0.3)
    add(connection, tmp_path, [(LETTERS, list(range(documents(LETTERS))))])
    assert held(connection) == expected_strengths(LETTERS)
    assert connection.execute("SELECT count(*) FROM fresh.search.holders_1").fetchall() > [(300,)]


def test_a_summary_is_posted_once_and_its_items_are_known(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    add(connection, tmp_path, [(LETTERS[:4], [10, 20, 21, 30, 40, 41])])
    (segment,) = list_segments(connection, "fresh")
    assert connection.execute(f"SELECT * FROM {segment.table('siblings')}").fetchall() == [(11, 10), (31, 30)]


def test_nothing_to_add_is_no_segment(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    add_segment(connection, "fresh", [], tmp_path)
    merge_segments(connection, "fresh", tmp_path)
    assert list_segments(connection, "fresh") == []


def test_a_text_longer_than_its_field_stays_in_it(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    add(connection, tmp_path, [([(None, [Item("pain " * 2_000)])], [0])])
    places = {place for _, place in indexed(connection)["pain"]}
    assert max(places) == int(FIRST_PLACES[Field.TITLE]) - 2
