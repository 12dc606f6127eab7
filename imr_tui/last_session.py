"""Where the explorer was left, kept per corpus in the user's state folder."""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from imr_tui.private_file import state_folder, write_private
from imr_tui.settings import Settings, corpus_text

LONGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class LastSession:
    """What there was on the screen."""

    query: str = ""
    order: str = "relevance"
    item_id: str = ""
    """The item under the cursor."""
    theme: str = ""
    """The theme that was chosen in the session, if any, and the one that it stood in for."""
    instead_of: str = ""
    views: dict[str, Any] = field(default_factory=dict)
    """What widgets keep of themselves, by their ids."""


class DamagedSessionError(Exception):
    """The file holds no session."""


def sessions_folder() -> Path:
    """Return where the sessions of all corpora are."""
    return state_folder() / "sessions"


def session_file(settings: Settings) -> Path:
    """Return the place of a corpus's session."""
    digest = hashlib.blake2b(corpus_text(settings.corpus).encode(), digest_size=8).hexdigest()
    return sessions_folder() / f"{digest}.json"


def read_session(settings: Settings) -> LastSession:
    """Return the last session on the corpus; an empty one where there was none.

    Raises DamagedSessionError when the file holds something else.
    """
    try:
        with session_file(settings).open(encoding="utf-8") as file:
            kept = json.loads(file.read(LONGEST_FILE))
    except FileNotFoundError:
        return LastSession()
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedSessionError from error
    kinds = {name: type(value) for name, value in asdict(LastSession()).items()}
    if not isinstance(kept, dict) or any(not isinstance(kept.get(name), kind) for name, kind in kinds.items()):
        raise DamagedSessionError
    return LastSession(**{name: kept[name] for name in kinds})


def keep_session(settings: Settings, session: LastSession) -> None:
    """Keep the session. Where that cannot be, it is not: it is a comfort."""
    with suppress(OSError):
        write_private(session_file(settings), json.dumps(asdict(session), indent=1))
