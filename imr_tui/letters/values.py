"""The values that a decision, a generation and an item type may have. Light to import: every start needs them."""

from enum import StrEnum


class Decision(StrEnum):
    """The reviewer's decision on one disputed item; `Unclear` where the letter prints none."""

    UPHELD = "Upheld"
    OVERTURNED = "Overturned"
    UNCLEAR = "Unclear"


class Generation(StrEnum):
    """The four forms the letters have had, D (early 2013) to A (2014 to today)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


ITEM_TYPES = (
    "Pharmaceuticals",
    "Rehabilitation Services",
    "Diagnostic Testing",
    "DMEPOS",
    "Injections",
    "Surgery",
    "Evaluation & Management",
    "Behavioral & Mental Health Services",
    "Programs",
    "Home Health",
    "Dental & Vision",
    "Transportation & Lodging",
    "Other",
)
"""The broad categories of the Division of Workers' Compensation, in the order in which screens show them."""
