"""Marks, tags and notes as an analyst gives them; each docstring says what one should see."""

from functools import partial
from pathlib import Path

import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.marks.annotation import Annotation
from imr_tui.marks.corpus_marks import user_marks
from imr_tui.marks.store import marks_file
from tests.conftest import ITEMS
from tests.tui.conftest import Explore, Session

ALL = f"1 of {ITEMS}"


def kept() -> list[Annotation]:
    """Return what another session would find."""
    from imr_tui.marks.store import MarkStore

    return [mark.annotation for mark in MarkStore(marks_file()).read_since(0) if mark.annotation]


def is_marked(mark: str) -> bool:
    return [said.mark for said in kept()] == [mark]


async def search(session: Session, text: str) -> None:
    await session.press("slash", "ctrl+u")
    await session.type(text)
    await session.press("enter")


async def test_one_key_goes_through_the_marks_and_another_takes_them_back(explore: Explore) -> None:
    """`m`: relevant, not relevant, later, none; `u` the same way back; letters in the table, words below it."""
    async with explore() as session:
        await session.sees(ALL)
        for told, letter in (("relevant · 1 of", " R "), ("not relevant · 1 of", " N "), ("later · 1 of", " L ")):
            await session.press("m")
            await session.sees(told)
            assert letter in session.line("▸")
        await session.press("m")
        await session.sees("no mark · 1 of")
        assert kept() == []
        for told in ("later", "not", "relevant"):
            await session.press("u")
            await session.until(partial(is_marked, told), f"{told} again")
        await session.sees("undone", "★ relevant")
        await session.press("u", "u")
        await session.sees("nothing to undo")


async def test_selected_rows_are_marked_and_tagged_together(explore: Explore) -> None:
    """`v` three times: a plus before each, also after paging; a mark and tags for the three, which `tag:` finds."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("v", "v", "v")
        await session.sees(f"3 selected · 4 of {ITEMS}")
        await session.press("G", "g", "m")
        await session.sees("3 relevant")
        selected = [line for line in session.text().splitlines() if "+Upheld" in line or "+Overturned" in line]
        assert ["▸+" in line for line in selected] == [True, False, False]
        assert all(" R " in line for line in selected)
        await session.press("t")
        await session.sees("Tags of 3:", "⏎ keeps · esc leaves")
        await session.type("#prn, Weak")
        await session.press("enter")
        await session.sees("3 tagged")
        assert kept() == [Annotation("relevant", ("Weak", "prn"))] * 3
        await session.press("escape")
        await session.misses("selected")
        await search(session, "tag:prn")
        await session.sees("tagged prn", "1 of 3", "★ relevant #Weak #prn")
        await search(session, "-is:relevant")
        await session.sees("not marked relevant", f"1 of {ITEMS - 3}")


async def test_all_results_are_marked_at_once(explore: Explore) -> None:
    """`V` selects what was found, `v` leaves one out; all others are marked; another search selects nothing."""
    async with explore() as session:
        await session.sees(ALL)
        await search(session, "acupuncture")
        await session.sees("1 of 15")
        await session.press("V", "v", "m")
        await session.sees("14 relevant")
        assert len(kept()) == 14
        await search(session, "knee")
        await session.misses("selected")
        await session.press("u")
        await session.sees("14 undone")
        assert kept() == []


async def test_a_prompt_shows_what_is_there_completes_and_is_left_by_escape(explore: Explore) -> None:
    """The tags of the item, known ones completed by tab; Escape leaves them; a note shows where the item is read."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("t", *"follow-up", "enter")
        await session.sees("tagged", "#follow-up")
        await session.press("j", "t", *"fol", "tab", "enter")
        await session.until(lambda: [said.tags for said in kept()] == [("follow-up",)] * 2, "the completed tag")
        await session.press("t")
        await session.sees("Tags: #follow-up", "in use: #follow-up")
        await session.press("ctrl+u", "x", "escape", "k")
        await session.sees(ALL)
        await session.press("t", "ctrl+u", "enter", "a", *"see[/b]p4", "enter")
        await session.sees("noted")
        assert sorted((said.tags, said.note) for said in kept()) == [((), "see[/b]p4"), (("follow-up",), "")]
        await session.press("enter", "enter")
        await session.sees("▸ item", "Note                  see[/b]p4")
        await session.press("m", "t", *"prn", "enter")
        await session.sees("★ relevant #prn")
        await session.press("escape")
        await session.sees("Clinical case summary", " R# ")


async def test_triage_leaves_the_cursor_where_it_was_when_a_row_is_done(explore: Explore) -> None:
    """Under `-is:marked` a row that is marked goes, and the next stands in its place; typed fast, each is another."""
    async with explore() as session:
        await session.sees(ALL)
        await search(session, "-is:marked")
        await session.sees("not marked", ALL)
        await session.press("j", "m")
        await session.sees(f"2 of {ITEMS - 1}")
        await session.press("m")
        await session.sees(f"2 of {ITEMS - 2}")
        assert [said.mark for said in kept()] == ["relevant", "relevant"]
        await search(session, "is:relevant")
        await session.sees("1 of 2")
        await session.press("m", "m")
        await session.until(lambda: [said.mark for said in kept()].count("not") == 2, "both marked otherwise")
        await session.sees("nothing")


async def test_the_pane_of_marks_counts_them_as_they_are_given(explore: Explore) -> None:
    """Opened from `more`: how many have which mark; another one counts at once; a tick finds them."""
    async with explore(80, 60) as session:
        await session.sees(ALL)
        await session.press("m", "f", "G", "k", "k")
        await session.sees("▸+ MARKS", "+ TAGS")
        await session.press("space")
        await session.sees("▸- MARKS", "[ ] relevant")
        await session.until(lambda: session.line("] relevant")[:28].split()[3] == "1", "one relevant")
        await session.press("escape", "escape", "j", "m")
        await session.until(lambda: session.line("] relevant")[:28].split()[3] == "2", "two relevant")
        await session.press("f", "j", "j", "space")
        await session.sees("is:", "1 of 2")


async def test_keys_of_marks_are_text_where_text_is_typed(explore: Explore) -> None:
    """In the search line and in the pane of filters `m` marks nothing."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("mtavu")
        await session.press("f", "m", "v", "escape")
        await session.sees("/ mtavu")
        assert kept() == []


async def test_what_another_session_says_is_seen_with_the_next_search(explore: Explore, corpus: Corpus) -> None:
    """A mark from outside is in the table after a key that searches."""
    async with explore(140, 30) as session:
        await session.sees(ALL)
        user_marks(corpus).cycle(None)
        await search(session, "knee")
        await session.sees("★ relevant")
        await search(session, "is:later")
        await session.sees("nothing")


@pytest.mark.parametrize("text", ["not a database, but many bytes" * 100, ""])
async def test_without_a_file_to_write_to_the_explorer_works_on(explore: Explore, text: str) -> None:
    """A damaged file, or none that could be made: told once, in words; searching goes on, and the file is as it was."""
    path = marks_file()
    if text:
        path.parent.mkdir(parents=True)
        path.write_text(text)
    else:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.write_text("in the way")
    async with explore() as session:
        await session.sees(ALL)
        await session.press("m")
        await session.sees("Marks cannot be", "works on without marks")
        await search(session, "acupuncture is:relevant")
        await session.sees("nothing")
        await search(session, "acupuncture")
        await session.sees("1 of 15")
    assert (path.read_text() if text else path.parent.read_text()) == (text or "in the way")


async def test_marks_are_there_after_the_letters_were_read_again(explore: Explore, tmp_path: Path) -> None:
    """Marked in one session, seen in the next on a snapshot that was built anew."""
    from tests.conftest import copy_few

    folder = copy_few(tmp_path / "letters")
    for name, keys in (("a", ["m"]), ("b", [])):
        async with explore(140, 30, corpus=folder, db=tmp_path / f"{name}.duckdb") as session:
            await session.sees("1 of ")
            await session.press(*keys)
            await session.sees("★ relevant")


async def test_what_is_told_while_a_screen_opens_waits_for_it(explore: Explore, corpus: Corpus) -> None:
    """Another session marks something just then; the screen that opens shows what is said by itself."""
    from imr_tui.corpus.cases import read_case
    from imr_tui.tui.marking import MarksTold
    from imr_tui.tui.screens.case import CaseScreen

    async with explore() as session:
        await session.sees(ALL)
        session.app.push_screen(CaseScreen(read_case(corpus.cursor(), "CM15-9000139"), 1, (), False))
        session.app._show_marks(MarksTold("told"))
        await session.sees("Clinical case summary")


async def test_a_mark_where_nothing_is_left_holds_nothing_up(explore: Explore) -> None:
    """The last row is done, `m` once more out of habit: the keys work on."""
    async with explore() as session:
        await session.sees(ALL)
        await search(session, "is:relevant")
        await session.sees("nothing")
        await session.press("m", "S")
        await session.sees("[1 type]", "0 items")


async def test_rows_that_leave_the_list_are_selected_no_longer(explore: Explore) -> None:
    """Two are marked and gone: the next `m` is for the row under the cursor, not for what nobody sees."""
    async with explore() as session:
        await session.sees(ALL)
        await search(session, "-is:marked")
        await session.sees("not marked", ALL)
        await session.press("v", "v", "m")
        await session.sees(f"1 of {ITEMS - 2}")
        await session.misses("selected")
        await session.press("m")
        await session.sees(f"1 of {ITEMS - 3}")
        assert [said.mark for said in kept()] == ["relevant"] * 3
