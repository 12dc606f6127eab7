"""Commands: declared once, and found in footer, help, palette and documentation."""

from pathlib import Path

from imr_tui.tui.keys import as_markdown, declared
from tests.conftest import ITEMS, ROOT
from tests.tui.conftest import Explore

ALL = f"1 of {ITEMS}"


def test_every_binding_is_named_and_told() -> None:
    for binding in declared():
        assert binding.id, f"{binding.action} on {binding.key} has no id"
        assert binding.id.count(".") == 1, f"{binding.id}: an id is `group.command`"
        assert binding.description, f"{binding.id} has no description"
        assert binding.tooltip.endswith("."), f"{binding.id} has no sentence that says what it does"


def test_an_id_stands_for_one_set_of_keys() -> None:
    keys: dict[str | None, str] = {}
    for binding in declared():
        assert keys.setdefault(binding.id, binding.key) == binding.key, f"{binding.id} is declared with other keys"


def test_the_documentation_of_the_keys_is_up_to_date() -> None:
    """After a change: `python -m imr_tui.tui.keys > docs/keys.md`."""
    assert Path(ROOT / "docs/keys.md").read_text(encoding="utf-8") == as_markdown(declared())


async def test_help_lists_the_keys_of_where_one_is(explore: Explore) -> None:
    """On the results their keys first, in the filter panes those of the panes; each with a sentence."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("question_mark")
        await session.sees("Keys", "Tables", "pgdn, ^d, space", "Go down by what is in sight.", "Explorer")
        assert "Filter panes" not in session.text()
        await session.press("G")
        await session.sees("Everywhere", "Go back to the shell")
        await session.press("escape", "f", "f1")
        await session.sees("Filter panes", "Tick the value, or untick it.")
        assert "Tables" not in session.text()
        await session.press("escape", "slash", "f1")
        await session.sees("From the search line to the results.")
        assert "Open the saved queries." not in session.text()


async def test_the_palette_runs_a_command_by_a_few_letters(explore: Explore) -> None:
    """ctrl+p: the commands of the place; `srt` leaves Sort; Enter sorts. In an item it offers the item's commands."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("ctrl+p")
        await session.sees("Open the row under the cursor.", "Go to the filter panes.")
        await session.type("srt")
        await session.sees("Sort the results by relevance")
        await session.misses("Go to the filter panes.")
        await session.press("enter")
        await session.sees(f"{ITEMS} items, latest first")
        await session.press("enter", "enter")
        await session.sees("▸ item")
        await session.press("ctrl+p")
        await session.type("similar")
        await session.sees("x       Compare the rationale")
        await session.press("enter")
        await session.sees("▸ similar")


async def test_nothing_typed_into_the_palette_is_obeyed(explore: Explore) -> None:
    """Markup and control characters are text; nothing is found, Escape goes back."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("ctrl+p")
        await session.paste("[/foo] \x9b31m\n\x07")
        await session.sees("[/foo] ·31m ·", "nothing found")
        await session.press("escape")
        await session.sees("⏎ Open", ALL)


async def test_the_explorer_is_never_closed_with_a_window(explore: Explore) -> None:
    """Closed once more than it was opened: the results stay, and their keys."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("question_mark")
        await session.sees("Keys   esc closes")
        session.app.pop_screen()
        session.app.pop_screen()
        await session.press("j")
        await session.sees(f"2 of {ITEMS}")


async def test_enter_and_escape_in_one_go_close_one_window(explore: Explore) -> None:
    """The palette runs `Sort`, and Escape is for the results; these stay, also below a prompt that is left twice."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("ctrl+p")
        await session.type("srt")
        await session.sees("Sort the results by relevance")
        session.burst("enter", "escape", "j")
        await session.sees(f"{ITEMS} items, latest first", f"2 of {ITEMS}")
        session.burst("a", "x", "enter", "k", "t", "y", "enter", "j", "a", "escape", "escape")
        await session.sees(f"2 of {ITEMS}", "Upheld      #   Viagra", "Amitiza")


async def test_the_line_of_keys_says_what_enter_does_there(explore: Explore) -> None:
    """Opens a case, narrows to a group, runs a query, shows a row; help says the same."""
    async with explore() as session:
        await session.sees(ALL, "⏎ Open")
        await session.press("S")
        await session.sees("[1 type]", "⏎ Narrow")
        await session.press("question_mark")
        await session.sees("Narrow the results to the row")
        await session.press("escape", "escape", "Q")
        await session.sees("saved queries", "⏎ Run")
        await session.seek("mixed")
        await session.press("enter")
        await session.sees("Cases with mixed outcomes: 29 rows", "⏎ Row")
