"""Letters: text in, plain values out. Knows neither database nor screen."""

from imr_tui.letters.decode import decode
from imr_tui.letters.item_types import ITEM_TYPES, classify
from imr_tui.letters.model import (
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
from imr_tui.letters.parse import parse_letter

__all__ = [
    "ITEM_TYPES", "Citation", "Decision", "DisputedItem", "Generation", "Header", "ItemType", "Letter", "Patient",
    "Reviewer", "classify", "decode", "parse_letter",
]  # fmt: skip
