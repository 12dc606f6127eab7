"""What was run, the latest first, kept in the user's state folder."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from imr_tui.private_file import state_folder, write_private

MOST_RUNS = 200
MOST_CHARACTERS = 20_000
"""Of a query that is kept."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """A query as it was run."""

    name: str
    sql: str
    values: Mapping[str, str] = field(default_factory=dict)
    """The texts of its parameters."""
    at: str = ""
    """When, to the minute."""


def runs_file() -> Path:
    """Return the place of the history."""
    return state_folder() / "query_history.json"


def past_runs() -> list[PastRun]:
    """Return what was run, the latest first; nothing of a file that is no such thing."""
    try:
        return [PastRun(**run) for run in json.loads(runs_file().read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def keep_run(name: str, sql: str, values: Mapping[str, str]) -> None:
    """Keep what is run, once. Where it cannot be kept, it is not: it is a comfort."""
    if len(sql) > MOST_CHARACTERS:
        return
    run = PastRun(name, sql, dict(values), datetime.now().isoformat(" ", "minutes"))
    others = [past for past in past_runs() if (past.sql, past.values) != (run.sql, run.values)]
    with suppress(OSError):
        write_private(
            runs_file(), json.dumps([asdict(past) for past in [run, *others][:MOST_RUNS]], ensure_ascii=False)
        )
