"""Whatever a user can type or set stands in the documentation, and nothing else does."""

import re
from pathlib import Path

import click
import pytest

from imr_tui.cli.main import program
from imr_tui.preferences import SETTINGS, variable
from imr_tui.tui.keys import declared
from tests.conftest import ROOT

TOP = click.Context(program)
COMMANDS = {name: command for name in program.list_commands(TOP) if (command := program.get_command(TOP, name))}
SHARED = {"--corpus", "--db", "--queries", "--help"}
FLAG = re.compile(r"--[a-z][a-z-]*")


def document(name: str) -> str:
    return Path(ROOT / "docs" / name).read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return the section of `docs/commands.md` that has this title."""
    _, found, rest = document("commands.md").partition(f"\n## {title}\n")
    assert found, f"docs/commands.md has no section ## {title}"
    return rest.partition("\n## ")[0]


def options_of(command: click.Command) -> list[click.Option]:
    return [found for found in command.get_params(click.Context(command)) if isinstance(found, click.Option)]


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_option_of_a_command_is_told_and_no_other(name: str) -> None:
    options = options_of(COMMANDS[name] if name else program)
    text = section(f"`imr-tui {name}`" if name else "`imr-tui`")
    flags = {flag for option in options for flag in option.opts if flag.startswith("--")}
    told = set(re.findall(r"^\| `(--[a-z-]+)", text, re.MULTILINE))
    assert told == flags - SHARED
    assert set(FLAG.findall(text)) <= flags


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_option_has_help_and_its_values_are_told(name: str) -> None:
    command = COMMANDS[name] if name else program
    assert command.help
    for parameter in command.get_params(click.Context(command)):
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.opts} has no help"
        if isinstance(parameter.type, click.Choice):
            text = section(f"`imr-tui {name}`")
            assert [value for value in parameter.type.choices if f"`{value}`" not in text] == []


def test_what_all_commands_share_is_told_with_its_variables() -> None:
    text = section("Every command")
    assert set(FLAG.findall(text)) == SHARED
    variables = {str(option.envvar) for option in options_of(program) if option.envvar}
    assert variables == set(re.findall(r"IMR_[A-Z]+", text))
    without = {name for name, command in COMMANDS.items() if len(options_of(command)) and not shares(command)}
    assert without == {"classify", "completion"}
    assert all(f"`{name}`" in text for name in without)


def shares(command: click.Command) -> bool:
    return {flag for option in options_of(command) for flag in option.opts} >= SHARED


def test_every_command_stands_in_the_readme() -> None:
    readme = Path(ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"imr-tui {name}" not in readme] == []


def test_every_setting_is_told_and_no_other() -> None:
    rows = [line.split("|") for line in document("settings.md").splitlines() if line.startswith("| `")]
    told = {row[1].strip(" `"): row[3].strip(" `") for row in rows}
    assert told == {name: variable(name) for name in SETTINGS} | {"keys": ""}
    assert "IMR_SETTINGS" in document("settings.md")


def test_every_key_is_told_and_no_other() -> None:
    """With its keys and its sentence: see `tests/tui/test_keys.py`."""
    told = re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", document("keys.md"), re.MULTILINE)
    assert sorted(told) == sorted({binding.id for binding in declared() if binding.id})


def test_every_variable_of_the_environment_is_told() -> None:
    """Those that the program reads by their names."""
    told = "".join(document(name) for name in ("commands.md", "settings.md"))
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "imr_tui").rglob("*.py"))
    assert [name for name in set(re.findall(r'"(IMR_[A-Z_]+)"', sources)) if name not in told] == []
