"""The original letter on the screen; each docstring says what one should see."""

import shutil
from pathlib import Path

from imr_tui.errors import UnusableInputError
from imr_tui.loading.load import load_corpus
from imr_tui.tui.letter_lines import lay_out
from imr_tui.tui.messages import JobFailed
from tests.conftest import ITEMS, SAMPLE
from tests.letters.letters import item, letter
from tests.tui.conftest import Explore, Session

ALL = f"1 of {ITEMS}"


def marked(session: Session) -> str:
    """Return the text of the lines that are marked as the item's."""
    return "\n".join(line.split("▌ ", 1)[1].strip() for line in session.text().splitlines() if "▌ " in line)


async def search(session: Session, words: str) -> None:
    await session.sees(ALL)
    await session.press("slash")
    await session.type(words)
    await session.press("enter")


async def test_the_letter_opens_at_the_item_from_every_screen(explore: Explore) -> None:
    """Page, names of the parts beside the text, the item's lines marked; `J` the next item; Escape leads back."""
    async with explore() as session:
        await search(session, "case:CM13-9100045")
        await session.sees("1 of 3")
        for _ in range(3):
            await session.press("o")
            await session.sees("CM13-9100045 ▸ letter", "CM13-9100045.pdf", "item 1 of 3 · page 1 · line ")
            assert "reviewer  ▌ The MTUS does not address imaging" in session.text()
            assert "rationale ▌ Anticoagulation alone" in session.text()
            assert "REVIEWER AND WHY" not in marked(session)
            await session.press("escape")
            await session.misses("▸ letter")
            await session.press("enter")
            await session.sees("CM13-9100045")
        await session.press("o")
        await session.sees("item 1 of 3")
        await session.press("J", "J", "J")
        await session.sees("item 3 of 3 · page 2")
        assert "Anticoagulation" not in marked(session)
        await session.press("G")
        await session.sees("── page 3 ──", "Disclaimer")
        await session.press("K")
        await session.sees("item 2 of 3")


async def test_matches_of_the_query_and_of_a_search_in_the_letter(explore: Explore) -> None:
    """`n` goes to the match below, `N` back; `/` finds while it is typed; what is not there is told."""
    async with explore() as session:
        await search(session, "acupuncture case:CM15-9000139")
        await session.sees("1 of 1")
        await session.press("o")
        await session.sees("item 1 of 1")
        await session.press("n")
        await session.sees("match 4 of 8")
        await session.press("N")
        await session.sees("match 3 of 8")
        await session.press("slash")
        await session.type("final determination")
        await session.sees(" of 2", "/ final determination")
        assert "final determination" in session.text().split("\n", 2)[2].lower()
        await session.type("zz")
        await session.sees("not in this letter")
        await session.press("escape", "n")
        await session.sees("/ finds words in this letter")
        await session.press("escape")
        await session.misses("▸ letter")


async def test_a_letter_that_is_gone_is_told_with_the_reason(explore: Explore, tmp_path: Path) -> None:
    """The file was taken away while one worked: a window says so, Escape leads back."""
    shutil.copytree(SAMPLE, tmp_path / "letters")
    db = tmp_path / "db"
    load_corpus([tmp_path / "letters"], db, lambda progress: None)
    async with explore(corpus=tmp_path / "letters", db=db) as session:
        await search(session, "case:CM15-9000139")
        await session.sees("1 of 1")
        await session.until(lambda: not session.app._live.is_loading, "the end of the look")
        shutil.rmtree(tmp_path / "letters")
        await session.press("o")
        await session.sees("The letter cannot be read now", "CM15-9000139.txt: the file is gone")
        await session.press("escape")
        await session.sees("1 of 1")


async def test_a_letter_that_a_newer_snapshot_has_no_longer_stays_open(explore: Explore) -> None:
    """It is looked for again when letters come in; once it is shown, that it is gone opens no window."""
    async with explore() as session:
        await search(session, "case:CM15-9000139")
        await session.sees("1 of 1")
        await session.press("o")
        await session.sees("CM15-9000139 ▸ letter", "▌")
        session.app.screen.post_message(JobFailed(UnusableInputError("No such case", "It is gone.", "Reload.")))
        await session.press("question_mark", "escape")
        await session.sees("CM15-9000139 ▸ letter", "▌")


async def test_hostile_text_is_shown_as_dots_and_markup_as_it_is(explore: Explore, tmp_path: Path) -> None:
    """Control characters within words; brackets as printed; very long words are cut, not lost; narrow screens too."""
    rationale = "Begins \x1b[31mred\x9b0m [/foo] [bold]see[/] " + "x" * 500 + " end 漢字"
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "CM15-0000001.txt").write_text(letter(item("Norco", rationale=rationale)))
    db = tmp_path / "db"
    load_corpus([tmp_path / "letters"], db, lambda progress: None)
    async with explore(40, 12, corpus=tmp_path / "letters", db=db) as session:
        await session.sees("1 of 1")
        await session.press("o")
        await session.sees("CM15-0000001 ▸", "▌ Norco")
        await session.press("space")
        await session.sees("rationale: Begins", "[31mred·0m [/foo]")
        await session.press("G")
        await session.sees("xxx end", "漢字")
        await session.resize(120, 30)
        await session.sees("rationale ▌", "[/foo] [bold]see[/]")


def test_millions_of_characters_are_laid_out_whole() -> None:
    """Every character is on one line, in order, at most as wide as the screen; rules stand above pages."""
    text = "word " * 200 + "\n" + "y" * 1_000 + "\n\n" + "é ü " * 100 + "\nend"
    lines = lay_out(text, [(0, 1), (1001, 2)], 60)
    assert [line.page for line in lines if line.page] == [2]
    shown = [text[line.start : line.end] for line in lines if not line.page]
    assert max(map(len, shown)) <= 60
    assert "".join("".join(shown).split()) == "".join(text.split())
