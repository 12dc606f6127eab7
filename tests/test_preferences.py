"""A user's settings: where they come from, and how a wrong one is told."""

from pathlib import Path

import pytest

from imr_tui.errors import UnusableInputError
from imr_tui.preferences import SETTINGS, Preferences, read_preferences, settings_file, variable
from imr_tui.tui.keymap import checked_keymap
from tests.conftest import ROOT


def write(text: str | bytes) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_bytes(text if isinstance(text, bytes) else text.encode())


def test_without_a_file_the_defaults_hold() -> None:
    assert read_preferences() == Preferences()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write('theme = "light"\nquery_seconds = 5\nrestore = false\n[keys]\n"explorer.sort" = "o"\n')
    monkeypatch.setenv("IMR_QUERY_SECONDS", "7.5")
    read = read_preferences()
    assert (read.theme, read.query_seconds, read.restore, dict(read.keys)) == (
        "light", 7.5, False, {"explorer.sort": "o"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('theme = "pink"', "theme is 'pink'"),
        ("theme = []", "theme is []"),
        ("restore = 3", "restore is 3"),
        ("query_seconds = 0", "query_seconds is 0"),
        ("query_seconds = nan", "query_seconds is nan"),
        ("query_seconds = 1" + "0" * 400, "query_seconds is 1000"),
        ("query_memory = true", "query_memory is True"),
        ("colour = 1", "no setting 'colour'"),
        ("theme == 3", "at line 1"),
        (b"\xff\xfe", "no UTF-8"),
        ("keys = 3", "keys is no table"),
        ("[keys]\nexplorer.sort = 'o'", "'explorer' is no command"),
        ("[keys]\n'explorer.sort' = ','", "explorer.sort is ','"),
        ("a = " + "[" * 5000, "no TOML"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(text: str | bytes, words: str) -> None:
    write(text)
    with pytest.raises(UnusableInputError) as told:
        read_preferences()
    assert words in told.value.message
    assert str(settings_file()) in told.value.message
    assert told.value.hint


def test_a_wrong_variable_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMR_THEME", "pink")
    with pytest.raises(UnusableInputError, match="IMR_THEME: theme is 'pink'"):
        read_preferences()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"explorer.nonsense": "o"}, "no command 'explorer.nonsense'"),
        ({"explorer.sort": "nokey"}, "'nokey' is no key"),
        ({"explorer.sort": "ctrl+"}, "is no key"),
        ({"explorer.sort": "f"}, "belongs to explorer.filters"),
        ({"explorer.sort": "j"}, "belongs to filters.down"),
        ({"explorer.sort": "q"}, "belongs to app.quit"),
        ({"item.similar": "?"}, "belongs to app.help"),
    ],
)
def test_keys_that_cannot_be_given_are_told(keys: dict[str, str], words: str) -> None:
    with pytest.raises(UnusableInputError, match=words.replace("?", r"\?")):
        checked_keymap(keys)


def test_keys_may_be_swapped_and_shared_by_screens_that_never_meet() -> None:
    swapped = {"explorer.queries": "S", "explorer.statistics": "Q", "item.similar": "S, f5"}
    assert checked_keymap(swapped) == {"explorer.queries": "S", "explorer.statistics": "Q", "item.similar": "S,f5"}


def test_each_setting_is_documented() -> None:
    page = Path(ROOT / "docs/settings.md").read_text(encoding="utf-8")
    for name in SETTINGS:
        assert f"| `{name}` | `" in page
        assert variable(name) in page
    assert "`keys`" in page
