"""What a letter says: plain immutable values, named as the field names them."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from imr_tui.letters.values import ITEM_TYPES, Decision, Generation

__all__ = [
    "ITEM_TYPES", "Citation", "Decision", "DisputedItem", "Generation", "Header", "ItemType", "Layout", "Letter",
    "Patient", "Reviewer", "Span",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemType:
    """One of the broad categories of the Division of Workers' Compensation, and a subtype within it."""

    name: str
    subtype: str


class Citation(NamedTuple):
    """A guideline that one party relied on."""

    party: str
    """`claims_administrator` or `reviewer`."""
    source: str
    """`MTUS`, `ACOEM`, `ODG` or `Other`."""
    section: str | None
    pages: str | None
    """As printed: `63-66 of 127`."""


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """One disputed item or service, with its decision and the reasons given. Unknown is None."""

    number: int
    title: str
    decision: Decision
    item_type: ItemType
    claims_guideline: str | None
    maximus_guideline: str | None
    rationale: str | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The facts printed above the letter's text; many extracts lack them."""

    case_number: str | None = None
    assigned_date: date | None = None
    injury_date: date | None = None
    decision_date: date | None = None
    ur_denial_date: date | None = None
    received_date: date | None = None
    priority: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The expert reviewer, who stays anonymous."""

    licensure_states: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patient:
    """What the clinical summary says of the injured worker. Age in years."""

    age: int | None = None
    gender: str | None = None
    injury_date: date | None = None


class Span(NamedTuple):
    """A stretch of a letter's cleaned text."""

    start: int
    end: int
    name: str
    """A field of the letter or an item (`rationale`), or `label`, `boilerplate`, `footer`, `unread`."""
    item_no: int = 0
    """0 for what belongs to the whole letter."""


class Layout(Protocol):
    """Where everything of a letter stands in its cleaned text."""

    @property
    def text(self) -> str:
        """The cleaned text: as printed, white space folded within lines."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """In order; together they cover every non-blank character of `text` once."""

    @property
    def told(self) -> tuple[Span, ...]:
        """Facts that stand within another field: age, gender and date of injury in the clinical summary."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One final determination letter."""

    generation: Generation | None
    """None where whoever parsed the letter elsewhere does not tell."""
    header: Header
    reviewer: Reviewer
    patient: Patient
    clinical_summary: str | None
    documents_reviewed: str | None
    items: tuple[DisputedItem, ...]
    problems: tuple[str, ...]
    """In words, each a sentence an analyst understands; empty when all was read."""
    unread: tuple[str, ...] = ()
    """Text of the letter that belongs to no field and is no boilerplate."""
    layout: Layout | None = field(default=None, repr=False, compare=False)
