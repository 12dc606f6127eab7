"""Query files: SQL below a comment header.

The header is the comment lines at the top: `-- title: ...`, `-- description: ...` (a further comment line continues the
one above), `-- param NAME TYPE [DEFAULT] ["label"]`. A file without a header works; its name is its title.
"""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from imr_tui.errors import UnusableInputError

FIELD = re.compile(r"(title|description)\s*:\s*(.*)", re.IGNORECASE)
PARAM = re.compile(r"param\s*:?\s+(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the query takes as `$name`."""

    name: str
    kind: str
    default: str | None
    label: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with what its header says."""

    name: str
    """The file's stem: what `imr-tui query NAME` takes."""
    path: Path
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sql: str

    @property
    def defaults(self) -> dict[str, str]:
        """The values of parameters that need not be given."""
        return {parameter.name: parameter.default for parameter in self.parameters if parameter.default is not None}


def find_queries(folders: Iterable[Path]) -> dict[str, SavedQuery]:
    """Return the queries of all folders by name, sorted; one in an earlier folder shadows its namesakes."""
    found: dict[str, SavedQuery] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.sql")) if folder.is_dir() else ():
            if path.stem not in found:
                found[path.stem] = _readable(path)
    return dict(sorted(found.items()))


def _readable(path: Path) -> SavedQuery:
    """Read one query file; one that cannot be read says so in its description, and does not cost the others."""
    try:
        return read_query(path)
    except UnusableInputError as error:
        return SavedQuery(path.stem, path, f"{path.stem} (unreadable)", error.message, (), "")


def read_query(path: Path) -> SavedQuery:
    """Read one query file. Raises UnusableInputError when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UnusableInputError(
            "The query cannot be read",
            f"{path}: {error.strerror}.",
            "Is the file there, and may you read it?",
        ) from error
    fields, parameters = _read_header(text)
    title = fields.get("title") or path.stem.replace("_", " ").replace("-", " ")
    return SavedQuery(path.stem, path, title, fields.get("description", ""), tuple(parameters), text)


def _read_header(text: str) -> tuple[dict[str, str], list[Parameter]]:
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    last = ""
    for raw in text.splitlines():
        line = raw.strip()
        if not line.startswith("--"):
            break
        comment = line.lstrip("-").strip()
        if field := FIELD.fullmatch(comment):
            last = field[1].lower()
            fields[last] = field[2]
        elif param := PARAM.fullmatch(comment):
            parameters.append(_parameter(param[1]))
            last = ""
        elif last and comment:
            fields[last] = f"{fields[last]} {comment}"
    return fields, parameters


def _parameter(declaration: str) -> Parameter:
    try:
        parts = shlex.split(declaration)
    except ValueError:  # a lone quotation mark
        parts = declaration.split()
    name, kind, default, label, *_ = (*parts, *[""] * 4)
    return Parameter(name.lstrip("$"), kind or "text", default or None, label or name)
