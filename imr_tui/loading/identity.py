"""Which case a file is, and which files hold a case that another one holds already."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file that holds a letter says of its case."""

    source_path: str
    case_number: str | None
    content_hash: str
    has_problems: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """The case that a file is given; `duplicate_of` names the file that holds the same case."""

    source_path: str
    case_id: str
    duplicate_of: str | None = None


def identify(claims: Iterable[Claim]) -> list[Identity]:
    """Give each file its case id: the case number, else the file's stem, made unique by a number.

    Of several files with one case number, or with the same bytes, the first by path without problems holds the case;
    the others are duplicates. The answer depends on the files alone, not on the order in which they were read.
    """
    holders: dict[str, Identity] = {}
    taken: set[str] = set()
    identities = []
    for claim in sorted(claims, key=lambda c: (c.case_number is None, c.has_problems, c.source_path)):
        keys = (claim.case_number or claim.content_hash, claim.content_hash)
        holder = next((holders[key] for key in keys if key in holders), None)
        if holder is None:
            case_id = claim.case_number or _unique(PurePosixPath(claim.source_path).stem, taken)
            holder = Identity(claim.source_path, case_id)
            taken.add(case_id.casefold())
            holders |= dict.fromkeys(keys, holder)
            identities.append(holder)
        else:
            identities.append(Identity(claim.source_path, holder.case_id, holder.source_path))
    return identities


def _unique(stem: str, taken: set[str]) -> str:
    # Upper and lower case are the same, since a case is found by either.
    number, name = 1, stem
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
