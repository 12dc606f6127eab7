"""What to export, as what, to which file: a form of a few lines at the bottom, which then tells how far it is."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import duckdb
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from imr_tui.errors import ImrError, unexpected
from imr_tui.export.items import ENDINGS, write_items
from imr_tui.export.output import file_stem, unused
from imr_tui.search.answer import SearchRequest
from imr_tui.terminal_text import clean_line, counted
from imr_tui.tui.messages import CorpusWanted, ItemsCollected, JobFailed
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.choice import Choice
from imr_tui.tui.widgets.clean_input import CleanInput

KINDS = {"csv": "csv", "jsonl": "jsonl", "parquet": "parquet", "markdown": "Markdown brief"}
MARKED = SearchRequest("is:marked", "case")
KEYS = "⏎ writes · ↑↓ line · ←→ chooses · esc closes"


class StoppedError(Exception):
    """Nobody wants the file any more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Items that may be exported."""

    label: str
    title: str
    """As a brief is headed, and a file is named after."""
    request: SearchRequest | None = None
    """What finds them; None: the items of the case `title`."""


class ExportScreen(ModalScreen[None]):
    """Enter writes; while that goes on, Escape stops it, and nothing is left of the file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write", priority=True, id="export.write", tooltip="Write the file."),
        Binding("down", "app.focus_next", "Next line", id="export.next", tooltip="Go to the next line."),
        Binding("up", "app.focus_previous", "Previous line", id="export.previous", tooltip="Go to the line above."),
        Binding("escape", "close", "Close", id="export.close", tooltip="Stop what is being written, else close."),
    ]

    @dataclass
    class Written(Message):
        """So many items are written."""

        done: int
        total: int
        path: Path | None = None
        """The file, when it is whole."""

        def can_replace(self, message: Message) -> bool:
            """Only the latest progress matters."""
            return isinstance(message, ExportScreen.Written) and message.path is None

    class Stopped(Message):
        """The export was stopped, and its file is gone."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        """Offer to export one of `offers`."""
        super().__init__()
        self._offers = {str(number): offer for number, offer in enumerate(offers)}
        self._suggested = ""
        self._may_replace: Path | None = None
        """The file that the user agreed to overwrite."""
        self._path: Path | None = None
        """What is being written."""
        self._cursor: duckdb.DuckDBPyConnection | None = None
        """That is read from while a file is written."""
        self._is_stopped = False
        """Told to the thread so, not by its worker: one that is cancelled before it began says nothing any more."""

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with Vertical(id="menu"):
            yield Static(Content.styled("Export", "bold"))
            yield Choice("what", {key: clean_line(offer.label) for key, offer in self._offers.items()}, id="what")
            yield Choice("format", KINDS, id="format")
            with Horizontal(id="file-line"):
                yield Static(Content.styled("  file    ", DIM), id="file-label")
                yield CleanInput(id="file", compact=True, select_on_focus=False)
            yield Static(id="status")

    def on_mount(self) -> None:
        """Start where one most likely chooses something."""
        self._suggest()
        self.set_focus(self.query_one("#format"))
        self._tell(KEYS)

    @property
    def _offer(self) -> Offer:
        return self._offers[self.query_one("#what", Choice).value]

    @property
    def _kind(self) -> str:
        return self.query_one("#format", Choice).value

    def _tell(self, text: str, style: str = DIM) -> None:
        self.query_one("#status", Static).update(Content.styled(f"  {clean_line(text)}", style))

    @on(Choice.Changed)
    def _suggest(self) -> None:
        """Suggest a file name, unless the user gave one."""
        field = self.query_one("#file", Input)
        if field.value == self._suggested:
            stem = file_stem(self._offer.title) or "imr-items"
            self._suggested = unused(Path(f"{stem}.{ENDINGS[self._kind]}")).name
            field.value = self._suggested

    @on(Input.Changed, "#file")
    def _forget_consent(self) -> None:
        self._may_replace = None
        self._tell(KEYS)

    def action_write(self) -> None:
        """Write the file; ask before one is overwritten."""
        if self._path:
            return
        try:
            path = self._chosen_path()
            is_there = path.exists()
        except (OSError, ValueError, RuntimeError) as error:
            self._tell(f"Not a file name: {error}", "bold")
            return
        if is_there and not path.is_file():
            self._tell(f"{path.name} is no file: choose another name.", "bold")
        elif is_there and self._may_replace != path:
            self._may_replace = path
            self._tell(f"{path.name} is there already: ⏎ again overwrites it.", "bold")
        else:
            self._path = path
            self._tell("collecting the items… · esc stops")
            offer = self._offer
            self.post_message(
                CorpusWanted(lambda reader: reader.collect(offer.request, offer.title, self.post_message))
            )

    def _chosen_path(self) -> Path:
        path = Path(self.query_one("#file", Input).value.strip() or self._suggested).expanduser().absolute()
        return path / self._suggested if path.is_dir() else path

    @on(ItemsCollected)
    def _write(self, message: ItemsCollected) -> None:
        if self._path is None or self._cursor:  # stopped meanwhile, or answered once more by a newer snapshot
            message.cursor.close()
        elif not message.docs:
            message.cursor.close()
            self._path = None
            self._tell("There are none.", "bold")
        else:
            path, kind, title = self._path, self._kind, self._offer.title
            replaces, self._cursor = self._may_replace == path, message.cursor
            self._is_stopped = False
            self.run_worker(
                lambda: self._write_items(message, kind, path, title, replaces), thread=True, exit_on_error=False
            )

    def _write_items(self, chosen: ItemsCollected, kind: str, path: Path, title: str, replaces: bool) -> None:
        total = len(chosen.docs)

        def tell(done: int) -> None:
            if self._is_stopped:
                raise StoppedError
            self.post_message(self.Written(done, total))

        try:
            write_items(chosen.cursor, chosen.docs, kind, path, title, replaces, tell)
        except Exception as error:
            if self._is_stopped:  # its error is that it was stopped
                self.post_message(self.Stopped())
            else:
                self.post_message(JobFailed(error if isinstance(error, ImrError) else unexpected(error)))
        else:
            self.post_message(self.Written(total, total, path))
        finally:
            chosen.cursor.close()

    @on(Written)
    def _tell_progress(self, message: Written) -> None:
        if message.path is None:
            self._tell(f"{message.done:,} of {message.total:,} items written · esc stops")
        else:
            told = f"Wrote {counted(message.total, 'item')} to {message.path.name} in {message.path.parent}."
            self.app.notify(clean_line(told), markup=False)
            self.dismiss()

    @on(Stopped)
    def _tell_stopped(self) -> None:
        self.app.notify("Stopped; no file was written.", markup=False)
        self.dismiss()

    @on(JobFailed)
    def _tell_failure(self, message: JobFailed) -> None:
        self._path = self._cursor = None
        error = message.error if isinstance(message.error, ImrError) else unexpected(message.error)
        self._tell(f"{error.message} {error.hint}", "bold")

    def action_close(self) -> None:
        """Stop what is being written, else close."""
        if self._cursor:
            self._stop()
        else:
            self._path = None
            self.dismiss()

    def _stop(self) -> None:
        if self._cursor:
            self._is_stopped = True
            with suppress(duckdb.ConnectionException):  # it ended meanwhile
                self._cursor.interrupt()

    def on_unmount(self) -> None:
        """Leave no work behind, and no part of a file."""
        self._stop()
