"""What a builder notes in a snapshot: of which corpus it is, and what built it."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from imr_tui.corpus.schema import SCHEMA_VERSION
from imr_tui.settings import PACKAGE, corpus_text

READERS = (
    "letters/**/*.*",
    *(f"loading/{name}.py" for name in ("archives", "identity", "kinds", "parsed", "reading", "rows", "table*")),
    *(f"search/{name}.py" for name in ("runs", "tokens")),
)
"""The code and the lexicons that decide what a snapshot says of a letter."""


@dataclass(frozen=True, slots=True)
class State:
    """What the snapshot notes of itself, all as text."""

    corpus: str
    """Its roots, a line each."""
    schema_version: str
    parser_version: str
    scanned_ns: str
    """When its files were looked for, nanoseconds since 1970."""
    next_doc: str
    """Number of the next document of its search index; none is used twice."""

    def differs_from(self, wanted: "State") -> str | None:
        """Say why a snapshot of this state cannot be brought to the wanted one; None when it can."""
        if self.corpus != wanted.corpus:
            return "it held another corpus"
        if self.parser_version != wanted.parser_version:
            return "another version of imr-tui read them"
        return None

    @property
    def purpose(self) -> dict[str, str]:
        """What is read for this snapshot serves any other of the same purpose."""
        return {name: value for name, value in self.rows() if name in ("corpus", "schema_version", "parser_version")}

    def rows(self) -> list[tuple[str, str]]:
        """Return names and values."""
        return list(asdict(self).items())


def new_state(roots: Sequence[Path], scanned_ns: int) -> State:
    """Return the state of a snapshot that this version builds now."""
    return State(corpus_text(roots), str(SCHEMA_VERSION), _parser_version(), str(scanned_ns), "0")


@cache
def _parser_version() -> str:
    """Return a digest of all that reads letters, so that no change of it is forgotten."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for pattern in READERS for path in PACKAGE.glob(pattern)):
        if path.suffix in (".py", ".txt"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
