"""Item types: a lexicon in data files, and the classifier that reads it."""

from imr_tui.letters.item_types.classify import classify

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

__all__ = ["ITEM_TYPES", "classify"]
