"""The commands of the explorer's main screen and their keys."""

from textual.binding import Binding, BindingType

EXPLORER_KEYS: list[BindingType] = [
    Binding(
        "enter,down",
        "leave_search",
        "Results",
        key_display="⏎",
        priority=True,
        id="explorer.results",
        tooltip="From the search line to the results.",
    ),
    Binding(
        "slash",
        "focus_search",
        "Search",
        key_display="/",
        id="explorer.search",
        tooltip="Type words to look for, and fields such as year:2015.",
    ),
    Binding(
        "ctrl+r",
        "history",
        "Earlier searches",
        show=False,
        id="explorer.history",
        tooltip="Choose one of the earlier searches, by a few of its letters.",
    ),
    Binding("f", "focus_filters", "Filters", priority=True, id="explorer.filters", tooltip="Go to the filter panes."),
    Binding(
        "s",
        "sort",
        "Sort",
        show=False,
        priority=True,
        id="explorer.sort",
        tooltip="Sort the results by relevance, date, decision, type, title or case, one after the other.",
    ),
    Binding(
        "equals_sign",
        "exact",
        "Exact words",
        key_display="=",
        show=False,
        priority=True,
        id="explorer.exact",
        tooltip="Seek the words as typed only; again: with typos.",
    ),
    Binding("Q", "queries", "Queries", priority=True, id="explorer.queries", tooltip="Open the saved queries."),
    Binding(
        "S",
        "statistics",
        "Statistics",
        show=False,
        priority=True,
        id="explorer.statistics",
        tooltip="Count the results by type, subtype, year, specialty and title, with the rate of overturned ones.",
    ),
    Binding(
        "c",
        "columns",
        "Columns",
        show=False,
        priority=True,
        id="explorer.columns",
        tooltip="Choose the columns of the results, and their order.",
    ),
    Binding(
        "escape",
        "back",
        "Back",
        show=False,
        priority=True,
        id="explorer.back",
        tooltip="Back to the results; there take back the latest filter, then the words.",
    ),
]
ON_SCREEN = ("focus_search", "focus_filters", "queries", "sort", "exact", "statistics", "columns")
"""Actions whose keys are text where text is typed."""
