"""Which item of a corpus a mark is of: told by case, number and title, which need not stay what they were."""

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

if TYPE_CHECKING:
    import duckdb


class Identity(NamedTuple):
    """What is known of an item to find it again."""

    case_id: str
    case_number: str | None
    """None where the letter has none: then `case_id` is the name of a file, and other corpora may have its like."""
    fingerprint: str | None
    """What the loader knows a letter without its header by."""
    item_no: int
    title: str

    @property
    def item_id(self) -> str:
        """The item as it was called when it was marked."""
        return f"{self.case_id}#{self.item_no}"

    @property
    def id(self) -> int:
        """A number that tells it from all others."""
        key = f"{self.case_id.lower()}\0{self.item_no}\0{self.title}".encode()
        return int.from_bytes(blake2b(key, digest_size=8).digest(), "big", signed=True)


class Place(NamedTuple):
    """An item of one snapshot."""

    doc: int
    item_id: str


ALIKE = 60
"""Percent: a title that was read otherwise has that much in common with what it was, another item's has not."""
IDENTITIES = """
SELECT doc, item_id, i.case_id, c.case_number, l.fingerprint, i.item_no, coalesce(i.title, '')
FROM corpus.internal.items AS i
JOIN corpus.main.cases AS c USING (case_id)
LEFT JOIN (SELECT case_id, fingerprint FROM corpus.internal.letters WHERE duplicate_of IS NULL) AS l USING (case_id)
"""
KNOWN = """
WITH known AS (SELECT unnest(from_json(?, '[{
    "id": "BIGINT", "case_id": "VARCHAR", "is_numbered": "BOOLEAN", "fingerprint": "VARCHAR", "item_no": "INTEGER",
    "title": "VARCHAR"
}]'), recursive := true))
"""
SAME = """
SELECT id, doc, item_id FROM corpus.internal.items AS i
JOIN known AS k ON lower(i.case_id) = k.case_id AND i.item_no = k.item_no AND coalesce(i.title, '') = k.title
"""
NEAR = """
, cases AS (
    SELECT DISTINCT k.id, c.case_id FROM corpus.main.cases AS c
    JOIN known AS k ON lower(c.case_id) = k.case_id AND k.is_numbered
    UNION
    SELECT k.id, l.case_id FROM corpus.internal.letters AS l
    JOIN corpus.main.cases AS c USING (case_id)
    JOIN known AS k ON l.fingerprint = k.fingerprint AND NOT (k.is_numbered AND c.case_number IS NOT NULL)
    WHERE l.duplicate_of IS NULL
)
SELECT id, doc, item_id, item_no, coalesce(title, '') FROM cases JOIN corpus.internal.items USING (case_id)
"""
"""The items of the cases that the letter is of: those of its number; where either has none, of the same text."""


def read_identities(cursor: "duckdb.DuckDBPyConnection", docs: Iterable[int] | None) -> dict[Place, Identity]:
    """Return what identifies items, by their numbers in the snapshot; None for all."""
    if docs is None:
        rows = cursor.execute(IDENTITIES).fetchall()
    else:
        wanted = json.dumps([int(doc) for doc in docs])
        only = f"{IDENTITIES} WHERE doc IN (SELECT unnest(from_json(?, '[\"UINTEGER\"]')))"
        rows = cursor.execute(only, [wanted]).fetchall()
    return {Place(*row[:2]): Identity(*row[2:]) for row in rows}


def find_places(cursor: "duckdb.DuckDBPyConnection", marked: Mapping[int, Identity]) -> dict[int, Place]:
    """Return where the items are, by id, that `marked` identifies; what is not in the corpus is left out.

    An item whose case has other ids, numbers and titles than it had is found by what stayed.
    """
    if not marked:
        return {}
    found = {
        item: Place(doc, item_id) for item, doc, item_id in cursor.execute(KNOWN + SAME, [_json(marked)]).fetchall()
    }
    left = {item: identity for item, identity in marked.items() if item not in found}
    if not left:
        return found
    candidates: dict[int, list[tuple[Place, int, str]]] = {}
    for item, doc, item_id, number, title in cursor.execute(KNOWN + NEAR, [_json(left)]).fetchall():
        candidates.setdefault(item, []).append((Place(doc, item_id), number, title))
    nearest = {item: _nearest(left[item], those) for item, those in candidates.items()}
    return found | {item: place for item, place in nearest.items() if place}


def _nearest(wanted: Identity, candidates: list[tuple[Place, int, str]]) -> Place | None:
    """Return the item of a case that has the title, the nearest by number; else the one of that number, if alike."""
    name = _folded(wanted.title)
    named = [(abs(number - wanted.item_no), place) for place, number, title in candidates if _folded(title) == name]
    if named:
        return min(named)[1]
    return next(
        (
            place
            for place, number, title in candidates
            if number == wanted.item_no
            and fuzz.token_set_ratio(title, wanted.title, processor=default_process) >= ALIKE
        ),
        None,
    )


def _folded(title: str) -> str:
    return "".join(filter(str.isalnum, title.lower()))


def _json(marked: Mapping[int, Identity]) -> str:
    return json.dumps(
        [
            {
                "id": item,
                "case_id": identity.case_id.lower(),
                "is_numbered": identity.case_number is not None,
                "fingerprint": identity.fingerprint,
                "item_no": identity.item_no,
                "title": identity.title,
            }
            for item, identity in marked.items()
        ]
    )
