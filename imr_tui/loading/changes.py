"""What changed on disk since the snapshot was built."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from imr_tui.loading.sources import SourceFile, hash_of

CLOCK_TICK = 2_000_000_000
"""Nanoseconds that two changes of a file may be apart and bear the same time: two seconds on a FAT disk."""


class KnownFile(NamedTuple):
    """A file on disk as it was when it was read."""

    size: int
    modified_ns: int
    changed_ns: int
    was_read: bool
    kind: str | None = None
    """That of a container."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the corpus differs from its snapshot."""

    total: int = 0
    """Files of the corpus."""
    read: tuple[SourceFile, ...] = ()
    """Files to be read, by name."""
    renamed: tuple[tuple[str, SourceFile], ...] = ()
    """Files that hold the same bytes as before under another time or name; with the old name."""
    gone: frozenset[str] = frozenset()
    """Names of which all that is known is void: files that were removed, or are read again."""
    removed: int = 0

    @property
    def is_idle(self) -> bool:
        """Tell whether the snapshot is up to date."""
        return not (self.read or self.renamed or self.gone)

    def with_read(self, sources: Iterable[SourceFile], names: Iterable[str]) -> "Changes":
        """Return these changes with files read too that are as they were; those of `names` may lack that vanished."""
        void = frozenset(names)
        read = sorted((*self.read, *sources), key=lambda source: source.name)
        renamed = tuple((old, source) for old, source in self.renamed if source.name not in void)
        old_names = {old for old, source in self.renamed if source.name in void}
        return replace(self, read=tuple(read), renamed=renamed, gone=self.gone | void | old_names)


Hashes = Callable[[Iterable[str]], Mapping[str, str]]


def compare(sources: Iterable[SourceFile], known: dict[str, KnownFile], scanned_ns: int, hashes: Hashes) -> Changes:
    """Return what changed since files were last looked for, at `scanned_ns`; takes from `known` what is still there.

    Size and times tell whether a file is as it was. In doubt its bytes do, compared by `hashes` of what had a name: if
    only the times differ, if it changed so shortly before it was read that it may have changed once more since, or if a
    file with its name and size has vanished elsewhere.
    """
    total = 0
    changed: list[SourceFile] = []
    doubtful: list[tuple[SourceFile, KnownFile]] = []
    again: set[str] = set()
    for source in sources:
        total += 1
        was = known.pop(source.name, None)
        if was is None:
            changed.append(source)
        elif source.size != was.size or (not was.was_read and source.is_readable):
            changed.append(source)
            again.add(source.name)
        elif _times(source) != was[1:3] or source.changed_ns > scanned_ns - CLOCK_TICK:
            doubtful.append((source, was))
    before = hashes(source.name for source, _ in doubtful)
    renamed: list[tuple[str, SourceFile]] = []
    for source, was in doubtful:
        if not _has_hash(source, before.get(source.name)):
            changed.append(source)
            again.add(source.name)
        elif _times(source) != was[1:3]:
            renamed.append((source.name, source))
    moved = _moved([source for source in changed if source.name not in again], known, hashes)
    came = {source.name for _, source in moved}
    read = sorted((source for source in changed if source.name not in came), key=lambda source: source.name)
    removed = known.keys() - {old for old, _ in moved}
    return Changes(total, tuple(read), (*renamed, *moved), frozenset(removed | again), len(removed))


def _moved(new: list[SourceFile], missing: Mapping[str, KnownFile], hashes: Hashes) -> list[tuple[str, SourceFile]]:
    """Return the new files that stood elsewhere before, with the old name."""
    left: dict[tuple[str, int], list[str]] = {}
    for name in sorted(missing):
        left.setdefault((PurePosixPath(name).name, missing[name].size), []).append(name)
    candidates = [
        (names, source) for source in new if (names := left.get((PurePosixPath(source.name).name, source.size)))
    ]
    before = hashes({name for names, _ in candidates for name in names})
    moved = []
    for names, source in candidates:
        old = next((name for name in names if _has_hash(source, before.get(name))), None)
        if old is not None:
            names.remove(old)
            moved.append((old, source))
    return moved


def _times(source: SourceFile) -> tuple[int, int]:
    return source.modified_ns, source.changed_ns


def _has_hash(source: SourceFile, content_hash: str | None) -> bool:
    if content_hash is None:
        return False
    try:
        return hash_of(Path(source.path).read_bytes()) == content_hash
    except OSError:
        return False
