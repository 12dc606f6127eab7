"""The explorer as its users meet it; each docstring says what one should see."""

import shutil
from pathlib import Path

import pytest

from imr_tui.corpus.results import ResultRow
from imr_tui.loading.progress import Progress
from imr_tui.search.engine import SearchEngine
from imr_tui.settings import Settings
from imr_tui.tui.app import ExplorerApp
from imr_tui.tui.screens.explorer import ExplorerScreen
from imr_tui.tui.widgets.preview import Preview
from tests.conftest import CASES, DECISIONS, ITEMS, SAMPLE
from tests.letters.letters import item, letter
from tests.tui.conftest import Explore

ALL = f"1 of {ITEMS}"
OVERTURNED = f"1 of {DECISIONS['Overturned']}"


async def test_opens_on_all_items(explore: Explore) -> None:
    """All items, latest decision first, counts beside decisions and types, a preview, the keys."""
    async with explore() as session:
        await session.sees(ALL, f"{CASES} cases · {ITEMS} items", "▸ Upheld", "CM16-9000202", "CM17-9200138")
        assert str(DECISIONS["Upheld"]) in session.line("[ ] Upheld")
        assert str(DECISIONS["Overturned"]) in session.line("[ ] Overturned")
        assert session.line("[ ] Surgery").split()[4].endswith("%")
        assert "Viagra 100mg #10" in session.text()
        for key in ("⏎ Open", "/ Search", "f Filters", "Q Queries", "? Help", "q Quit"):
            assert key in session.text()


async def test_a_misspelt_word_finds_as_it_is_typed(explore: Explore) -> None:
    """Twelve items of cyclobenzaprine, what was searched is told, and the counts follow."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash")
        await session.type("cyclobenzaprne")
        await session.sees("12 items", "cyclobenzaprne → cyclobenzaprine", "1 of 12")
        assert session.line("[ ] Pharmaceut").split()[3] == "10"
        assert session.line("[ ] Surgery").split()[3] == "0"


async def test_keys_typed_fast_go_where_the_key_before_them_led(explore: Explore) -> None:
    """`/`, a word, Enter, `f` and a tick without a pause: the word is whole and the filter is ticked."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("acupuncture")
        await session.press("f", "down", "space")
        await session.sees("/ decision:overturned acupuncture ", "[x] Overturned", "1 item", "1 of 1")


async def test_keys_typed_ahead_of_the_answer_are_meant_for_its_rows(explore: Explore) -> None:
    """A word, Enter, two rows down, Enter twice, without a pause: the third item found opens, not of the old list."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("opioid")
        await session.press("j", "j", "enter", "enter")
        await session.sees("▸ item", "match 1 of")
        opened = session.text().split()[0]
        await session.press("escape", "escape")
        await session.sees("3 of ")
        assert opened in session.line("▸")


async def test_after_a_search_that_failed_the_keys_work_on(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error in a window; when it is closed, `j` moves the cursor."""

    def fail(engine: SearchEngine, request: object, cursor: object) -> None:
        raise RuntimeError

    async with explore() as session:
        await session.sees(ALL)
        monkeypatch.setattr(SearchEngine, "search", fail)
        await session.press("slash", "x")
        await session.sees("The database failed")
        await session.press("escape", "escape", "j")
        await session.sees(f"2 of {ITEMS}")


async def test_a_search_of_many_unknown_words_still_shows_the_count(explore: Explore) -> None:
    """The notes give way, the number of items never does; that no item holds every word comes first."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash", *"cyclobenzaprne")
        await session.type(" relaxnt zzzzqqq acupunctre functonal")
        await session.sees("none holds every word", "zzzzqqq: not", " items ")


async def test_filters_narrow_and_escape_takes_them_back_one_by_one(explore: Explore) -> None:
    """Overturned, then Surgery; said in words; Escape undoes Surgery, then Overturned, then the words."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("f", "j", "space")
        await session.sees("[x] Overturned", OVERTURNED)
        surgery = session.line("[ ] Surgery").split()[3]
        await session.press(*["j"] * 7, "enter")
        await session.sees("[x] Surgery", "Overturned · Surgery", f"1 of {surgery}")
        await session.press("escape", "escape")
        await session.sees("[ ] Surgery", OVERTURNED)
        await session.press("escape")
        await session.sees("[ ] Overturned", ALL)
        await session.seek("knee")
        await session.misses(ALL)
        await session.press("escape")
        await session.sees(ALL, "words of a rationale")


async def test_drill_down_to_the_rationale_with_its_matches_and_back(explore: Explore) -> None:
    """Enter: the case; Enter: the item with its match in sight; `n`: the next match; Escape: back, one level each."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("acupunture")
        await session.sees("1 of 15")
        await session.press("enter")
        await session.sees("CM15-9000139", "1 item · all overturned", "Patient     31, female", "Clinical case summary")
        assert session.line("injured").split() == [
            "Dates",
            "injured",
            "UR",
            "denial",
            "received",
            "assigned",
            "decided",
        ]
        assert session.line("2015-01-14").split()[-1] == "2015-09-15"
        assert session.line("+182 days").split() == ["+182", "days", "+14", "days", "+13", "days", "+35", "days"]
        await session.press("enter")
        await session.sees(
            "CM15-9000139 ▸ item 1 of 1",
            "OVERTURNED",
            "decided 2015-09-15",
            "Claims administrator  Decision based on MTUS",
            "1 of 15 results",
            "match 1 of 2",
        )
        await session.press("n")
        await session.sees("match 2 of 2", "Acupuncture 2 x 3 is medically necessary.")
        await session.press("n")
        await session.sees("match 1 of 2")
        await session.press("N")
        await session.sees("match 2 of 2")
        await session.press("escape")
        await session.sees("Clinical case summary")
        await session.press("escape")
        await session.sees("1 of 15", "/ acupunture")


async def test_a_match_far_down_a_long_rationale_is_brought_into_sight(explore: Explore, tmp_path: Path) -> None:
    """The match stands 400 words down; it is on the screen when the item opens."""
    (tmp_path / "long.txt").write_text(letter(item("Norco", rationale="word " * 400 + "naloxone is advised.")))
    async with explore(corpus=tmp_path, db=tmp_path / "x.duckdb") as session:
        await session.sees("1 of 1")
        await session.seek("naloxone")
        await session.sees("naloxone is", "advised.")
        await session.press("enter")
        await session.sees("Clinical case summary")
        await session.press("enter")
        await session.sees("match 1/1", "naloxone is advised.")


async def test_the_case_opens_at_the_item_that_was_chosen(explore: Explore) -> None:
    """The second item of a case is under the cursor, and Enter opens that one."""
    async with explore() as session:
        await session.sees(ALL)
        await session.seek("interpreter")
        await session.sees("Interpreter services")
        await session.press("enter")
        await session.sees("▸ 3   Upheld          Interpreter")
        await session.press("enter")
        await session.sees("item 3 of 3")
        await session.press("K")
        await session.sees("item 2 of 3", "Hotel lodging")
        await session.press("c")
        await session.sees("▸ 2   Upheld          Hotel lodging")


async def test_rows_far_down_are_fetched_as_they_come_into_sight(explore: Explore) -> None:
    """`G` goes to the last row, which is on the second page; `g` back to the first."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("G")
        await session.sees(f"{ITEMS} of {ITEMS}", "▸ ")
        await session.until(lambda: "review_08" in session.line("▸"), "the last row")
        await session.press("g")
        await session.sees(ALL)
        await session.press("pagedown")
        await session.misses(ALL)


async def test_the_mouse_moves_ticks_and_opens(explore: Explore) -> None:
    """A click moves the cursor, a double click opens the case; a click on a box ticks it."""
    async with explore() as session:
        await session.sees(ALL)
        await session.click("#results", (10, 3))
        await session.sees(f"3 of {ITEMS}")
        await session.click("#filters", (6, 2))
        await session.sees("[x] Overturned", OVERTURNED)
        await session.click("#results", (10, 2), times=2)
        await session.sees("Clinical case summary")


async def test_a_wide_terminal_shows_dates_and_the_whole_rationale_beside(explore: Explore) -> None:
    """At 200x50: a column of dates, and at the right the rationale to its end."""
    async with explore(200, 50) as session:
        await session.sees(ALL, "DECIDED", "2017-06-02", "necessary.")


async def test_a_narrow_terminal_hides_the_filters_until_they_are_asked_for(explore: Explore) -> None:
    """At 50 columns the results have the screen; `f` shows the filters, Escape the results."""
    async with explore(50, 20) as session:
        await session.sees(ALL, "▸ Upheld")
        assert "[ ] Upheld" not in session.text()
        await session.press("f")
        await session.sees("[ ] Upheld")
        await session.press("j", "space", "escape")
        await session.sees(OVERTURNED, "▸ Overturned")


async def test_a_resized_terminal_is_laid_out_anew(explore: Explore) -> None:
    """From 80x24 to 150x30 (the rationale beside the table) and down to 40x12 (the table alone), and back."""
    async with explore() as session:
        await session.sees(ALL)
        await session.resize(150, 30)
        await session.sees("[ ] Pharmaceuticals  ━━━━━   74  11%", "│")
        await session.resize(40, 12)
        await session.misses("│")
        await session.sees("▸ Upheld", "CM16-9000202", "Overturned")
        await session.resize(80, 24)
        await session.sees("[ ] Pharmaceuti…   74  11%", "Viagra 100mg #10")


async def test_nothing_found_says_what_to_do(explore: Explore) -> None:
    """No rows, and a hint."""
    async with explore() as session:
        await session.sees(ALL)
        await session.press("slash", *"xyzzyqwk")
        await session.sees("0 items", "xyzzyqwk: not found", "Nothing fits.")
        await session.press("enter", "enter", "down", "pagedown", "G")
        await session.sees("nothing")


async def test_letters_are_read_at_the_first_start_with_progress(
    explore: Explore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corpus that was never opened: it is read, then shown."""
    for file in list(SAMPLE.glob("*.txt"))[:20]:
        shutil.copy(file, tmp_path)
    told: list[str] = []
    show = ExplorerScreen.show_progress

    def listen(screen: ExplorerScreen, progress: Progress) -> None:
        told.append(f"{progress.phase} {progress.done} of {progress.total}")
        show(screen, progress)

    monkeypatch.setattr(ExplorerScreen, "show_progress", listen)
    async with explore(corpus=tmp_path, db=tmp_path / "db" / "x.duckdb", live=True) as session:
        await session.sees("20 cases")
    assert "reading 20 of 20" in told


@pytest.mark.parametrize(("files", "title"), [({}, "The corpus is empty"), ({"a.txt": "notes"}, "No letters found")])
async def test_a_corpus_without_letters_closes_the_explorer_with_a_reason(
    tmp_path: Path, files: dict[str, str], title: str
) -> None:
    """The explorer ends, and the reason is told on the terminal it leaves."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    app = ExplorerApp(Settings((tmp_path,), tmp_path.with_suffix(".duckdb"), ()))
    async with app.run_test() as pilot:
        for _ in range(500):
            if app.failure:
                break
            await pilot.pause(0.01)
    assert app.failure is not None
    assert app.failure.title == title


async def test_an_error_is_told_by_its_place_and_no_word_of_a_letter(
    explore: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The explorer goes on; what is told holds the kind of error, not the text that was being shown."""

    def fail(preview: Preview, row: ResultRow, *_: object) -> None:
        raise ValueError(row.rationale)

    monkeypatch.setattr(Preview, "show", fail)
    async with explore() as session:
        await session.sees(ALL, "Unexpected error", "ValueError at test_explorer.py:")
        assert "isosorbide" not in session.text()
        await session.press("j")
        await session.sees("2 of 247")
        assert {type(error) for error in session.app.mishaps} == {ValueError}
        session.app.mishaps.clear()


HOSTILE = "Norco \x1b]0;pwned\x07 [/red] see [1] \u202e [link=x]#60 \x9b31m"


async def test_hostile_text_is_shown_and_harms_nothing(explore: Explore, tmp_path: Path) -> None:
    """Markup and control characters of a letter on every screen, as dots and plain brackets."""
    text = letter(
        item(HOSTILE, rationale=f"Because {HOSTILE} [b]it[/b] fails."), summary=f"A 44 year old man. {HOSTILE}"
    )
    (tmp_path / "[red]x[b].txt").write_text(text)
    async with explore(100, 30, corpus=tmp_path, db=tmp_path / "x.duckdb") as session:
        await session.sees("1 of 1", "Norco ]0;pwned [/red]")
        shown = [session.text()]
        await session.seek("pwned [/red]")
        await session.sees("/ pwned [/red]")
        for screen in ("Clinical case summary", "Rationale"):
            await session.press("enter")
            await session.sees(screen)
            shown.append(session.text())
    assert not set("\x1b\x07\x9b\u202e") & set("".join(shown))


async def test_results_are_sorted_and_words_sought_as_typed_by_one_key(explore: Explore) -> None:
    async with explore() as session:
        await session.press("slash")
        await session.type("cyclobenzaprine")
        await session.sees("12 items", "cyclobenzaprine and cyclobenzeprine")
        await session.press("enter", "s")
        await session.sees("12 items, latest first")
        await session.press("s")
        await session.sees("12 items, oldest first")
        await session.press(*["s"] * 5)
        await session.until(lambda: ", " not in session.text().splitlines()[1], "results by relevance again")
        await session.press("equals_sign")
        await session.sees("/ =cyclobenzaprine")
        await session.until(lambda: "and cyclobenzeprine" not in session.text(), "no other spelling")
        await session.press("equals_sign")
        await session.sees("/ cyclobenzaprine", "and cyclobenzeprine")


async def test_what_is_due_at_once_is_done(explore: Explore) -> None:
    """A timer that was due before it started, as on a busy machine: by one a new size is taken up, or an answer."""
    async with explore() as session:
        done: list[str] = []
        session.app.set_timer(1e-9, lambda: done.append("app"))
        session.app.screen.set_timer(1e-9, lambda: done.append("screen"))
        await session.until(lambda: len(done) == 2, "both timers")
