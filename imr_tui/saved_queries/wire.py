"""What a session and its worker process say to each other: pickled objects over a socket."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from imr_tui.errors import ImrError
from imr_tui.saved_queries.parameters import Value


@dataclass(frozen=True, slots=True)
class Open:
    """Open a snapshot. Said first; answered by `Done`."""

    snapshot: Path
    memory: int
    """Bytes that DuckDB may take."""
    seconds: float
    """That one reply may take from then on."""
    scratch: Path
    """An empty folder to try in what must be refused; it is removed."""


@dataclass(frozen=True, slots=True)
class Provide:
    """Fill a table with columns, a JSON list each. Answered by `Done`."""

    table: str
    columns: list[bytes]


@dataclass(frozen=True, slots=True)
class Run:
    """Run a query. Answered by `Started`."""

    number: int
    sql: str
    parameters: Mapping[str, Value]
    as_csv: bool


@dataclass(frozen=True, slots=True)
class More:
    """Give the next rows of a run. Answered by `Rows`."""

    number: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop a run. Said at any time; what it does is answered by `Failed`."""

    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """It was done."""


@dataclass(frozen=True, slots=True)
class Started:
    """The query runs, and has these columns."""

    columns: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The next chunk of a run, as `running.Chunks` says; empty after the last."""

    data: bytes
    seconds: float
    """That it took to make them, also while nobody waited."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It was not done; a run has ended."""

    error: ImrError


Request = Open | Provide | Run | More | Stop
Reply = Done | Started | Rows | Failed
