"""What the workbench has done in its lane, and the messages that tell it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

from imr_tui.errors import UnusableInputError
from imr_tui.search.answer import SearchRequest
from imr_tui.tui.workbench.result_set import MOST_ROWS, ResultSet

if TYPE_CHECKING:
    from imr_tui.saved_queries import Choice, Parameter, QuerySession, SavedQuery

Post = Callable[[Message], object]
FORMATS = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".md": "markdown", ".parquet": "parquet"}


@dataclass
class Finished(Message):
    """A query has its result."""

    result: ResultSet


@dataclass
class Failed(Message):
    """A job ended with an error."""

    query: "SavedQuery"
    error: Exception
    is_run: bool = True
    """Whether it was the query itself, and not the choices for a parameter."""


@dataclass
class ChoicesRead(Message):
    """The values to choose from for a parameter."""

    parameter: "Parameter"
    choices: "list[Choice]"


@dataclass
class Exported(Message):
    """A result stands in a file."""

    path: Path


@dataclass(frozen=True, slots=True)
class Run:
    """A query, the texts of its parameters, and what it shall find beside the corpus."""

    query: "SavedQuery"
    texts: Mapping[str, str]
    db: Path
    shown: SearchRequest | None

    def start(self, session: "QuerySession", post: Post) -> None:
        """Run the query and keep what it was run with. Posts `Finished`."""
        from imr_tui.query_tables import offered_choices, provide_tables
        from imr_tui.saved_queries import bind
        from imr_tui.saved_queries.history import keep_run
        from imr_tui.saved_queries.last_values import keep_values

        keep_run(self.query.name, self.query.sql, self.texts)
        values = bind(self.query.parameters, self.texts, partial(offered_choices, session, self.db))
        if self.texts:
            keep_values(self.query.name, self.texts)
        provide_tables(session, self.db, self.query, values, self.shown)
        started = monotonic()
        result = session.run(self.query.sql, self.query.used(values))
        rows = list(islice(result.rows, MOST_ROWS + 1))
        seconds = monotonic() - started
        is_cut = len(rows) > MOST_ROWS
        kept = tuple(rows[:MOST_ROWS])
        post(Finished(ResultSet(self.query, values, result.columns, result.types, kept, is_cut, seconds)))


def read_choices_of(parameter: "Parameter", db: Path, session: "QuerySession", post: Post) -> None:
    """Read the values to choose from. Posts `ChoicesRead`."""
    from imr_tui.query_tables import offered_choices

    post(ChoicesRead(parameter, offered_choices(session, db, parameter)))


@dataclass(frozen=True, slots=True)
class Export:
    """A result and the file that it shall be written to."""

    result: ResultSet
    path: Path
    db: Path
    shown: SearchRequest | None

    def start(self, session: "QuerySession", post: Post) -> None:
        """Write all rows, also those that the screen does not keep. Posts `Exported`."""
        from imr_tui.export import Table, write_table
        from imr_tui.export.formats import write_parquet
        from imr_tui.export.output import new_file
        from imr_tui.query_tables import provide_tables

        kind = FORMATS.get(self.path.suffix.lower())
        if kind is None:
            ends = ", ".join(FORMATS)
            raise UnusableInputError("Not written", f"{self.path.name} tells no format.", f"Let it end in {ends}.")
        result = self.result
        table = Table(result.columns, result.types, result.rows)
        if result.is_cut:
            provide_tables(session, self.db, result.query, result.values, self.shown)
            table = Table(
                result.columns, result.types, session.run(result.query.sql, result.query.used(result.values)).rows
            )
        with new_file(self.path, replaces=False, hint="Name another file.") as building:
            if kind == "parquet":
                write_parquet(table, building)
            else:
                with building.open("w", encoding="utf-8", newline="") as out:
                    write_table(table, kind, out)
        post(Exported(self.path))
