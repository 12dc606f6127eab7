"""A line at the bottom to type tags or a note into."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from imr_tui.marks.annotation import LONGEST_NOTE
from imr_tui.terminal_text import clean_line
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.search_line import QueryInput

MOST_TAGS_SHOWN = 12


class TagSuggester(Suggester):
    """Completes the last word to a tag that is in use."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        """Take the tags in use."""
        super().__init__(case_sensitive=True)
        self._tags = tags

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last word completed."""
        return completed(value, self._tags)


def completed(line: str, tags: tuple[str, ...]) -> str | None:
    """Return a line of tags with the last word completed by one of `tags` that is not in it; None if none begins so."""
    *others, last = line.replace(",", " ").split(" ")
    begun = last.lstrip("#").casefold()
    there = {word.lstrip("#").casefold() for word in others}
    fit = (tag for tag in tags if tag.casefold().startswith(begun) and tag.casefold() not in {*there, begun})
    tag = next(fit, None) if begun else None
    return None if tag is None else line + tag[len(begun) :]


class MarkPrompt(ModalScreen[str | None]):
    """One line, with what is said at present; Enter keeps it, Escape leaves it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "leave", "Leave as it was", id="marks.leave", key_display="esc",
            tooltip="Leave tags or note as they were.",
        ),
        Binding(
            "tab", "complete", "Complete", show=False, priority=True, id="marks.complete",
            tooltip="Complete the tag that is being typed.",
        ),
    ]  # fmt: skip

    def __init__(self, title: str, text: str, tags: tuple[str, ...] = ()) -> None:
        """Ask for `title`, with `text` to begin with; the `tags` in use complete words."""
        super().__init__()
        self._title, self._text, self._tags = title, text, tags

    def compose(self) -> ComposeResult:
        """Lay out the line, and above it the keys and the tags in use."""
        used = " ".join(f"#{tag}" for tag in self._tags[:MOST_TAGS_SHOWN])
        more = " …" if len(self._tags) > MOST_TAGS_SHOWN else ""
        keys = "⏎ keeps · esc leaves as it was" + (" · tab completes · in use: " if used else "")
        yield Static(Content.styled(clean_line(keys + used + more), DIM), id="mark-hint")
        with Horizontal(id="mark-line"):
            yield Static(Content.styled(f"{clean_line(self._title)}: ", "bold"), id="mark-title")
            suggester = TagSuggester(self._tags) if self._tags else None
            yield QueryInput(
                self._text, id="mark-input", compact=True, select_on_focus=False, suggester=suggester,
                max_length=LONGEST_NOTE,
            )  # fmt: skip

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

    def action_complete(self) -> None:
        """Take the completion that is shown."""
        line = self.query_one(QueryInput)
        line.edit(completed(line.value, self._tags) or line.value)

    @on(Input.Submitted)
    def _keep(self, message: Input.Submitted) -> None:
        self.dismiss(message.value)
