"""The marks of the items of one snapshot, in memory, as the user's file has them."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from imr_tui.marks.annotation import MARKS, NOTHING, Annotation, next_mark
from imr_tui.marks.identity import Place, find_places, read_identities
from imr_tui.marks.store import Alter, Choose, MarkStore, Step, StoredMark, marks_file
from imr_tui.search.fields import Fields
from imr_tui.search.slots import Uint32s

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus


class CorpusMarks:
    """What is said of the items of a snapshot; what another session says, as of the last `refresh`. For any thread."""

    def __init__(self, store: MarkStore, corpus: "Corpus") -> None:
        """Take the user's file; nothing is read yet."""
        self._store = store
        self._cursor = corpus.cursor()
        self._lock = RLock()
        self._telling = Lock()
        """Held for a moment only."""
        self._seen = 0
        """The last change of the file that is known here."""
        self._places: dict[int, Place | None] = {}
        """By the id of a mark; None where the corpus has no such item."""
        self._ids: dict[str, int] = {}
        """By item_id, of all items that were marked ever."""
        self._said: dict[str, tuple[int, Annotation]] = {}
        """By item_id: number in the snapshot, and what is said."""
        self._fields = _fields(())
        self._is_stale = False

    def refresh(self) -> bool:
        """Take in what was changed since, by whatever session; tell whether anything was. Raises MarksError."""
        with self._lock:
            changed = self._store.read_since(self._seen)
            if changed:
                self._take_in(changed)
            return bool(changed)

    def of_item(self, item_id: str) -> Annotation:
        """Return what is said of an item."""
        _, said = self._said.get(item_id, (0, NOTHING))
        return said

    def docs_of(self, item_ids: Collection[str]) -> list[int]:
        """Return the numbers of items in the snapshot; those that it does not have are left out."""
        sql = "SELECT doc FROM corpus.internal.items WHERE item_id IN (SELECT unnest(from_json(?, '[\"VARCHAR\"]')))"
        with self._lock:
            return [doc for (doc,) in self._cursor.execute(sql, [json.dumps(list(item_ids))]).fetchall()]

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags in use, in order."""
        said = list(self._said.values())  # at once: another thread may change it
        return tuple(sorted({tag for _, annotation in said for tag in annotation.tags}))

    def fields(self) -> Fields:
        """Return the values of `is:` and `tag:` with the documents that have them. Raises MarksError.

        Never waits for a change that is being made, here or by another session; those made before are in it.
        """
        if self._lock.acquire(blocking=False):
            try:
                self.refresh()
            finally:
                self._lock.release()
        with self._telling:
            if self._is_stale:
                self._is_stale = False  # first: what comes meanwhile makes it stale again
                self._fields = _fields(list(self._said.values()))
            return self._fields

    def cycle(self, items: Iterable[int] | None) -> Step:
        """Give items the mark that follows the one that they have; the first if they have several. Raises MarksError.

        Here and below items are told by their numbers in the snapshot; None: all.
        """

        def choose(present: Collection[Annotation]) -> Alter:
            marks = {said.mark for said in present}
            mark = next_mark(marks.pop() if len(marks) == 1 else None)
            return lambda said: replace(said, mark=mark)

        return self.alter(items, choose)

    def alter(self, items: Iterable[int] | None, choose: Choose) -> Step:
        """Change what is said of items. Raises MarksError."""
        with self._lock:
            self.refresh()
            wanted = {}
            for place, identity in read_identities(self._cursor, items).items():
                item = self._ids.get(place.item_id)
                if item is None:
                    item = self._ids[place.item_id] = identity.id
                    self._places[item] = place
                wanted[item] = identity
            return self._made(self._store.alter(wanted, choose))

    def undo(self, step: Step) -> Step:
        """Take a step back, but for items that were changed since. Raises MarksError."""
        with self._lock:
            self.refresh()
            return self._made(self._store.undo(step))

    @property
    def count(self) -> int:
        """Return on how many items something is said."""
        return len(self._said)

    def forget(self) -> None:
        """Remove for good whatever was said of items of this snapshot, and that it was. Raises MarksError."""
        with self._lock:
            self.refresh()
            if known := [item for item, place in self._places.items() if place]:
                self._store.forget(known)
                self.refresh()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the public table `marks`. Raises MarksError."""
        with self._lock:
            self.refresh()
            stored = {mark.id: mark for mark in self._store.read_since(0)}
            for item_id in sorted(self._said):
                mark = stored[self._ids[item_id]]
                said = mark.annotation
                yield item_id, said.mark, list(said.tags), said.note or None, mark.updated_at.replace(tzinfo=None)

    def _made(self, step: Step) -> Step:
        """Take in what this session changed itself, unless another one was in between."""
        if step.after and step.change == self._seen + 1:
            self._say(step.after)
            self._seen = step.change
        return step

    def _take_in(self, changed: Sequence[StoredMark]) -> None:
        unknown = {mark.id: mark.identity for mark in changed if self._places.get(mark.id) is None}
        places = find_places(self._cursor, unknown)
        for item, identity in unknown.items():
            self._places[item] = place = places.get(item)
            # Of several marks that an item may be meant by, the one that names it.
            if place and (place.item_id == identity.item_id or place.item_id not in self._ids):
                self._ids[place.item_id] = item
        self._say({mark.id: mark.annotation for mark in changed})
        self._seen = changed[-1].change

    def _say(self, annotations: Mapping[int, Annotation]) -> None:
        for item, said in annotations.items():
            place = self._places[item]
            if place is None or self._ids[place.item_id] != item:
                continue
            if said:
                self._said[place.item_id] = place.doc, said
            else:
                self._said.pop(place.item_id, None)
        self._is_stale = True


def _fields(said: Iterable[tuple[int, Annotation]]) -> Fields:
    marks: dict[str, list[int]] = {name: [] for name in ("marked", *MARKS, "tagged", "noted")}
    tags: defaultdict[str, list[int]] = defaultdict(list)
    for doc, annotation in said:
        if annotation.mark:
            marks["marked"].append(doc)
            marks[annotation.mark].append(doc)
        if annotation.tags:
            marks["tagged"].append(doc)
        if annotation.note:
            marks["noted"].append(doc)
        for tag in annotation.tags:
            tags[tag].append(doc)
    return {"is": _arrays(marks), "tag": _arrays(dict(sorted(tags.items())))}


def _arrays(docs: Mapping[str, list[int]]) -> dict[str, Uint32s]:
    return {value: np.array(held, np.uint32) for value, held in docs.items()}


def user_marks(corpus: "Corpus") -> CorpusMarks:
    """Return the marks of the user who runs the program."""
    return CorpusMarks(MarkStore(marks_file()), corpus)


def read_marks(snapshot: Path) -> list[tuple[Any, ...]]:
    """Return the rows of the public table `marks` for queries on a snapshot. Raises MarksError."""
    from imr_tui.corpus.session import Corpus

    if not marks_file().exists():
        return []
    with Corpus(snapshot) as corpus:
        return list(user_marks(corpus).rows())
