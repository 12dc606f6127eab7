"""The values that a query takes as `$name`: how they are declared, read from text and bound."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from imr_tui.errors import UnusableInputError

Value = str | int | float | date | list[str] | None
"""What is bound: None for a value that was left empty."""
KINDS = {
    "text": "any text",
    "integer": "a whole number",
    "number": "a number",
    "date": "a date as 2015-12-31",
    "choice": "one of the values that its choices give",
    "list": "values, with `;` between them",
    "selection": "a search, whose items are the table `selection`",
}
SEPARATOR = ";"
MOST_NEAREST = 5
NAME = re.compile(r"\$?([A-Za-z_]\w*)")
TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+)')
CHOICES = re.compile(r"\bchoices:\s*(.*)", re.DOTALL)
SHAPE = 'a parameter is `NAME TYPE [DEFAULT] ["LABEL"] [choices: SELECT ...]`'
USED = re.compile(
    r"""[eE]'(?:\\.|''|[^'\\])*' | '(?:[^']|'')*' | "(?:[^"]|"")*"   # strings and quoted names
    | --[^\n]* | /\*.*?\*/                                          # comments
    | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$                               # a string in dollars
    | (?<!\w)\$(?P<name>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the query takes as `$name`."""

    name: str
    kind: str = "text"
    """One of KINDS."""
    default: str | None = None
    """None: a value must be given. Empty: it may be left empty, and is NULL then (a list is empty)."""
    label: str = ""
    choices: str | None = None
    """SQL that gives the values to choose from, the latter with how many there are of each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, and how many rows have it, if that was counted."""

    value: str
    count: int | None = None


Choices = Callable[[Parameter], Sequence[Choice]]


def declared(text: str) -> Parameter:
    """Read what follows `-- param`. Raises ValueError, saying what is wrong with it."""
    choices = CHOICES.search(text)
    head = text[: choices.start()] if choices else text
    tokens = list(TOKEN.finditer(head))
    if len(tokens) < 2 or not (name := NAME.fullmatch(tokens[0].group())):
        raise ValueError(SHAPE)
    kind, values = tokens[1].group().lower(), tokens[2:]
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no type of a parameter; there are {', '.join(KINDS)}")
    if len(values) > 2 or head.count('"') % 2:
        raise ValueError(SHAPE)
    if kind == "choice" and not choices:
        raise ValueError(f"the choice {name[1]} needs `choices: SELECT ...`")
    label = _unquoted(values.pop()) if values and values[-1]["quoted"] is not None else ""
    default = _unquoted(values[0]) if values else None
    sql = choices[1].strip().rstrip(";") if choices else None
    parameter = Parameter(name[1], kind, default, label or name[1].replace("_", " "), sql)
    if default:
        _converted(parameter, default)
    return parameter


def used_names(sql: str) -> tuple[str, ...]:
    """Return the names of the parameters that a query uses, in the order in which they come."""
    return tuple(dict.fromkeys(found["name"] for found in USED.finditer(sql) if found["name"]))


def undeclared(sql: str, parameters: Iterable[Parameter]) -> list[Parameter]:
    """Return as text what a query uses without having declared it."""
    known = {parameter.name for parameter in parameters}
    return [Parameter(name, label=name.replace("_", " ")) for name in used_names(sql) if name not in known]


def bind(parameters: Sequence[Parameter], given: Mapping[str, str], choices: Choices) -> dict[str, Value]:
    """Return the value of each parameter: what was given, else its default.

    `choices` runs the SQL of a parameter's choices. Raises UnusableInputError that names the
    parameter: when it is unknown, missing, or of another type than declared.
    """
    unknown = given.keys() - {parameter.name for parameter in parameters}
    if unknown:
        known = f"It takes {', '.join(p.name for p in parameters)}." if parameters else "It takes none."
        raise UnusableInputError(
            "Unknown parameter", f"The query has no parameter {', '.join(sorted(unknown))}.", known
        )
    texts = {p.name: given.get(p.name) or p.default for p in parameters}
    missing = [p for p in parameters if texts[p.name] is None]
    if missing:
        raise UnusableInputError(
            "A parameter is missing",
            "The query needs " + "; ".join(f"{p.name} ({p.kind}: {p.label})" for p in missing) + ".",
            f"Add --param {missing[0].name}=VALUE, or a default in its header.",
        )
    return {p.name: read_value(p, texts[p.name] or "", choices) for p in parameters}


def read_value(parameter: Parameter, text: str, choices: Choices) -> Value:
    """Return the value that `text` stands for. Raises UnusableInputError when it is none of the parameter's type."""
    if not text.strip():
        return [] if parameter.kind == "list" else None
    try:
        value = _converted(parameter, text.strip() if parameter.kind != "text" else text)
    except ValueError as error:
        raise UnusableInputError("Not a value for a parameter", f"{error}.", _hint(parameter)) from error
    if parameter.choices is None or parameter.kind not in ("choice", "list"):
        return value
    known = {choice.value.casefold(): choice.value for choice in choices(parameter)}
    members = value if isinstance(value, list) else [str(value)]
    chosen = [_chosen(parameter, member, known) for member in members]
    return chosen if parameter.kind == "list" else chosen[0]


def _chosen(parameter: Parameter, text: str, known: Mapping[str, str]) -> str:
    if (folded := text.casefold()) in known:
        return known[folded]
    near = process.extract(folded, known.keys(), scorer=fuzz.WRatio, limit=MOST_NEAREST, score_cutoff=50)
    nearest = [known[name] for name, _, _ in near] or list(known.values())[:MOST_NEAREST]
    says = f"{parameter.name} is a {parameter.kind} of known values, and {text!r} is none of them."
    hint = f"Nearest: {', '.join(nearest)}." if nearest else "Its choices give no values in this corpus."
    raise UnusableInputError("Not a value for a parameter", says, hint)


def _converted(parameter: Parameter, text: str) -> Value:
    """Return `text` as the parameter's type. Raises ValueError, which names the parameter and the type."""
    try:
        if parameter.kind == "integer":
            return int(text.replace(",", ""))
        if parameter.kind == "number":
            return _number(text.replace(",", ""))
        if parameter.kind == "date":
            return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{parameter.name} is {KINDS[parameter.kind]}; {text!r} is not") from error
    if parameter.kind == "list":
        return [member.strip() for member in text.split(SEPARATOR) if member.strip()]
    return text


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        number = float(text)
        if not math.isfinite(number):
            raise
        return number


def _unquoted(token: re.Match[str]) -> str:
    return token["bare"] if token["quoted"] is None else token["quoted"]


def _hint(parameter: Parameter) -> str:
    return f"{parameter.name}: {parameter.label}" + (f", {parameter.default} by default." if parameter.default else ".")
