"""Cases that another program parsed: rows of tables -> what is read of a case, as if its letter had been read here.

Values are taken as they are; one that the field does not know is told as a problem.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imr_tui.letters.model import (
    ITEM_TYPES,
    Citation,
    Decision,
    DisputedItem,
    Generation,
    Header,
    ItemType,
    Letter,
    Patient,
    Reviewer,
)
from imr_tui.loading.kinds import LONGEST_TEXT
from imr_tui.loading.reading import ReadFile, Reading, Status, of_letter
from imr_tui.loading.sources import SourceFile

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters but for tab and line ends that no letter has: the parser drops them too."""
GENERATIONS = {str(generation): generation for generation in Generation}
DECISIONS = {str(decision): decision for decision in Decision}
PARTIES = ("claims_administrator", "reviewer")
LONGEST_QUOTE = 60

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ParsedCase:
    """The rows of a case, by the names of their columns."""

    source: SourceFile
    part: int
    """Its number among the cases with this source."""
    case: Values
    items: Sequence[Values]
    citations: Sequence[Values]
    """With `item_no`."""

    @property
    def length(self) -> int:
        """Characters of its texts."""
        rows = (self.case, *self.items, *self.citations)
        return sum(len(text) for values in rows for value in values.values() for text in _texts(value))

    def without_letter(self, reading: Reading) -> ReadFile:
        """Return what is told of a case that cannot be read."""
        return ReadFile(self.source, [reading], part=self.part, case_id=self.case["case_id"])


def read_parsed(parsed: ParsedCase) -> ReadFile:
    """Return what is read of a case."""
    if parsed.length > LONGEST_TEXT:
        problem = f"longer than {LONGEST_TEXT // 1_000_000} million characters"
        return parsed.without_letter(Reading(Status.NOT_A_LETTER, (problem,)))
    case = _clean(parsed.case)
    items, citations = [_clean(item) for item in parsed.items], [_clean(cited) for cited in parsed.citations]
    known = case["problems"] or ()
    problems = (*known, *(told for told in _problems(case, items, citations) if told not in known))
    letter = Letter(
        GENERATIONS.get(case["generation"]),
        _header(case),
        Reviewer(tuple(case["licensure_states"] or ()), tuple(case["specialties"] or ())),
        Patient(case["patient_age"], case["patient_gender"]),
        case["clinical_summary"],
        case["documents_reviewed"],
        tuple(_item(item, citations) for item in items),
        problems,
        tuple(case["unread"] or ()),
    )
    return ReadFile(parsed.source, [of_letter(letter)], part=parsed.part, case_id=case["case_id"])


def _header(case: Values) -> Header:
    return Header(
        case["case_number"] or None, case["assigned_date"], case["injury_date"], case["decision_date"],
        case["ur_denial_date"], case["received_date"], case["priority"],
    )  # fmt: skip


def _item(item: Values, citations: Iterable[Values]) -> DisputedItem:
    return DisputedItem(
        item["item_no"],
        item["title"] or "",
        DECISIONS.get(item["decision"], Decision.UNCLEAR),
        ItemType(item["item_type"], item["item_subtype"]),
        item["claims_guideline"],
        item["maximus_guideline"],
        item["rationale"],
        tuple(
            Citation(cited["party"], cited["source"], cited["section"], cited["pages"])
            for cited in citations
            if cited["item_no"] == item["item_no"]
        ),
    )


def _problems(case: Values, items: Iterable[Values], citations: Iterable[Values]) -> Iterator[str]:
    if case["case_number"] and case["case_number"] != case["case_id"]:
        yield f"the table names it {_quoted(case['case_id'])}, not by its case number"
    yield from _unknown("generation", case["generation"], GENERATIONS)
    for item in items:
        place = f"item {item['item_no']}: "
        yield from _unknown(f"{place}decision", item["decision"], DECISIONS)
        yield from _unknown(f"{place}item type", item["item_type"], ITEM_TYPES)
    for cited in citations:
        yield from _unknown(f"item {cited['item_no']}: party that cites", cited["party"], PARTIES)


def _unknown(what: str, value: str | None, known: Collection[str]) -> Iterator[str]:
    if value not in known:
        yield f"{what} is {_quoted(value)}, none of {', '.join(known)}" if value else f"{what} is missing"


def _quoted(value: str) -> str:
    return f"'{value}'" if len(value) <= LONGEST_QUOTE else f"'{value[:LONGEST_QUOTE]} ...'"


def _clean(values: Values) -> dict[str, Any]:
    return {name: _cleaned(value) for name, value in values.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleaned(member) for member in value if member is not None]
    return CONTROLS.sub("", value) if isinstance(value, str) else value


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        return (member for member in value if member)
    return (value,) if isinstance(value, str) else ()
