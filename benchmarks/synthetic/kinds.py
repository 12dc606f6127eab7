"""What may be disputed: the item types with the titles, guidelines and words of `items.txt`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.synthetic.grammar import Template, deck
from benchmarks.synthetic.vocabulary import drug_names, prose
from imr_tui.letters.model import ItemType

HEADING = re.compile(r"\[(?P<type>.+) / (?P<subtype>.+)\] (?P<weight>\d+)")


@dataclass(eq=False)
class Kind:
    """An item type with how items of it are worded."""

    item_type: ItemType
    weight: int
    """How often it is disputed, beside the others."""
    things: list[Template] = field(default_factory=list)
    guidelines: list[Template] = field(default_factory=list)
    titles: list[Template] = field(default_factory=list)
    drugs: Sequence[str] = ()
    sections: dict[str, str] = field(default_factory=dict)
    """For a section of the prose the one that speaks of this subtype or type instead."""


@cache
def kinds() -> Sequence[Kind]:
    """Return all kinds of items, each as many times as its weight says."""
    lines = (Path(__file__).parent / "items.txt").read_text(encoding="utf-8").splitlines()
    return [kind for kind in _kinds(lines) for _ in range(kind.weight)]


def _kinds(lines: Sequence[str]) -> list[Kind]:
    found: list[Kind] = []
    for line in lines:
        if heading := HEADING.fullmatch(line):
            found.append(_empty(heading))
        elif found and line:
            kind, template = found[-1], prose().template(line.removeprefix("= ").removeprefix("> "))
            part = {"= ": kind.things, "> ": kind.guidelines}.get(line[:2], kind.titles)
            part.append(template)
    return found


def _empty(heading: re.Match[str]) -> Kind:
    name, subtype = heading["type"], heading["subtype"]
    return Kind(
        ItemType(name, subtype),
        int(heading["weight"]),
        drugs=deck(drug_names().get(subtype, [])),
        sections={
            section: own
            for section in ("quote", "sample Upheld", "sample Overturned")
            for own in (f"{section} {name}", f"{section} {subtype}")
            if own in prose()
        },
    )
