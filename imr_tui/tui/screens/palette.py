"""The palette: a list over the screen, from which a few typed letters choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Matcher, Provider
from textual.containers import Horizontal, Vertical
from textual.content import Content

from imr_tui.terminal_text import clean_line
from imr_tui.tui.keys import commands_of
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.search_line import CleanInput

NAME_WIDTH = 18
KEYS_WIDTH = 8
NOT_LISTED = ("app.palette", "app.interrupt")


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a palette, and what happens when it is chosen."""

    name: str
    """The typed letters are sought in this."""
    run: Callable[[], Any]
    note: str = ""
    """Stands beside the name."""


class ChoiceProvider(Provider):
    """Finds choices by some of their letters; without any, lists all in their own order."""

    def choices(self) -> Sequence[Choice]:
        """Return what can be chosen."""
        raise NotImplementedError

    async def discover(self) -> Hits:
        """List all choices."""
        for choice in self.choices():
            yield DiscoveryHit(_line(choice), choice.run, clean_line(choice.name))

    async def search(self, query: str) -> Hits:
        """List the choices that hold the letters of `query` in this order."""
        matcher = self.matcher(query)
        for choice in self.choices():
            if score := matcher.match(clean_line(choice.name)):
                yield Hit(score, _line(choice, matcher), choice.run, clean_line(choice.name))


def _line(choice: Choice, matcher: Matcher | None = None) -> Content:
    text = clean_line(choice.name)
    name = Content(text)
    # Not by the matcher's own highlight: it takes the text for markup.
    for offset in matcher.fuzzy_search.match(matcher.query, text)[1] if matcher else ():
        name = name.stylize("bold underline", offset, offset + 1)
    if not choice.note:
        return name
    return Content.assemble(name, " " * max(2, NAME_WIDTH - name.cell_length), (choice.note, DIM))


class CommandProvider(ChoiceProvider):
    """The commands that work on the screen below."""

    def choices(self) -> Sequence[Choice]:
        """Return the commands, those of the widget with the focus first."""
        return [
            Choice(
                command.binding.description,
                partial(self.app.run_action, command.binding.action, command.node),
                f"{command.keys[0]:<{KEYS_WIDTH}}{command.binding.tooltip}",
            )
            for command in commands_of(self.screen)
            if command.binding.id not in NOT_LISTED
        ]


def offering(choices: Sequence[Choice]) -> type[ChoiceProvider]:
    """Return what provides these choices."""

    class Offered(ChoiceProvider):
        def choices(self) -> Sequence[Choice]:
            return choices

    return Offered


class PaletteInput(CommandInput, CleanInput):
    """Where the letters are typed."""


class Palette(CommandPalette):
    """Textual's palette, drawn with little: no icon, nothing that moves, the screen below is left as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "escape", "Close", id="palette.close", tooltip="Close the palette."),
        Binding("down,ctrl+n", "cursor_down", "Next", show=False, id="palette.down", tooltip="Go to the next line."),
        Binding(
            "up,ctrl+p",
            "command_list('cursor_up')",
            "Previous",
            show=False,
            id="palette.up",
            tooltip="Go to the previous line.",
        ),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the input and the list, by the names that Textual's palette looks for."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield PaletteInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield CommandList()

    async def _watch__show_busy(self) -> None:
        # There is no moving indicator to show: it would send 60 kB a second.
        pass
