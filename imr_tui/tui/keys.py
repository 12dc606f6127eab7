"""The keys of the explorer, as the bindings of its screens and widgets declare them.

A command is declared once, as a `Binding` with `id` (`explorer.sort`), a description for the footer and a `tooltip`, a
sentence; footer, help, palette and documentation derive from it. `python -m imr_tui.tui.keys` prints `docs/keys.md`.
"""

import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING

from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.keys import format_key

import imr_tui.tui

if TYPE_CHECKING:
    from textual.screen import Screen

HEAD = """\
# Keys

Every command of the explorer, with its name and its keys. `?` shows those that work where one is, ctrl+p finds each by
a few letters of its name, and [the settings](settings.md) give it other keys. This page is printed by
`python -m imr_tui.tui.keys`.
"""
GROUPS = {
    "app": "everywhere",
    "table": "tables",
    "filters": "filter panes",
    "text": "long texts",
    "take": "take away",
    "window": "windows",
}
"""Of a command's name the part before the dot, as a heading; others stand for themselves."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that works now: what runs it, and every key that does."""

    binding: Binding
    node: DOMNode
    keys: Sequence[str]
    """As they are written."""


def group_of(binding: Binding) -> str:
    """Return the heading under which a binding is listed."""
    name = (binding.id or "").partition(".")[0]
    return GROUPS.get(name, name)


def heading(group: str) -> str:
    """Return the name of a group as it stands above its commands."""
    return f"{group[0].upper()}{group[1:]}"


def keyed_classes() -> Iterator[type[DOMNode]]:
    """Return the screens and widgets of the explorer that declare keys, in the order of their modules."""
    for module in pkgutil.walk_packages(imr_tui.tui.__path__, "imr_tui.tui."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, DOMNode) and thing.__module__ == module.name:
                yield from (thing,) if "BINDINGS" in vars(thing) else ()


def declared() -> list[Binding]:
    """Return every binding that the explorer declares, with all its keys."""
    return [binding for kind in keyed_classes() for binding in kind.BINDINGS if isinstance(binding, Binding)]


def commands_of(screen: "Screen[object]") -> list[Command]:
    """Return the commands that work on `screen` now, those of the widget with the focus first."""
    found: dict[str, list[ActiveBinding]] = {}
    for active in screen.active_bindings.values():
        if active.binding.id and active.enabled:
            found.setdefault(active.binding.id, []).append(active)
    by_node: dict[DOMNode, dict[str, list[ActiveBinding]]] = {}
    for name, actives in found.items():
        by_node.setdefault(actives[0].node, {})[name] = actives
    return [
        Command(found[b.id][0].binding, node, _keys_of(b, found[b.id], screen))
        for node, names in sorted(by_node.items(), key=lambda item: -len(item[0].ancestors_with_self))
        for b in _declared_by(type(node))
        if b.id in names
    ]


def _declared_by(kind: type[DOMNode]) -> Iterator[Binding]:
    """Return the bindings of a class and of those it inherits from, its own first."""
    for base in kind.__mro__:
        yield from (binding for binding in vars(base).get("BINDINGS", ()) if isinstance(binding, Binding))


def _keys_of(declared: Binding, actives: Sequence[ActiveBinding], screen: "Screen[object]") -> list[str]:
    """Return the keys that work, in the order in which they were declared."""
    order = [key.strip() for key in declared.key.split(",")]
    bindings = [replace(active.binding, key_display=None) for active in actives]
    bindings.sort(key=lambda binding: order.index(binding.key) if binding.key in order else len(order))
    return [screen.app.get_key_display(binding) for binding in bindings]


def as_markdown(bindings: Iterable[Binding]) -> str:
    """Return the documentation of the keys."""
    order = sorted(bindings, key=lambda binding: (group_of(binding) != GROUPS["app"], group_of(binding)))
    parts = [HEAD]
    for group, members in groupby(order, group_of):
        rows = "".join(f"| `{b.id}` | {_written(b.key)} | {b.tooltip} |\n" for b in members)
        parts.append(f"## {heading(group)}\n\n| command | keys | |\n|---|---|---|\n{rows}")
    return "\n".join(parts)


def _written(keys: str) -> str:
    return ", ".join(f"`{_key(key.strip())}`" for key in keys.split(","))


def _key(key: str) -> str:
    name = key if "+" in key else format_key(key)
    return name if name != "|" else "\\|"


if __name__ == "__main__":
    print(as_markdown(declared()), end="")
