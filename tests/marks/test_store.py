"""The file of marks: what was said is there, for every session, and can be taken back."""

import multiprocessing
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_tui.marks.annotation import LONGEST_TAG, MARKS, NOTHING, Annotation, next_mark, parse_note, parse_tags
from imr_tui.marks.identity import Identity
from imr_tui.marks.store import Choose, MarksError, MarkStore, Step, marks_file

IDENTITIES = [Identity(f"CM15-{n:07}", f"CM15-{n:07}", None, 1, f"Item {n}") for n in range(6)]
ANNOTATIONS = st.builds(
    Annotation,
    st.sampled_from([None, *MARKS]),
    st.lists(st.sampled_from(["prn", "weak", "#2", "疼"]), unique=True).map(lambda tags: tuple(sorted(tags))),
    st.sampled_from(["", "see p. 4", "[/b] 'quoted'"]),
)
CHANGES = st.tuples(st.just("alter"), st.sets(st.integers(0, 5)), ANNOTATIONS)
OPERATIONS = st.lists(st.tuples(st.integers(0, 1), st.one_of(CHANGES, st.just(("undo", set(), NOTHING)))), max_size=25)


def always(said: Annotation) -> Choose:
    return lambda _: lambda _: said


def by_id(numbers: set[int]) -> dict[int, Identity]:
    return {IDENTITIES[n].id: IDENTITIES[n] for n in numbers}


def read(store: MarkStore) -> dict[int, Annotation]:
    return {mark.id: mark.annotation for mark in store.read_since(0) if mark.annotation}


@given(OPERATIONS)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_two_sessions_see_what_a_dictionary_would_hold(
    operations: list[tuple[int, tuple[str, set[int], Annotation]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sessions = [MarkStore(Path(folder) / "marks.sqlite") for _ in range(2)]
        steps: list[list[Step]] = [[], []]
        model: dict[int, Annotation] = {}
        followed, seen = dict[int, Annotation](), 0
        for number, (kind, items, said) in operations:
            session = sessions[number]
            if kind == "alter":
                steps[number].append(session.alter(by_id(items), always(said)))
                model.update(dict.fromkeys(by_id(items), said))
            elif steps[number]:
                step = steps[number].pop()
                same = [item for item in step.after if model.get(item, NOTHING) == step.after[item]]
                assert session.undo(step).untouched == len(step.after) - len(same)
                model.update((item, step.before[item]) for item in same)
            news = sessions[1 - number].read_since(seen)
            followed.update((mark.id, mark.annotation) for mark in news)
            seen = news[-1].change if news else seen
            expected = {item: held for item, held in model.items() if held}
            assert read(sessions[0]) == read(sessions[1]) == expected
            assert {item: held for item, held in followed.items() if held} == expected
        for session in sessions:
            session.close()


def tagging(tag: str) -> Choose:
    return lambda _: lambda said: replace(said, tags=tuple(sorted({*said.tags, tag})))


def tag_many(path: Path, tag: str, barrier: Callable[[], None]) -> None:
    store = MarkStore(path)
    barrier()
    for n in range(40):
        store.alter(by_id({n % 6}), tagging(f"{tag}{n}"))


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "marks.sqlite"
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    workers = [context.Process(target=tag_many, args=(path, tag, barrier.wait)) for tag in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    marks = MarkStore(path).read_since(0)
    assert sorted(tag for mark in marks for tag in mark.annotation.tags) == sorted(
        f"{tag}{n}" for tag in "ab" for n in range(40)
    )
    assert max(mark.change for mark in marks) == 80


def test_the_file_is_made_with_the_first_mark_for_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "own" / "marks.sqlite"
    store = MarkStore(path)
    assert store.read_since(0) == []
    assert not path.parent.exists()
    store.alter(by_id({0}), always(Annotation("later")))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["marks.sqlite"]
    assert marks_file().parent.name == "imr-tui"


def damage_header(path: Path) -> None:
    path.write_bytes(b"no database at all, but many bytes" * 100)


def damage_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def damage_values(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE marks SET tags = '{not json'")
    connection.close()


def make_foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE marks (id INTEGER PRIMARY KEY, price REAL)")
    connection.close()


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [damage_header, damage_pages, damage_values, make_foreign, make_newer, make_folder])
def test_a_file_that_cannot_be_used_is_told_and_left_as_it_is(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = tmp_path / "marks.sqlite"
    store = MarkStore(path)
    store.alter(by_id({0, 1}), always(Annotation("relevant", ("prn",))))
    store.close()
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    for session in (store, MarkStore(path)):
        with pytest.raises(MarksError) as told:
            session.read_since(0)
        assert str(path) in told.value.message
        with pytest.raises(MarksError):
            session.alter(by_id({0}), lambda _: lambda said: replace(said, mark="not"))
    assert (path.read_bytes() if path.is_file() else None) == before


def test_where_there_is_no_room_nothing_is_said_and_what_was_said_stays(tmp_path: Path) -> None:
    path = tmp_path / "marks.sqlite"
    store = MarkStore(path)
    store.alter(by_id({0}), always(Annotation("relevant")))
    assert store._connection
    store._connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(MarksError, match="full"):
        store.alter(by_id({0, 1, 2, 3}), always(Annotation("not", (), "x" * 20_000)))
    assert read(store) == {IDENTITIES[0].id: Annotation("relevant")}


def test_a_mark_is_followed_by_the_next_and_at_last_by_none() -> None:
    assert [next_mark(mark) for mark in (None, *MARKS)] == [*MARKS, None]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#prn, weak", ("prn", "weak")),
        ("PRN prn #prn", ("prn",)),
        ("Weak", ("Weak",)),
        ('"a b",c', ("a", "b", "c")),
        ("# , -- \x1b", ()),
        ("a\x1b[31mb", ("a·[31mb",)),
        ("x" * 99, ("x" * LONGEST_TAG,)),
    ],
)
def test_tags_are_words_spelt_as_they_are_known(text: str, tags: tuple[str, ...]) -> None:
    assert parse_tags(text, ("prn",)) == tags


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_is_kept_reads_as_it_prints(text: str) -> None:
    tags = parse_tags(text)
    assert parse_tags(" ".join(f"#{tag}" for tag in tags)) == tags
    assert parse_note(parse_note(text)) == parse_note(text)
