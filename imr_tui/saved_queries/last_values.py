"""What was given for the parameters of each query when it last ran, kept in the user's state folder."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from imr_tui.private_file import state_folder, write_private

MOST_QUERIES = 500


def values_file() -> Path:
    """Return the place of the values."""
    return state_folder() / "query_values.json"


def last_values(name: str) -> dict[str, str]:
    """Return the texts that were given last for the query `name`; nothing if it was never run."""
    return _read().get(name, {})


def keep_values(name: str, values: Mapping[str, str]) -> None:
    """Keep the texts that were given for the query `name`. Where they cannot be kept, they are not: it is a comfort."""
    kept = {known: given for known, given in _read().items() if known != name} | {name: dict(values)}
    latest = dict(list(kept.items())[-MOST_QUERIES:])
    with suppress(OSError):
        write_private(values_file(), json.dumps(latest, ensure_ascii=False, indent=1))


def _read() -> dict[str, dict[str, str]]:
    """Return all that is kept; nothing of a file that is no such thing."""
    try:
        kept = json.loads(values_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        name: {key: text for key, text in given.items() if isinstance(text, str)}
        for name, given in kept.items()
        if isinstance(given, dict)
    }
