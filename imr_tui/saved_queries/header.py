"""The comment lines at the top of a query file, which tell what it asks and takes.

    -- title: Overturn rate by year
    -- description: Items decided in each year. A further comment line
    --   continues the one above.
    -- tags: overturn, time
    -- param decision choice Upheld "Decision" choices: SELECT decision, count(*) FROM items GROUP BY ALL
    -- chart: bar decided overturned_percent
    -- drill: item_id

All of it is optional. Comment lines that begin with no such word are for people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from imr_tui.saved_queries.parameters import Parameter, declared

WORDS = ("title", "description", "tags", "param", "chart", "drill")
CONTINUED = ("title", "description", "tags", "param")
LINE = re.compile(r"(?P<word>[A-Za-z]+)(?::\s*|\s+)(?P<rest>.*)", re.DOTALL)
NAMED = re.compile(r"(?P<word>[A-Za-z]+):(?:\s|$)")
DRILLS = ("case_id", "item_id")
MOST_TYPOS = 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars: a column that names them, and one that tells how long each is."""

    labels: str
    values: str


@dataclass(slots=True)
class Header:
    """What a header says."""

    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: list[Parameter] = field(default_factory=list)
    chart: Chart | None = None
    drill: str | None = None
    problem: str | None = None
    """The first line that was not understood, and why."""


def read_header(text: str) -> Header:
    """Read the comment lines at the top of `text`; the first that cannot be understood is told as the problem."""
    header = Header()
    for number, word, rest in _fields(text):
        try:
            _take(header, word, rest)
        except ValueError as error:
            header.problem = header.problem or f"line {number}: {error}"
    return header


def without_header(text: str) -> str:
    """Return a query file's SQL alone."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("--")), len(lines))
    return "\n".join(lines[start:]).strip()


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the number, the word and the text of each field, lines that continue it joined."""
    current: tuple[int, str, str] | None = None
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = raw.strip()
        if line and not line.startswith("--"):
            break
        comment = line.lstrip("-").strip()
        word = _word(comment)
        if word is None and comment and current and current[1] in CONTINUED:
            current = (*current[:2], f"{current[2]} {comment}")
            continue
        if current:
            yield current
        current = (number, word, _rest(comment)) if word else None
    if current:
        yield current


def _word(comment: str) -> str | None:
    """Return the word that begins a field, also one that nobody knows but that looks like a typo of one."""
    line = LINE.match(comment) or NAMED.match(comment)
    word = line["word"].lower() if line else ""
    if word == "param" or (word in WORDS and NAMED.match(comment)):
        return word
    return word if NAMED.match(comment) and _meant(word) else None


def _rest(comment: str) -> str:
    line = LINE.match(comment)
    return line["rest"].strip() if line else ""


def _meant(word: str) -> str | None:
    return next((known for known in WORDS if OSA.distance(word, known) <= MOST_TYPOS), None)


def _take(header: Header, word: str, rest: str) -> None:
    """Add a field to the header. Raises ValueError, saying what is wrong with it."""
    if word in ("title", "description"):
        setattr(header, word, " ".join(rest.split()))
    elif word == "tags":
        header.tags = tuple(dict.fromkeys(tag.lower() for tag in re.split(r"[,;\s]+", rest) if tag))
    elif word == "param":
        _add_parameter(header, declared(rest))
    elif word == "chart":
        header.chart = _chart(rest)
    elif word == "drill":
        header.drill = _drill(rest)
    else:
        raise ValueError(f"{word!r} is not understood; {_meant(word)!r} is meant?")


def _add_parameter(header: Header, parameter: Parameter) -> None:
    if any(known.name == parameter.name for known in header.parameters):
        raise ValueError(f"the parameter {parameter.name} is declared twice")
    header.parameters.append(parameter)


def _chart(rest: str) -> Chart:
    parts = rest.split()
    if len(parts) != 3 or parts[0] != "bar":
        raise ValueError("a chart is `bar LABELS VALUES`, two names of columns")
    return Chart(parts[1], parts[2])


def _drill(rest: str) -> str:
    if rest not in DRILLS:
        raise ValueError(f"a row opens a {' or an '.join(DRILLS)}, not {rest!r}")
    return rest
