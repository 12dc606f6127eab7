"""Sentences from a data file, filled at random.

A section is a list of wordings. A slot in braces is a fact of the case, another section, or a range of numbers
(`{30-90/10}`: from 30 to 90 in tens). Wordings are drawn as words of a language are: the first of a section most often,
the n-th less often by n to the power of `EXPONENT`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

Draw = Callable[[], float]
"""Returns a number from 0 up to, without, 1."""
Facts = Mapping[str, str]
T = TypeVar("T")

EXPONENT = 0.7
SLOT = re.compile(r"\{([^{}]+)\}")
RANGE = re.compile(r"(\d+)-(\d+)(?:/(\d+))?")


class Template(NamedTuple):
    """A wording: its text with `%s` for each slot, and the slots."""

    text: str
    slots: tuple[str, ...]


class Grammar:
    """All sections, ready to be drawn from."""

    def __init__(self, sections: Mapping[str, Sequence[str]]) -> None:
        self._decks: dict[str, Sequence[Template | str]] = {}
        for name, wordings in sections.items():
            templates = (self.template(wording) for wording in wordings)
            self._decks[name] = deck([template if template.slots else template.text for template in templates])

    def template(self, wording: str) -> Template:
        """Return a wording ready to be filled."""
        slots = tuple(SLOT.findall(wording))
        for slot in slots:
            if slot not in self._decks and (numbers := RANGE.fullmatch(slot)):
                first, last, step = (int(number or 1) for number in numbers.groups())
                self._decks[slot] = [str(number) for number in range(first, last + 1, step)]
        return Template(SLOT.sub("%s", wording.replace("%", "%%")) if slots else wording, slots)

    def say(self, section: str, facts: Facts, draw: Draw) -> str:
        """Return a wording of a section, its slots filled."""
        wordings = self._decks[section]
        wording = wordings[int(draw() * len(wordings))]
        return wording if isinstance(wording, str) else self.fill(wording, facts, draw)

    def fill(self, template: Template, facts: Facts, draw: Draw) -> str:
        """Return a wording with its slots filled."""
        text, slots = template
        if not slots:
            return text
        return text % tuple([facts[slot] if slot in facts else self.say(slot, facts, draw) for slot in slots])

    def __contains__(self, section: str) -> bool:
        return section in self._decks


def pick(choices: Sequence[T], draw: Draw) -> T:
    """Return one of the choices."""
    return choices[int(draw() * len(choices))]


def deck(entries: Sequence[T]) -> list[T]:
    """Return the entries, each as many times as its rank lets it be drawn."""
    return [
        entry for rank, entry in enumerate(entries, 1) for _ in range(max(1, round((len(entries) / rank) ** EXPONENT)))
    ]


def read_sections(file: Path) -> dict[str, list[str]]:
    """Return the sections of a data file: `[name]` above one wording a line, or `name = a | b`."""
    sections: dict[str, list[str]] = {}
    wordings: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        name, is_list, choices = line.partition(" = ")
        if line.startswith("["):
            wordings = sections.setdefault(line.strip("[]"), [])
        elif is_list:
            sections[name] = choices.split(" | ")
        elif line and not line.startswith("#"):
            wordings.append(line)
    return sections
