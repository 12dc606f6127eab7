"""The workbench of saved queries as its users meet it; each docstring says what one should see."""

import json
from pathlib import Path

import pytest
from textual.widgets import TextArea

from imr_tui.settings import own_queries
from imr_tui.tui import clipboard
from tests.conftest import DECISIONS, ITEMS
from tests.letters.letters import item, letter
from tests.tui.conftest import Explore, Session

ENDLESS = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"
ALL = f"1 of {ITEMS}"


async def open_workbench(session: Session, *texts: str) -> None:
    await session.sees(ALL)
    await session.press("Q")
    await session.sees("saved queries", *texts)


async def run_query(session: Session, name: str, *texts: str) -> None:
    """Find a query by its name, run it, wait for `texts`."""
    await session.press("slash")
    await session.paste(name)
    await session.press("enter", "enter")
    await session.sees(*texts)


async def test_a_query_is_found_by_title_tag_typo_or_text(explore: Explore) -> None:
    """Titles and the chosen one's question; a few letters narrow the list, Escape takes them back."""
    async with explore() as session:
        await open_workbench(session, "29 queries", "▸ Boilerplate rationales", "Least share", "0.75")
        for typed, first in {
            "mixed": "Cases with mixed outcomes",
            "expedted": "Expedited against standard",
            "consistency both": "The same treatment decided",
            "surgery unclear": "",
            "received_date": "Days from application",
        }.items():
            await session.press("slash")
            await session.paste(typed)
            await session.sees(f"▸ {first}" if first else "No query is like that")
            await session.press("escape")
            await session.sees("29 queries")


async def test_rows_are_read_sorted_copied_and_drilled_into(explore: Explore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter: rows and their time; Enter on one: all of it; `s` sorts; `y` copies; `d` opens the case; Escape: back."""
    copied: list[str] = []

    def copy(app: object, text: str) -> str:
        copied.append(text)
        return "here"

    monkeypatch.setattr(clipboard, "copy", copy)
    async with explore() as session:
        await open_workbench(session)
        await run_query(session, "outcomes", "Cases with mixed outcomes: 29 rows", "[case_id]", "CM16-9000222")
        await session.press("down", "enter")
        await session.sees("Row", "RIGHT CARPEL TUNNEL RELEASE", "Post-operative follow up visits")
        await session.press("escape", "right", "right", "s")
        await session.sees("[items]▼")
        most = session.line("▸ CM").split()
        await session.press("y")
        await session.sees("Copied the cell to here")
        await session.press("s", "Y")
        await session.sees("[items]▲", "Copied the row to here")
        assert copied[0] == most[3]
        assert copied[1].split("\t")[2] == "2"
        await session.press("d")
        await session.sees("Clinical case summary")
        await session.press("escape")
        await session.sees("[items]▲")
        await session.press("escape", "escape", "escape")
        await session.sees(ALL)


async def test_a_row_of_an_item_opens_that_item(explore: Explore) -> None:
    """`d` on the unclear item of a letter: the item itself."""
    async with explore() as session:
        await open_workbench(session)
        await run_query(session, "unclear decision", "2 rows", "letter_018#2")
        await session.press("down", "d")
        await session.sees("letter_018 ▸ item 2 of", "UNCLEAR")


async def test_bars_tell_by_their_length(explore: Explore) -> None:
    """`c`: a bar for each type, the longest the whole width; `s` puts it on top; `c`: columns again."""
    async with explore() as session:
        await open_workbench(session)
        await run_query(session, "rate by item type", "13 rows", "c draws bars")
        await session.press("c", "s")
        await session.sees("████")
        bars = [line.count("█") for line in session.text().splitlines() if "█" in line]
        assert bars == sorted(bars, reverse=True)
        assert bars[0] > 25
        await session.press("c")
        await session.sees("overturned_percent▼")
        await session.misses("████")


async def test_wide_rows_scroll_sideways_with_the_current_column(explore: Explore, tmp_path: Path) -> None:
    """Twelve columns: what the edge cuts says so; the last comes into sight by its number of steps; the first again."""
    (tmp_path / "wide.sql").write_text(f"SELECT {', '.join(f'{n} AS column_{n}' for n in range(12))}")
    async with explore(72, queries=tmp_path) as session:
        await open_workbench(session, "▸ wide")
        await session.press("enter")
        await session.sees("wide: 1 row", "[column_0]")
        assert session.line("[column_0]").rstrip().endswith("›")  # noqa: RUF001
        await session.press(*["right"] * 11)
        await session.sees("[column_11]", "◂column_")
        assert "column_0 " not in session.text()
        assert "›" not in session.text()  # noqa: RUF001
        await session.press(*["left"] * 11)
        await session.sees("[column_0]")


async def test_parameters_are_a_form_with_choices_and_keep_their_values(explore: Explore) -> None:
    """`↓` offers types with counts; the rows are of the chosen one; the next session knows it."""
    async with explore() as session:
        await open_workbench(session)
        await session.seek("subtype")
        await session.sees("Item type, or all", "↓ choose")
        await session.press("tab", "down")
        await session.sees("Pharmaceuticals", "74", "esc closes")
        await session.type("diag")
        await session.press("enter", "enter")
        await session.sees("Overturn rate by subtype: 11 rows", "MRI")
    async with explore() as session:
        await open_workbench(session)
        await run_query(session, "subtype", "Overturn rate by subtype: 11 rows")


async def test_what_was_done_is_there_at_the_next_visit(explore: Explore) -> None:
    """The result and a draft; a parameter for a search is what the explorer shows now."""
    async with explore() as session:
        await open_workbench(session)
        await run_query(session, "subtype", "Overturn rate by subtype: ")
        await session.press("escape", "slash", *"marks", "enter", "i", "x", "escape")
        await session.sees("My marks (unsaved)")
        await session.press("escape", "escape")
        await session.seek("viagra")
        await session.press("Q")
        await session.sees("saved queries", "Overturn rate by subtype: ")
        await session.press("slash", *"marks")
        await session.sees("My marks (unsaved)")
        await session.press("ctrl+u", *"rate", "space", *"selection")
        await session.sees("viagra")


async def test_what_is_missing_is_asked_for_and_what_is_wrong_is_told(explore: Explore, tmp_path: Path) -> None:
    """Enter goes to the empty line; a word for a number is refused; a number runs."""
    (tmp_path / "least.sql").write_text(
        '-- param least integer "Least items"\nSELECT $least + 1 AS more, $word AS word'
    )
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "Least items", "number needed", "word")
        await session.press("enter")
        await session.sees("Least items (integer) is needed")
        await session.type("few")
        await session.press("enter")
        await session.sees("word (text) is needed")
        await session.type("[/b] it's")
        await session.press("enter")
        await session.sees("least is a whole number; 'few' is not.")
        await session.press("shift+tab", *["backspace"] * 3, "4", "1", "enter")
        await session.sees("least: 1 row", "42", "[/b] it's")


async def test_a_long_list_is_pasted_whole(explore: Explore, tmp_path: Path) -> None:
    """Four hundred case numbers are four hundred values, longer than a search may be."""
    (tmp_path / "few.sql").write_text('-- param cases list "Cases"\nSELECT len($cases) AS how_many')
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "Cases", "a; b needed")
        await session.press("tab")
        await session.paste("; ".join(f"CM15-{number:07}" for number in range(400)))
        await session.press("enter")
        await session.sees("few: 1 row", " 400")


async def test_an_error_shows_its_place_and_a_suggestion_and_the_editor_goes_there(
    explore: Explore, tmp_path: Path
) -> None:
    """The line, a mark under the name, the name that was meant; mended in the editor it runs, unsaved."""
    (tmp_path / "a.sql").write_text("-- title: Broken\nSELECT title,\n  desicion\nFROM items")
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "▸ Broken")
        await session.press("enter")
        await session.sees("The query failed", "3    desicion", "Did you mean decision?")
        lines = session.text().splitlines()
        marks = next(line for line in lines if "^^^^" in line)
        above = lines[lines.index(marks) - 1]
        assert above[marks.index("^") : marks.rindex("^") + 1] == "desicion"
        await session.press("i", "ctrl+g")
        await session.sees("1  -- title: Broken", "Did you mean")
        editor = session.app.screen.query_one(TextArea)
        await session.until(lambda: editor.cursor_location == (2, 2), "the cursor at the name")
        await session.press(*["delete"] * 8)
        await session.type("decision")
        await session.press("ctrl+g")
        await session.sees(f"Broken: {ITEMS} rows")
        await session.press("escape")
        await session.sees("Broken (unsaved)")
        assert "desicion" in (tmp_path / "a.sql").read_text()
        await session.press("u")
        await session.misses("(unsaved)")


async def test_a_new_query_is_saved_to_the_own_folder_and_replaces_none_unasked(
    explore: Explore, tmp_path: Path
) -> None:
    """`n`: a query to begin with; `w`: a name; a name that is taken is asked about."""
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "No saved queries in", "0 queries")
        await session.press("n")
        await session.sees("SELECT item_type, count(*) AS items")
        await session.press("ctrl+g")
        await session.sees("13 rows")
        await session.press("escape", "w")
        await session.sees("Save the query as")
        await session.type("../mine")
        await session.press("enter")
        await session.sees("'../mine' is no name for a query.")
        file = own_queries() / "mine.sql"
        await session.press("w")
        await session.type("mine")
        await session.press("enter")
        await session.sees("Saved ")
        assert file.read_text().startswith("-- title:")
        file.write_text("SELECT 1")
        await session.press("n", "escape", "w")
        await session.type("mine")
        await session.press("enter")
        await session.sees("is there already", "Replace mine.sql")
        assert file.read_text() == "SELECT 1"
        await session.type("replace")
        await session.press("enter")
        await session.until(lambda: file.read_text() != "SELECT 1", "the file replaced")


async def test_files_come_go_and_break_while_one_looks(explore: Explore, tmp_path: Path) -> None:
    """A new file appears, a broken one with its reason; the cursor stays on its query; of namesakes one is told."""
    (tmp_path / "b.sql").write_text("SELECT 1")
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "▸ b ", "1 query")
        (tmp_path / "a.sql").write_text("-- titel: no\nSELECT 1")
        await session.sees("a (broken)", "▸ b ", "2 queries · 1 broken")
        await session.press("k", "enter")
        await session.sees("Cannot be used: line 1: 'titel' is", "The query cannot be used")
        (tmp_path / "a.sql").unlink()
        await session.sees("1 query ")
        await session.misses("broken")


async def test_a_query_without_end_is_stopped_by_escape(explore: Explore, tmp_path: Path) -> None:
    """`running`; keys work meanwhile; after Escape `stopped`, and the next query runs."""
    (tmp_path / "a.sql").write_text(ENDLESS)
    (tmp_path / "b.sql").write_text("SELECT 40 + 2 AS answer")
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "▸ a")
        await session.press("enter")
        await session.sees("running")
        await session.press("j")
        await session.sees("▸ b")
        await session.press("escape")
        await session.sees("stopped")
        await session.press("enter")
        await session.sees("b: 1 row", "42")


async def test_results_are_kept_and_what_was_run_is_found_again(explore: Explore, tmp_path: Path) -> None:
    """`[` goes back to the first result, `]` to the second; ctrl+r offers both queries, and brings one back."""
    for number in (1, 2):
        (tmp_path / f"q{number}.sql").write_text(f"SELECT 10 * {number} AS answer")
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "▸ q1")
        await session.press("enter")
        await session.sees("q1: 1 row", "10")
        await session.press("escape", "j", "enter")
        await session.sees("q2: 1 row", "20", "result 2 of 2")
        await session.press("left_square_bracket")
        await session.sees("q1: 1 row", "result 1 of 2")
        await session.press("right_square_bracket")
        await session.sees("q2: 1 row")
        await session.press("ctrl+r")
        await session.sees("What was run", "q1 SELECT 10 * 1", "q2 SELECT 10 * 2")
        await session.type("q1")
        await session.press("enter")
        await session.sees("▸ q1", "SELECT 10 * 1")


async def test_more_rows_than_are_kept_are_told_and_exported_whole(explore: Explore, tmp_path: Path) -> None:
    """`>10,000 rows`; `e` writes all of them, once: no file is replaced, and a name tells the format."""
    (tmp_path / "many.sql").write_text("SELECT range AS n, 'x' AS x FROM range(12345)")
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "▸ many")
        await session.press("enter")
        await session.sees("many: >10,000 rows")
        for name, says in (("rows.jsonl", "Wrote"), ("rows.jsonl", "there is such a file"), ("rows.xls", "tells no")):
            await session.press("e", "ctrl+u")
            await session.type(str(tmp_path / name))
            await session.press("enter")
            await session.sees(says)
            if says != "Wrote":
                await session.press("escape")
    lines = (tmp_path / "rows.jsonl").read_text().splitlines()
    assert len(lines) == 12345
    assert json.loads(lines[-1]) == {"n": 12344, "x": "x"}


async def test_what_the_explorer_shows_is_the_table_selection(explore: Explore, tmp_path: Path) -> None:
    """A search for overturned items, `Q`: as many rows in `selection`; the form of a search begins with it."""
    (tmp_path / "a.sql").write_text(
        "SELECT count(*) AS items, any_value(decision) AS d FROM selection JOIN items USING (item_id)"
    )
    (tmp_path / "b.sql").write_text('-- param s selection "" "Search"\nSELECT count(*) AS items FROM selection')
    async with explore(queries=tmp_path) as session:
        await session.sees(ALL)
        await session.seek("decision:overturned")
        await session.sees(f"1 of {DECISIONS['Overturned']}")
        await session.press("Q")
        await session.sees("▸ a")
        await session.press("enter")
        await session.sees("a: 1 row", str(DECISIONS["Overturned"]), "Overturned")
        await session.press("escape", "j")
        await session.sees("Search", "decision:overturned")
        await session.press("tab", "ctrl+u")
        await session.type("decision:unclear")
        await session.press("enter")
        await session.sees("b: 1 row", str(DECISIONS["Unclear"]))


async def test_the_tables_are_at_hand_while_one_writes(explore: Explore, tmp_path: Path) -> None:
    """ctrl+t: columns with types, found by letters; the chosen one stands in the text."""
    async with explore(queries=tmp_path) as session:
        await open_workbench(session, "0 queries")
        await session.press("n", "ctrl+t")
        await session.sees("Tables and columns", "cases.case_id", "VARCHAR")
        await session.type("licensure")
        await session.press("enter")
        await session.sees("cases.licensure_states")


@pytest.mark.parametrize(("width", "height"), [(40, 12), (200, 50)])
async def test_any_size_will_do(explore: Explore, width: int, height: int) -> None:
    """A query runs and its rows are there."""
    async with explore(width, height) as session:
        await open_workbench(session)
        await run_query(session, "rate by item type", "13 rows", "Pharmaceut")


async def test_a_case_is_opened_whatever_its_name_holds(explore: Explore, tmp_path: Path) -> None:
    """A letter without a number is called after its file, which may hold a `#`: its case opens, and its item."""
    letters, queries = tmp_path / "letters", tmp_path / "queries"
    for folder in (letters, queries):
        folder.mkdir()
    (letters / "scan #2.txt").write_text(letter(item("Norco"), item("Soma")))
    for name in ("case_id", "item_id"):
        (queries / f"{name}.sql").write_text(f"SELECT {name} FROM items WHERE title = 'Soma'")
    async with explore(corpus=letters, db=tmp_path / "x.duckdb", queries=queries) as session:
        await session.sees("1 of 2")
        await session.press("Q")
        await session.sees("▸ case id")
        await session.press("enter")
        await session.sees("case id: 1 row")
        await session.press("d")
        await session.sees("scan #2", "2 items", "Clinical case summary")
        await session.press("escape", "escape", "j", "enter")
        await session.sees("item id: 1 row")
        await session.press("d")
        await session.sees("scan #2 ▸ item 2 of 2")
