"""The index of a snapshot: new documents are added as a segment; segments are joined before they become many."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np

from imr_tui.search.columns import read_column
from imr_tui.search.merge import write_segment
from imr_tui.search.segments import Segment, list_segments, new_segment, replace_segments
from imr_tui.search.slots import MOST_DOCUMENTS, Bools, Uint32s
from imr_tui.search.sources import LEFT_OUT, RunSource, SegmentSource, Source

JOINED_UP_TO = 2
"""A segment is joined with the later ones while it has at most so many times the slots of all of these together."""
LEAST_ALIVE = 0.5
"""Share of the documents in the index that are alive, below which all segments are joined."""


class IndexBuilder:
    """Brings the index of the snapshot attached as `alias` up to date; its segments are in `folder`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, alias: str, folder: Path, spill: Path) -> None:
        """Put temporary files into `spill`."""
        self._connection = connection
        self._alias = alias
        self._folder = folder
        self._spill = spill

    def add(self, runs: Iterable[tuple[Path, Uint32s]]) -> None:
        """Add the documents of `runs`.

        With each run come the numbers of its documents, higher than all before, `LEFT_OUT` for those that are not
        wanted; the items of a letter are wanted or left out together. `search.docs` must be up to date, for what is not
        in it is dropped when segments are joined: the latest when they have grown as large as the one before, so that a
        document is moved only as often as the index doubles; all when less than half of what they hold is alive.
        """
        runs = list(runs)
        numbers = [docs[docs != LEFT_OUT] for _, docs in runs]
        wanted = np.concatenate(numbers) if numbers else np.empty(0, np.uint32)
        added = self._write(wanted, lambda: [RunSource(path, docs) for path, docs in runs])
        replace_segments(self._connection, self._alias, (), added)
        alive = read_column(self._connection, f"SELECT doc FROM {self._alias}.search.docs")
        segments = list_segments(self._connection, self._alias, self._folder)
        if len(alive) < LEAST_ALIVE * sum(segment.documents for segment in segments):
            self._join(segments, alive)
        elif len(latest := _latest_alike(segments)) > 1:
            self._join(latest, alive)

    def _join(self, segments: Sequence[Segment], alive: Uint32s) -> None:
        is_alive: Bools = np.zeros(1 + max(segment.first_doc + segment.span for segment in segments), np.bool_)
        is_alive[alive[alive < len(is_alive)]] = True
        first, end = segments[0].first_doc, segments[-1].first_doc + segments[-1].span
        docs = alive[(first <= alive) & (alive < end)]
        joined = self._write(docs, lambda: [SegmentSource(segment, is_alive) for segment in segments])
        replace_segments(self._connection, self._alias, segments, joined)

    def _write(self, docs: Uint32s, sources: Callable[[], Sequence[Source]]) -> list[Segment]:
        """Write the documents `docs` of the sources: one segment, or more where one cannot hold the span of numbers."""
        docs = np.sort(docs)
        written: list[Segment] = []
        while len(docs):
            first = int(docs[0])
            held = int(np.searchsorted(docs, first + MOST_DOCUMENTS))
            span = int(docs[held - 1]) - first + 1
            folder = new_segment(self._folder)
            written.append(write_segment(folder, first, span, held, sources(), self._spill))
            docs = docs[held:]
        return written


def _latest_alike(segments: Sequence[Segment]) -> Sequence[Segment]:
    first = len(segments) - 1
    while first > 0 and _is_alike(segments[first - 1], segments[first:]):
        first -= 1
    return segments[max(first, 0) :]


def _is_alike(segment: Segment, later: Sequence[Segment]) -> bool:
    span = later[-1].first_doc + later[-1].span - segment.first_doc
    return segment.slots <= JOINED_UP_TO * sum(other.slots for other in later) and span < MOST_DOCUMENTS // 2
