"""Query files: SQL below a comment header (`header`), found in several folders."""

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from imr_tui.errors import UnusableInputError
from imr_tui.saved_queries.header import Chart, read_header
from imr_tui.saved_queries.parameters import Parameter, Value, undeclared, used_names

MOST_BYTES = 1_000_000
"""Nobody writes longer queries: it is some other file."""
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with what its header says."""

    name: str
    """The file's stem: what `imr-tui query NAME` takes."""
    path: Path
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    """Those that are declared, then those that the SQL uses without."""
    chart: Chart | None = None
    drill: str | None = None
    """The column whose value a row opens: `case_id` or `item_id`."""
    sql: str = ""
    """The whole file, so that lines are counted as in an editor."""
    problem: str | None = None
    """Why it cannot be used, if it cannot."""
    shadows: tuple[Path, ...] = ()
    """Files of the same name in later folders, which it stands in for."""

    @property
    def defaults(self) -> dict[str, str]:
        """The values of parameters that need not be given."""
        return {parameter.name: parameter.default for parameter in self.parameters if parameter.default is not None}

    def used(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return those of the values that the SQL names: that of a `selection` works without being named."""
        return {name: values[name] for name in used_names(self.sql) if name in values}


def find_queries(folders: Iterable[Path]) -> dict[str, SavedQuery]:
    """Return the queries of all folders by name, sorted; one in an earlier folder shadows its namesakes.

    A file that cannot be used is there too, with its `problem`.
    """
    paths: dict[str, list[Path]] = {}
    for folder in folders:
        for path in _files(folder):
            paths.setdefault(path.stem, []).append(path)
    return {name: replace(_tried(first), shadows=tuple(others)) for name, (first, *others) in sorted(paths.items())}


def list_names(folders: Iterable[Path]) -> list[str]:
    """Return the names of the queries of all folders, sorted; no file is read."""
    return sorted({path.stem for folder in folders for path in _files(folder)})


def stamp_of(folders: Iterable[Path]) -> Stamp:
    """Return what tells whether query files came, went or changed: their names, sizes and times."""
    found = []
    for path in (path for folder in folders for path in _files(folder)):
        try:
            status = path.stat()
            found.append((str(path), status.st_size, status.st_mtime_ns))
        except OSError:
            found.append((str(path), -1, 0))
    return tuple(found)


def read_query(path: Path) -> SavedQuery:
    """Read one query file. Raises UnusableInputError when it cannot be used."""
    try:
        query = query_of(_text(path), path)
    except ValueError as error:
        raise UnusableInputError(
            "The query cannot be read", f"{path}: {error}.", "Is the file there, and may you read it?"
        ) from error
    if query.problem:
        raise UnusableInputError("The query's header is not understood", f"{path}: {query.problem}.", "Mend that line.")
    return query


def query_of(text: str, path: Path) -> SavedQuery:
    """Return the query that a text is, as if it stood in the file `path`."""
    header = read_header(text)
    return SavedQuery(
        name=path.stem,
        path=path,
        title=header.title or path.stem.replace("_", " ").replace("-", " "),
        description=header.description,
        tags=header.tags,
        parameters=(*header.parameters, *undeclared(text, header.parameters)),
        chart=header.chart,
        drill=header.drill,
        sql=text,
        problem=header.problem,
    )


def _files(folder: Path) -> list[Path]:
    """Return the query files of a folder, hidden ones left out; none when it cannot be listed."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in paths if path.suffix == ".sql" and not path.name.startswith(".")]


def _tried(path: Path) -> SavedQuery:
    """Read one query file; one that cannot be used says why, and does not cost the others."""
    try:
        return query_of(_text(path), path)
    except ValueError as error:
        return replace(query_of("", path), problem=str(error))


def _text(path: Path) -> str:
    """Return what a query file holds. Raises ValueError, saying why it cannot be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("it is no file")
        if status.st_size > MOST_BYTES:
            raise ValueError(f"it has {status.st_size:,} bytes, too many for a query")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is no UTF-8 text (byte {error.start})") from error
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error
