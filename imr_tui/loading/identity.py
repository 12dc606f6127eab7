"""Which case a letter is of, and which letters are of a case that another file holds already."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from imr_tui.letters.model import Letter

NOT_LETTERS = bytes(set(range(256)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))
LEAST_LETTERS = 200
"""Letters and digits that tell one case from all others."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a letter says of its case."""

    source_path: str
    part: int
    """Its number among the letters of its file."""
    case_number: str | None
    content_hash: str | None
    """None for a row of a table."""
    fingerprint: str | None
    has_problems: bool
    name: str
    """What names the case if no number does: the file's stem, the case_id of a row."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The case that a letter is given; `duplicate_of` names the file that holds the same case."""

    source_path: str
    part: int
    case_id: str
    duplicate_of: str | None = None


def fingerprint(letter: Letter) -> str | None:
    """Return what two extractions of one letter have in common; None where it holds too little text for that.

    It is a hash of the letters and digits of the summary and of all items with their decisions.
    """
    items = (text or "" for item in letter.items for text in (item.title, item.decision, item.rationale))
    words = "".join((letter.clinical_summary or "", *items)).lower()
    letters = words.encode("ascii", "ignore").translate(None, NOT_LETTERS)
    return hashlib.blake2b(letters, digest_size=16).hexdigest() if len(letters) >= LEAST_LETTERS else None


def identify(claims: Iterable[Claim], taken: Iterable[str] = ()) -> list[Identity]:
    """Give each letter its case id: the case number, else its name, made unique by a number.

    Of several letters with one case number, or with the same bytes, the first by path without problems holds the
    case; the others are duplicates. So is a letter without a number whose summary and items another letter has: a
    text that lost its header, beside its PDF. The answer depends on the files alone, not on the order of reading.
    `taken` are case ids of letters that are not among `claims`.
    """
    holders: dict[object, Identity] = {}
    ids = {case_id.casefold() for case_id in taken}
    identities = []
    for claim in sorted(claims, key=lambda c: (c.case_number is None, c.has_problems, c.source_path, c.part)):
        keys = _keys(claim)
        holder = next((holders[key] for key in keys if key in holders), None)
        if holder is None:
            case_id = claim.case_number or _unique(claim.name, ids)
            holder = Identity(claim.source_path, claim.part, case_id)
            ids.add(case_id.casefold())
            holders |= dict.fromkeys(keys, holder)
            if claim.fingerprint:
                holders.setdefault(claim.fingerprint, holder)
            identities.append(holder)
        else:
            identities.append(Identity(claim.source_path, claim.part, holder.case_id, holder.source_path))
    return identities


def _keys(claim: Claim) -> list[object]:
    same_bytes = (claim.content_hash, claim.part) if claim.content_hash else None
    keys = (claim.case_number, same_bytes) if claim.case_number else (same_bytes, claim.fingerprint)
    return [key for key in keys if key]


def _unique(name: str, taken: set[str]) -> str:
    # Upper and lower case are the same, since a case is found by either.
    number, unique = 1, name
    while unique.casefold() in taken:
        number += 1
        unique = f"{name}-{number}"
    return unique
