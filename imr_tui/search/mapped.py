"""The columns of a segment, mapped into memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imr_tui.search.segments import COLUMNS, Segment
from imr_tui.search.slots import Bools, Int64s


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A segment that can be read, also when it was removed meanwhile."""

    segment: Segment
    columns: Mapping[str, NDArray[Any]]

    def terms(self) -> list[str]:
        """Return its words, in order."""
        text = self.columns["terms"].tobytes().decode()
        return text.split("\n") if text else []

    def is_common(self) -> Bools:
        """Tell of each word whether it is common."""
        return self.columns["counts"] >= self.segment.fewest_common


def open_segment(segment: Segment) -> OpenSegment:
    """Map the columns of a segment into memory. Raises OSError when one is not there."""
    return OpenSegment(segment, {name: _mapped(segment.folder / name, kind) for name, kind in COLUMNS.items()})


def _mapped(path: Path, kind: str) -> NDArray[Any]:
    if not path.stat().st_size:
        return np.empty(0, kind)
    return np.asarray(np.memmap(path, kind, "r"))


def starts_of(counts: NDArray[Any]) -> Int64s:
    """Return where each of some runs of numbers starts, which lie one after the other."""
    counts = counts.astype(np.int64)
    starts: Int64s = np.cumsum(counts) - counts
    return starts
