"""Keys that the user chose: from the settings to Textual's keymap."""

import re
from collections.abc import Iterator, Mapping

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, Keys
from textual.screen import Screen

from imr_tui.errors import UnusableInputError
from imr_tui.preferences import settings_file, unusable
from imr_tui.tui.keys import keyed_classes

MODIFIERS = re.compile(r"((ctrl|shift|alt|super|hyper|meta)\+)*")
NAMES = {str(key.value) for key in Keys} | set(KEY_NAME_REPLACEMENTS.values()) | {"question_mark", "equals_sign"}
"""Of keys that are no single character."""
SHARED_WIDGETS = "imr_tui.tui.widgets"
"""Widgets of other packages are those of the screens there."""


def checked_keymap(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the keymap of the commands' new keys.

    Raises UnusableInputError for a command or a key that is none, and for a key that two commands of one place share.
    """
    if not chosen:
        return {}
    keymap = {name: ",".join(_key(key.strip(), name) for key in keys.split(",")) for name, keys in chosen.items()}
    owners = list(_owners())
    known = {binding.id for _, binding in owners}
    for name in keymap:
        if name not in known:
            raise _unusable(f"there is no command {name!r}.", "docs/keys.md lists the commands.")
    for name in keymap:
        _refuse_shared(name, keymap, owners)
    return keymap


def _owners() -> Iterator[tuple[type[DOMNode], Binding]]:
    for kind in keyed_classes():
        yield from ((kind, binding) for binding in kind.BINDINGS if isinstance(binding, Binding))


def _key(text: str, name: str) -> str:
    key = App._normalize_keymap({name: text})[name]
    bare = MODIFIERS.sub("", key, count=1)
    if (len(text) == 1 and text.isprintable()) or (len(bare) == 1 and bare.isalnum()) or bare in NAMES or key in NAMES:
        return key
    hint = "A key is a character, or a name such as f5, space, pagedown or ctrl+s."
    raise _unusable(f"{name}: {text!r} is no key.", hint)


def _refuse_shared(name: str, keymap: Mapping[str, str], owners: list[tuple[type[DOMNode], Binding]]) -> None:
    keys = set(keymap[name].split(","))
    places = [kind for kind, binding in owners if binding.id == name]
    former = {key for _, binding in owners if binding.id == name for key in _keys_of(binding, {})}
    for kind, other in owners:
        shared = keys & _keys_of(other, keymap) - former
        if other.id != name and shared and any(_meet(place, kind) for place in places):
            key = min(shared)
            hint = f"Give {other.id} another key as well, or choose a free one: docs/keys.md."
            raise _unusable(f"{name}: the key {key!r} belongs to {other.id}.", hint)


def _keys_of(binding: Binding, keymap: Mapping[str, str]) -> set[str]:
    return {key.strip() for key in keymap.get(binding.id or "", binding.key).split(",")}


def _meet(one: type[DOMNode], other: type[DOMNode]) -> bool:
    """Tell whether the keys of both can work at the same time."""
    if issubclass(one, other) or issubclass(other, one) or App in one.__mro__ + other.__mro__:
        return True
    screens = [kind for kind in (one, other) if issubclass(kind, Screen)]
    if len(screens) != 1:
        return False  # two screens, or two widgets: only one of them has the focus
    packages = [kind.__module__.rpartition(".")[0] for kind in (one, other)]
    return SHARED_WIDGETS in packages or packages[0] == packages[1]


def _unusable(message: str, hint: str) -> UnusableInputError:
    return unusable(f"{settings_file()}, [keys]", message, hint)
