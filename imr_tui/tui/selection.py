"""Which of the results are selected: some by their ids, or all but some."""

from imr_tui.corpus.results import Results
from imr_tui.tui.marking import Targets


class Selection:
    """Rows that the next command is meant for; none: the one under the cursor."""

    def __init__(self) -> None:
        """Select nothing."""
        self._is_all = False
        self._others: set[str] = set()
        """Those that are not as the rest is."""

    def holds(self, item_id: str) -> bool:
        """Tell whether an item is selected."""
        return self._is_all != (item_id in self._others)

    def toggle(self, item_id: str) -> None:
        """Select an item, or not any more."""
        self._others ^= {item_id}

    def toggle_all(self) -> None:
        """Select all results; if they are, none."""
        self._is_all, self._others = not self._is_all or bool(self._others), set()

    def clear(self) -> None:
        """Select nothing."""
        self._is_all, self._others = False, set()

    def targets(self, results: Results) -> Targets | None:
        """Return what is selected; None when nothing is."""
        targets = Targets(frozenset(self._others), results if self._is_all else None)
        return targets if targets.count else None
