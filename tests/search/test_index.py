"""The index: whatever the order in which letters came, each word leads to where it stands."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pytest

from imr_tui.search import merge, segments
from imr_tui.search.build import IndexBuilder
from imr_tui.search.mapped import open_segment
from imr_tui.search.postings import ALL_FIELDS, SegmentPostings
from imr_tui.search.runs import index_letters
from imr_tui.search.segments import COLUMNS, Segment, create_index, list_segments
from imr_tui.search.slots import FIRST_PLACES, PLACES, Field
from imr_tui.search.sources import LEFT_OUT
from imr_tui.search.vocabulary import Vocabulary
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


class Index:
    """An index in a folder of its own, with the table of its documents."""

    def __init__(self, folder: Path) -> None:
        self._runs, self._segments = folder / "runs", folder / "segments"
        self._runs.mkdir()
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("ATTACH ':memory:' AS fresh")
        create_index(self.connection, "fresh")
        self.builder = IndexBuilder(self.connection, "fresh", self._segments, self._runs)

    def add(self, *parts: tuple[Sequence[Letter], Sequence[int]]) -> None:
        runs = []
        for letters, numbers in parts:
            path = self._runs / f"{len(list(self._runs.iterdir()))}.run"
            index_letters(letters).write(path)
            runs.append((path, np.array(numbers, np.uint32)))
            alive = [number for number in numbers if number != LEFT_OUT]
            self.connection.execute("INSERT INTO fresh.search.docs SELECT unnest(?::UINTEGER[])", [alive])
        self.builder.add(runs)

    def segments(self) -> list[Segment]:
        return list_segments(self.connection, "fresh", self._segments)

    def postings(self) -> Iterator[tuple[Segment, SegmentPostings, list[str]]]:
        """Yield the segments, each with all words of the index."""
        segments = self.segments()
        opened = [open_segment(segment) for segment in segments]
        vocabulary = Vocabulary(opened)
        for segment, places in zip(opened, vocabulary.places, strict=True):
            yield segment.segment, SegmentPostings(segment, places), vocabulary.terms

    def places(self) -> Places:
        found: Places = defaultdict(set)
        for segment, postings, terms in self.postings():
            for number, term in enumerate(terms):
                slots = postings.all_slots(number).tolist()
                assert slots == sorted(slots)
                found[term] |= {(segment.first_doc + slot // PLACES, slot % PLACES) for slot in slots}
        return {term: held for term, held in found.items() if held}


@pytest.fixture(params=["rare", "common"])
def index(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Index:
    """With all words rare, or many common."""
    if request.param == "common":
        monkeypatch.setattr(segments, "FEWEST_COMMON", 3)
    return Index(tmp_path)


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


def test_runs_in_any_order_become_one_segment(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "SLOTS_AT_ONCE", 50)
    first, second = LETTERS[:15], LETTERS[15:]
    numbers = np.random.default_rng(5).permutation(documents(LETTERS)).tolist()
    index.add((second, numbers[documents(first) :]), (first, numbers[: documents(first)]))
    assert len(index.segments()) == 1
    assert index.places() == expected(LETTERS, numbers)


def test_documents_that_are_left_out_leave_no_word(index: Index) -> None:
    numbers = [*range(documents(LETTERS[:10])), *[LEFT_OUT] * documents(LETTERS[10:])]
    index.add((LETTERS, numbers))
    assert index.places() == expected(LETTERS, numbers)
    assert "12.5mg" not in index.places()


def test_segments_are_joined_before_they_become_many(index: Index) -> None:
    done, most = 0, 0
    for letter in LETTERS:
        index.add(([letter], range(done, done + documents([letter]))))
        done += documents([letter])
        most = max(most, len(index.segments()))
    assert 2 <= most <= 5
    assert index.places() == expected(LETTERS, range(done))


def test_joining_drops_what_is_deleted(index: Index) -> None:
    cut, total = documents(LETTERS[:19]), documents(LETTERS)
    index.add((LETTERS, range(total)))
    index.connection.execute("DELETE FROM fresh.search.docs WHERE doc >= ?", [cut])
    index.add()
    assert index.places() == expected(LETTERS, [*range(cut), *[LEFT_OUT] * (total - cut)])


def test_an_index_that_is_mostly_deleted_is_joined_by_the_next_load(index: Index) -> None:
    total = documents(LETTERS)
    index.add((LETTERS, range(total)))
    index.connection.execute("DELETE FROM fresh.search.docs")
    index.add((LETTERS[:2], range(total, total + documents(LETTERS[:2]))))
    assert index.places() == expected(LETTERS[:2], range(total, total + documents(LETTERS[:2])))


def test_numbers_too_far_apart_for_one_segment_take_two(index: Index) -> None:
    letters = LETTERS[:2]
    numbers = [7, (1 << 24) - 2, (1 << 24) - 1]
    index.add((letters, numbers))
    assert len(index.segments()) == 2
    assert index.places() == expected(letters, numbers)


def test_words_are_held_by_the_items_of_their_texts_and_those_of_the_summary_by_all_items(index: Index) -> None:
    index.add((LETTERS, range(documents(LETTERS))))
    holders: defaultdict[str, set[int]] = defaultdict(set)
    document = 0
    for summary, items in LETTERS:
        for item in items:
            for text in (*item, summary):
                for word in words_of(text or ""):
                    holders[word].add(document)
            document += 1
    ((_, postings, terms),) = index.postings()
    for number, term in enumerate(terms):
        assert set(np.flatnonzero(postings.is_held([number], (0, 0), ALL_FIELDS)).tolist()) == holders[term]
    extent = terms.index("1.5mg"), terms.index("2.5mg")
    begun = set().union(*(holders[term] for term in terms[slice(*extent)]))
    assert set(np.flatnonzero(postings.is_held([], extent, ALL_FIELDS)).tolist()) == begun


def test_words_are_held_in_the_fields_that_are_asked_for(index: Index) -> None:
    index.add((LETTERS, range(documents(LETTERS))))
    ((_, postings, terms),) = index.postings()
    number = terms.index("lumbar")
    held = {
        field: np.flatnonzero(postings.is_held([number], (0, 0), {field})).tolist()
        for field in (Field.TITLE, Field.SUMMARY, Field.CLAIMS_GUIDELINE)
    }
    every = range(documents(LETTERS))
    assert held == {
        Field.TITLE: [doc for doc in every if doc % 3 == 2],
        Field.SUMMARY: list(every),
        Field.CLAIMS_GUIDELINE: [],
    }


def test_the_slots_of_some_documents_are_among_those_read_for_them(index: Index) -> None:
    index.add((LETTERS, range(documents(LETTERS))))
    ((_, postings, terms),) = index.postings()
    for docs in ([0], [3, 4, 50], list(range(20, 40)), []):
        for number in range(len(terms)):
            wanted = [slot for slot in postings.all_slots(number).tolist() if slot // PLACES in docs]
            read = postings.slots(number, np.array(docs, np.uint32)).tolist()
            assert read == sorted(read)
            assert [slot for slot in read if slot // PLACES in docs] == wanted


def test_the_documents_with_most_of_a_common_word_are_known(index: Index) -> None:
    index.add((LETTERS, range(documents(LETTERS))))
    ((_, postings, terms),) = index.postings()
    number = terms.index("brace")
    if postings.is_common(number):
        # In the title, and three, two or one times in the rationale.
        thrice = [1 + 3 * pair + 1 for pair in range(20) if (2 * pair + 1) % 3 == 2]
        assert sorted(postings.best(number)[: len(thrice)].tolist()) == thrice
    else:
        assert postings.best(number).tolist() == []


def test_nothing_to_add_is_no_segment(index: Index) -> None:
    index.add()
    assert index.segments() == []


def test_a_text_longer_than_its_field_stays_in_it(index: Index) -> None:
    index.add(([(None, [Item("pain " * 2_000)])], [0]))
    places = {place for _, place in index.places()["pain"]}
    assert max(places) == int(FIRST_PLACES[Field.TITLE]) - 2


def test_a_segment_that_lacks_something_is_not_complete(index: Index) -> None:
    index.add((LETTERS, range(documents(LETTERS))))
    (segment,) = index.segments()
    assert segment.is_complete
    for name in COLUMNS:
        whole = (segment.folder / name).read_bytes()
        if whole:
            (segment.folder / name).write_bytes(whole[:-1])
            assert not segment.is_complete
        (segment.folder / name).unlink()
        assert not segment.is_complete
        (segment.folder / name).write_bytes(whole)
