"""The index of a snapshot: new documents are added as a segment; segments are joined before they become many."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np

from imr_tui.search.merge import write_segment
from imr_tui.search.segments import Segment, create_index, drop_segment, list_segments, read_column
from imr_tui.search.slots import MOST_DOCUMENTS, Bools, Uint32s
from imr_tui.search.sources import LEFT_OUT, RunSource, SegmentSource, Source

__all__ = ["LEFT_OUT", "add_segment", "create_index", "merge_segments"]

JOINED_UP_TO = 2
"""A segment is joined with the later ones while it has at most so many times the slots of all of these together."""
LEAST_ALIVE = 0.5
"""Share of the documents in the index that are alive, below which all segments are joined."""


def add_segment(
    connection: duckdb.DuckDBPyConnection, alias: str, runs: Iterable[tuple[Path, Uint32s]], folder: Path
) -> None:
    """Add the documents of `runs` to the index of the snapshot attached as `alias`.

    With each run come the numbers of its documents, higher than all before, `LEFT_OUT` for those that are not wanted;
    the items of a letter are wanted or left out together. `search.docs` must be up to date, for what is not in it is
    dropped when segments are joined: the latest when they have grown as large as the one before, so that a document is
    moved only as often as the index doubles; all when less than half of what they hold is alive. `folder` takes
    temporary files.
    """
    runs = list(runs)
    numbers = [docs[docs != LEFT_OUT] for _, docs in runs]
    wanted = np.concatenate(numbers) if numbers else np.empty(0, np.uint32)
    _write(connection, alias, wanted, lambda: [RunSource(path, docs) for path, docs in runs], folder)
    alive = read_column(connection, f"SELECT doc FROM {alias}.search.docs")
    segments = list_segments(connection, alias)
    if len(alive) < LEAST_ALIVE * sum(segment.documents for segment in segments):
        _join(connection, alias, segments, alive, folder)
    elif len(latest := _latest_alike(segments)) > 1:
        _join(connection, alias, latest, alive, folder)


def merge_segments(connection: duckdb.DuckDBPyConnection, alias: str, folder: Path) -> None:
    """Join all segments of the index, without the documents that are not in `search.docs`."""
    alive = read_column(connection, f"SELECT doc FROM {alias}.search.docs")
    if segments := list_segments(connection, alias):
        _join(connection, alias, segments, alive, folder)


def _latest_alike(segments: Sequence[Segment]) -> Sequence[Segment]:
    first = len(segments) - 1
    while first > 0 and _is_alike(segments[first - 1], segments[first:]):
        first -= 1
    return segments[max(first, 0) :]


def _is_alike(segment: Segment, later: Sequence[Segment]) -> bool:
    span = later[-1].first_doc + later[-1].documents - segment.first_doc
    return segment.slots <= JOINED_UP_TO * sum(other.slots for other in later) and span < MOST_DOCUMENTS // 2


def _join(
    connection: duckdb.DuckDBPyConnection, alias: str, segments: Sequence[Segment], alive: Uint32s, folder: Path
) -> None:
    is_alive: Bools = np.zeros(1 + max(s.first_doc for s in segments) + MOST_DOCUMENTS, np.bool_)
    is_alive[alive] = True
    lowest = min(segment.first_doc for segment in segments)
    sources = lambda: [SegmentSource(connection, segment, is_alive) for segment in segments]  # noqa: E731
    _write(connection, alias, alive[alive >= lowest], sources, folder)
    for segment in segments:
        drop_segment(connection, segment)


def _write(
    connection: duckdb.DuckDBPyConnection,
    alias: str,
    docs: Uint32s,
    sources: Callable[[], Sequence[Source]],
    folder: Path,
) -> None:
    """Write the documents `docs` of the sources: one segment, or more where one cannot hold the span of numbers."""
    docs = np.sort(docs)
    while len(docs):
        number = 1 + max((segment.number for segment in list_segments(connection, alias)), default=0)
        held = int(np.searchsorted(docs, int(docs[0]) + MOST_DOCUMENTS))
        write_segment(connection, Segment(alias, number, int(docs[0]), held, 0), sources(), folder)
        docs = docs[held:]
