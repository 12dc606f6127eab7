"""The parameters of a query as a form: a line each, with label, value and what is to be known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from imr_tui.terminal_text import clean, clean_line
from imr_tui.tui.shown import DIM
from imr_tui.tui.widgets.clean_input import CleanInput

if TYPE_CHECKING:
    from imr_tui.saved_queries import Parameter

HINTS = {
    "integer": "number",
    "number": "number",
    "date": "y-m-d",
    "choice": "",
    "list": "a; b",
    "selection": "search",
    "text": "",
}
MOST_CHARACTERS = 10_000


class ValueInput(CleanInput):
    """The value of one parameter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Run", key_display="⏎", id="form.run", tooltip="Run the query with these values."),
        Binding("down", "choose", "Choose", show=False, id="form.choose", tooltip="Choose a value, with counts."),
    ]

    @dataclass
    class ChoicesWanted(Message):
        """The values to choose from are wanted."""

        parameter: "Parameter"

    def __init__(self, parameter: "Parameter", value: str) -> None:
        """Show the value of `parameter`."""
        super().__init__(clean(value), compact=True, max_length=MOST_CHARACTERS, select_on_focus=True)
        self.parameter = parameter

    def action_choose(self) -> None:
        """Ask for the choices; without any, go to the next field."""
        if self.parameter.choices:
            self.post_message(self.ChoicesWanted(self.parameter))
        else:
            self.screen.focus_next(ValueInput)


class ParameterForm(Vertical):
    """A line for each parameter; Enter in any runs the query."""

    @dataclass
    class Submitted(Message):
        """The query shall run with these values."""

    def show(self, parameters: "Sequence[Parameter]", values: Mapping[str, str]) -> None:
        """Ask for these parameters; `values` are there already."""
        self.remove_children()
        self.mount_all(_line(parameter, values.get(parameter.name, "")) for parameter in parameters)

    def compose(self) -> ComposeResult:
        """Lay out nothing: lines come with a query."""
        yield from ()

    @property
    def values(self) -> dict[str, str]:
        """What is typed, by parameter."""
        return {line.parameter.name: line.value for line in self.query(ValueInput)}

    def put(self, name: str, value: str, adds: bool) -> None:
        """Fill in a value that was chosen; one of a list is added."""
        for line in self.query(ValueInput):
            if line.parameter.name == name:
                before = line.value.strip().rstrip(";")
                line.value = f"{before}; {value}" if adds and before else value
                self.screen.set_focus(line)

    def ask_for(self, name: str) -> None:
        """Go to the line of a parameter."""
        for line in self.query(ValueInput):
            if line.parameter.name == name:
                self.screen.set_focus(line)

    @on(Input.Submitted)
    def _run(self, message: Input.Submitted) -> None:
        message.stop()
        self.post_message(self.Submitted())


def _line(parameter: "Parameter", value: str) -> Horizontal:
    needed = "" if parameter.default is not None else " needed"
    choose = "↓ choose" if parameter.choices else HINTS[parameter.kind]
    return Horizontal(
        Static(Content(clean_line(parameter.label)), classes="label"),
        ValueInput(parameter, value),
        Static(Content.styled(f"{choose}{needed}".strip(), DIM), classes="hint"),
        classes="parameter",
    )
