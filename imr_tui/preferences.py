"""What a user sets once: a TOML file in the configuration folder. A variable of the environment wins over the file."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import platformdirs

from imr_tui.errors import UnusableInputError

THEMES = ("auto", "dark", "light", "ansi", "contrast")
COMMAND_ID = re.compile(r"[a-z_]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings of a user; `docs/settings.md` tells of each."""

    theme: str = "auto"
    """Colours: `auto` is `ansi` on a terminal of 16 colours, else `dark`."""
    restore: bool = True
    """Whether the explorer starts where it was left."""
    query_seconds: float = 60.0
    """What a saved query may take."""
    query_memory: float = 0.0
    """In megabytes; 0: half of the machine's, 4,000 at most."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Keys of commands, divided by commas, by the command's name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a setting is read from the file or the environment."""

    convert: Callable[[Any], Any]
    """Raises ValueError for a value that is not allowed."""
    allowed: str


def _theme(value: object) -> object:
    if value not in THEMES:
        raise ValueError
    return value


def _switch(value: object) -> bool:
    switches = {True: True, "true": True, "yes": True, "1": True, False: False, "false": False, "no": False, "0": False}
    if not isinstance(value, bool | str) or value not in switches:
        raise ValueError
    return switches[value]


def _number(least: float) -> Callable[[object], float]:
    def convert(value: object) -> float:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1
        if not least <= number <= MOST:
            raise ValueError
        return number

    return convert


MOST = 1_000_000
SETTINGS: Mapping[str, Setting] = {
    "theme": Setting(_theme, f"one of {', '.join(THEMES)}"),
    "restore": Setting(_switch, "true or false"),
    "query_seconds": Setting(_number(0.1), f"a number of seconds from 0.1 to {MOST:,}"),
    "query_memory": Setting(_number(0), f"a number of megabytes up to {MOST:,}; 0 for half of the machine's"),
}


def settings_file() -> Path:
    """Return the place of the user's settings."""
    named = os.environ.get("IMR_SETTINGS")
    return Path(named) if named else Path(platformdirs.user_config_dir("imr-tui")) / "settings.toml"


def variable(name: str) -> str:
    """Return the variable of the environment that holds a setting."""
    return f"IMR_{name.upper()}"


def read_preferences() -> Preferences:
    """Return the settings of file and environment.

    Raises UnusableInputError, with the place and what is allowed there, for a value that is not.
    """
    path = settings_file()
    given = _read(path)
    keys = given.pop("keys", {})
    values = {name: _converted(name, value, str(path)) for name, value in given.items()}
    for name in SETTINGS:
        if text := os.environ.get(variable(name)):
            values[name] = _converted(name, text, variable(name))
    return Preferences(**values, keys=MappingProxyType(_keys(keys, path)))


def unusable(place: str, message: str, hint: str) -> UnusableInputError:
    """Return what to tell of a setting that cannot be used."""
    return UnusableInputError("The settings cannot be used", f"{place}: {message}", hint)


def _read(path: Path) -> dict[str, Any]:
    hint = "Mend the file or move it away: without it the defaults hold."
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise unusable(str(path), f"{error.strerror or type(error).__name__}.", hint) from error
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise unusable(str(path), f"it is no UTF-8 at byte {error.start}.", hint) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise unusable(str(path), f"it is no TOML: {error}.", hint) from error


def _converted(name: str, value: object, place: str) -> Any:
    if name not in SETTINGS:
        raise unusable(place, f"there is no setting {name!r}.", f"There are {', '.join(SETTINGS)} and [keys].")
    setting = SETTINGS[name]
    try:
        return setting.convert(value)
    except (ValueError, OverflowError) as error:
        raise unusable(place, f"{name} is {value!r}.", f"It may be {setting.allowed}.") from error


def _keys(given: object, path: Path) -> dict[str, str]:
    if not isinstance(given, dict):
        raise unusable(str(path), "keys is no table.", 'Write [keys], and below it "explorer.sort" = "ctrl+o".')
    for name, keys in given.items():
        place = f"{path}, [keys]"
        if not COMMAND_ID.fullmatch(name):
            hint = 'Write the name in quotes: "explorer.sort" = "ctrl+o". docs/keys.md lists the commands.'
            raise unusable(place, f"{name!r} is no command.", hint)
        if not isinstance(keys, str) or not all(key.strip() for key in keys.split(",")):
            raise unusable(place, f"{name} is {keys!r}.", 'It may be keys divided by commas, such as "ctrl+s,f5".')
    return dict(given)
