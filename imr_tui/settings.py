"""Where things are: the corpus, its snapshot, the saved queries."""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from imr_tui.errors import UnusableInputError
from imr_tui.preferences import Preferences, read_preferences

PACKAGE = Path(__file__).parent


def packaged(folder: str) -> Path:
    """Return a folder that comes with the program: inside an installed package, beside it in a checkout."""
    installed = PACKAGE / folder
    return installed if installed.is_dir() else PACKAGE.parent / folder


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run of the program works on. Flags and environment have been applied already."""

    corpus: tuple[Path, ...]
    """Folders of letters, single letters, or archives of letters."""
    db: Path
    """The snapshot: one DuckDB file per corpus."""
    queries: tuple[Path, ...]
    """Folders of saved queries; an earlier one shadows a later one."""
    preferences: Preferences = field(default_factory=Preferences)
    """What the user's settings file says."""

    @property
    def corpus_name(self) -> str:
        """The corpus as a title line shows it."""
        first, *others = self.corpus
        if not others and first == packaged("sample_corpus").resolve():
            return "sample corpus"
        return f"{first.name} and {len(others)} more" if others else first.name


def printable(path: Path | str) -> str:
    """Return a path as text that a database takes: bytes that are no UTF-8 are written `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def own_queries() -> Path:
    """Return the folder of the queries that the user keeps."""
    return Path(platformdirs.user_config_dir("imr-tui")) / "queries"


def corpus_text(roots: Sequence[Path]) -> str:
    """Return what tells a corpus from others."""
    return "\n".join(printable(root) for root in roots)


def resolve(corpus: Sequence[Path], db: Path | None, queries: Sequence[Path]) -> Settings:
    """Fill in the defaults: the packaged sample corpus, a snapshot in the cache folder, the queries folders.

    Raises UnusableInputError when DuckDB takes no snapshot of that name, or the user's settings cannot be used.
    """
    roots = tuple(dict.fromkeys(path.resolve() for path in corpus or (packaged("sample_corpus"),)))
    folders = (*queries, Path("queries"), own_queries(), packaged("queries"))
    queries_found = tuple(dict.fromkeys(folder.resolve() for folder in folders))
    return Settings(roots, _checked(db or default_snapshot(roots)), queries_found, read_preferences())


def _checked(db: Path) -> Path:
    """Return the snapshot's place, unless DuckDB would take it for another."""
    reason = None
    if printable(db) != str(db):
        reason = "is no UTF-8"
    elif {"?", "\\"} & set(str(db.absolute())):
        reason = "holds a question mark or a backslash"
    if reason:
        raise UnusableInputError(
            "Not a name for a snapshot", f"{printable(db.absolute())} {reason}.", "Name another --db."
        )
    return db


def default_snapshot(corpus: Sequence[Path]) -> Path:
    """Return the snapshot's place in the user's cache folder; a digest of the paths keeps namesakes apart."""
    digest = hashlib.blake2b("\0".join(map(str, corpus)).encode(errors="surrogateescape"), digest_size=5).hexdigest()
    name = re.sub(r"[^A-Za-z0-9]+", "-", corpus[0].name).strip("-")[:40] or "corpus"
    return snapshots_folder() / f"{name}-{digest}.duckdb"


def snapshots_folder() -> Path:
    """Return where the snapshots are that no --db puts elsewhere."""
    return Path(platformdirs.user_cache_dir("imr-tui"))
