"""Other programs on the explorer's terminal: the user's pager and editor."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from imr_tui.errors import UnusableInputError, WorkFailedError

if TYPE_CHECKING:
    from textual.app import App

NOT_HERE = "Copy or write it to a file instead: y."


def show_in_pager(app: "App[object]", text: str) -> None:
    """Open `text`, which must be clean, in `$PAGER`, else in less. Raises ImrError when that cannot be done."""
    _run(app, "PAGER", _command("PAGER", "less"), text.encode())


def open_in_editor(app: "App[object]", path: Path) -> None:
    """Open a file in `$EDITOR` or `$VISUAL`, else in vi. Raises ImrError when that cannot be done."""
    command = _command("EDITOR", os.environ.get("VISUAL") or "vi")
    _run(app, "EDITOR", [*command, os.fspath(path)], None)


@contextmanager
def private_copy(name: str, text: str) -> Iterator[Path]:
    """Give a file with `text` that only the user may read, and nobody may write to; it is removed afterwards.

    Raises WorkFailedError when it cannot be written.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="imr-tui-"))
    except OSError as error:
        raise WorkFailedError("No copy for the editor", error.strerror or str(error), "Is the disk full?") from error
    try:
        path = folder / name
        try:
            path.write_text(text, encoding="utf-8")
            path.chmod(0o400)
        except OSError as error:
            raise WorkFailedError(
                "No copy for the editor", f"{path}: {error.strerror or error}.", "Is the disk full?"
            ) from error
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _command(variable: str, default: str) -> list[str]:
    value = os.environ.get(variable, "").strip() or default
    try:
        command = shlex.split(value)
    except ValueError as error:
        raise UnusableInputError(f"${variable} is no command", f"{value}: {error}.", f"Set {variable}.") from error
    if not command or shutil.which(command[0]) is None:
        message = f"There is no program {command[0] if command else value} here."
        raise UnusableInputError(f"${variable} cannot be opened", message, f"Set {variable} to one. {NOT_HERE}")
    return command


def _run(app: "App[object]", variable: str, command: Sequence[str], data: bytes | None) -> None:
    failure = ""
    try:
        with app.suspend():  # within, nothing may be raised: the terminal would not be taken back
            failure = _failure(command, data)
    except SuspendNotSupported as error:
        message = "This terminal cannot be lent to another program."
        raise UnusableInputError(f"${variable} cannot be opened", message, NOT_HERE) from error
    if failure:
        hint = f"Is {variable} set to what you want? {NOT_HERE}"
        raise WorkFailedError(f"${variable} failed", f"{command[0]} {failure}.", hint)


def _failure(command: Sequence[str], data: bytes | None) -> str:
    """Run a program, and say how it failed, if it did."""
    # ctrl+c is meant for the program. A handler, since one that ignores would be inherited by the program.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        code = subprocess.run(command, input=data).returncode
    except OSError as error:
        return f"did not start: {error.strerror or error}"
    finally:
        signal.signal(signal.SIGINT, before)
    return f"ended with {code}" if code > 0 else f"was ended by signal {-code}" if code else ""
