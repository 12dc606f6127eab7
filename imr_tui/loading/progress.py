"""How far a load has come, and what it did."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from imr_tui.terminal_text import counted


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load has come."""

    phase: str
    """`looking`, `waiting`, `reading`, `writing`."""
    done: int = 0
    total: int = 0
    """Files to be read; grows with the letters that archives turn out to hold."""
    problems: int = 0

    def further(self, files: int, problems: int) -> "Progress":
        """Return the progress when so many files more are read."""
        done = self.done + files
        return replace(self, done=done, total=max(self.total, done), problems=self.problems + problems)


Tell = Callable[[Progress], object]
"""Is told how far a load has come, several times a second; what it raises ends the load."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    files: int
    """Files of the corpus."""
    read: int
    moved: int
    removed: int
    seconds: float
    rebuilt_because: str | None = None
    """Why the old snapshot could not be used, if it could not."""

    @property
    def rebuilt(self) -> str:
        """Say that the old snapshot could not be used; empty if it could."""
        return f"All letters were read again, since {self.rebuilt_because}." if self.rebuilt_because else ""

    def describe(self) -> str:
        """Say what was done: `1,204 read, 98,796 unchanged, 0 removed`."""
        moved = f", {self.moved:,} moved or touched" if self.moved else ""
        unchanged = self.files - self.read - self.moved
        return f"{self.read:,} read, {unchanged:,} unchanged{moved}, {self.removed:,} removed"

    def news(self) -> str:
        """Say what is new, in a few words; empty when nothing is."""
        parts = [
            f"+{counted(self.read, 'letter')}" if self.read else "",
            f"{self.removed:,} removed" if self.removed else "",
        ]
        return ", ".join(part for part in parts if part)

    @property
    def is_unchanged(self) -> bool:
        """Tell whether the snapshot was up to date already."""
        return not (self.read or self.moved or self.removed)
