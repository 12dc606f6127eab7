"""Letters that mean harm: nothing of them is lost, nothing of them is obeyed, on no screen and in no output."""

import csv
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from imr_tui.cli import main
from imr_tui.corpus.cases import read_case
from imr_tui.corpus.session import Corpus
from imr_tui.export.formats import FORMULA_STARTS, to_text
from imr_tui.export.plain_text import case_text
from imr_tui.loading.load import load_corpus
from imr_tui.terminal_text import UNSAFE
from tests.hostile import COMMANDS, ITEMS, NASTY, SENT, write_hostile_corpus
from tests.tui.terminal import Terminal

WORDS = {
    "title": "titleword", "rationale": "rationaleword", "claims_guideline": "guidelineword",
    "clinical_summary": "summaryword",
}  # fmt: skip
"""Words that stand beside what is nasty, by the column that holds them."""


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Arguments that open the corpus, which is loaded."""
    folder = tmp_path_factory.mktemp("hostile")
    letters, db = folder / "letters \x1b]0;owned\x07 [foo]", folder / "snapshot.duckdb"
    write_hostile_corpus(letters)
    load_corpus([letters], db, lambda progress: None)
    return ["--corpus", str(letters), "--db", str(db)]


@pytest.fixture
def corpus(options: list[str]) -> Iterator[Corpus]:
    with Corpus(Path(options[-1])) as opened:
        yield opened


def ask(corpus: Corpus, sql: str) -> list[tuple[Any, ...]]:
    return corpus.cursor().execute(sql).fetchall()


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code in (0, None), arguments


def letters_of(text: str) -> str:
    """Leave out what the parser folds: blanks, controls, marks of direction."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def is_harmless(printed: str) -> bool:
    return not UNSAFE.search(printed.replace("\n", ""))


def test_nothing_of_a_letter_is_lost(corpus: Corpus, options: list[str]) -> None:
    """Each is listed with what became of it; what could be read stands in its field, what could not is told."""
    found = ask(corpus, "SELECT source_path, status, problems FROM corpus.main.letters")
    files = len(list(Path(options[1]).rglob("*.txt")))
    assert sum(".parquet/" not in path for path, *_ in found) == files
    assert {path for path, status, _ in found if status in ("not a letter", "unreadable")} == {
        "binary.txt", "longest.txt", "long-line.txt",
    }  # fmt: skip
    assert sum(status == "duplicate" for _, status, _ in found) >= 4
    problems = {path: told for path, _, told in found}
    assert "decision date: no such day: 13/45/2015" in problems["date-0.txt"]
    assert problems["place-0.txt"] == ["case number: not one of the state's: ../../etc/passwd"]
    assert problems["longest.txt"] == ["larger than 8 MB"]
    assert ask(corpus, "SELECT item_count FROM corpus.main.cases WHERE case_id = 'many-items'") == [(ITEMS,)]


def test_every_field_holds_what_is_printed(corpus: Corpus) -> None:
    """Of a list, what stands on another line to some programs is told as unread."""
    sql = f"""SELECT case_id, {", ".join(WORDS)}, list_concat(specialties, unread)
        FROM corpus.main.cases JOIN corpus.main.items USING (case_id)
        WHERE source_path LIKE 'fields%' ORDER BY case_id"""
    for nasty, (case_id, *texts, lists) in zip(NASTY, ask(corpus, sql), strict=True):
        for word, text in zip(WORDS.values(), texts, strict=True):
            assert word in text, case_id
            assert letters_of(nasty) in letters_of(text), (case_id, word)
        assert letters_of(nasty) in letters_of(" ".join(lists)), case_id
    found = ask(corpus, "SELECT title FROM corpus.main.items WHERE title LIKE '%fromtables%' ORDER BY case_id")
    assert [letters_of(title) for (title,) in found] == [letters_of(f"{nasty}fromtables{nasty}") for nasty in NASTY]


@pytest.mark.parametrize("table", ["cases", "items"])
def test_exports_are_exact_and_no_cell_is_a_formula(
    corpus: Corpus, options: list[str], tmp_path: Path, table: str
) -> None:
    """Of csv, that is, but for the apostrophe; Markdown is to be read, so it holds no control characters."""
    rows = ask(corpus, f"FROM corpus.main.{table} ORDER BY ALL")
    expected = sorted([to_text(value) for value in row] for row in rows)
    files = {kind: tmp_path / f"out.{kind}" for kind in ("csv", "jsonl", "parquet", "markdown")}
    for kind, file in files.items():
        run("export", "--what", table, "--format", kind, "--output", str(file), *options)
    with files["csv"].open(newline="", encoding="utf-8") as lines:
        _, *cells = csv.reader(lines, strict=True)
    assert not [cell for row in cells for cell in row if cell.startswith(FORMULA_STARTS)]
    assert sorted([unmarked(cell) for cell in row] for row in cells) == expected
    with duckdb.connect() as connection:
        assert connection.execute(f"FROM '{files['parquet']}' ORDER BY ALL").fetchall() == rows
    objects = [json.loads(line) for line in files["jsonl"].read_text(encoding="utf-8").split("\n")[:-1]]
    assert len(objects) == len(rows)
    if table != "cases":  # a case comes with its items, their white space folded
        assert sorted([to_text(value) for value in found.values()] for found in objects) == expected
    assert is_harmless(files["markdown"].read_text(encoding="utf-8"))


def unmarked(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def test_commands_print_nothing_that_commands(
    corpus: Corpus, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What people read, be it piped or not: the report of a load, problems, tables, cases, neighbours."""
    cases = [case for (case,) in ask(corpus, "SELECT case_id FROM corpus.main.cases WHERE case_id <> 'many-items'")]
    commands = [["load"], ["doctor"], ["similar", "long-title#1"], ["show", cases[0]]]
    commands += [["search", word, "--limit", "200"] for word in ("fromtables", "\x9b31m\x1b[31m:x")]
    for command in commands:
        run(*command, *options)
        printed = "".join(capsys.readouterr())
        assert printed
        assert is_harmless(printed), command
    for case in cases:
        assert is_harmless(case_text(read_case(corpus.cursor(), case)))


def test_data_on_a_terminal_commands_nothing(
    options: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a file and in a pipe it is exact."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for command in (
        ["export", "--what", "cases", "--format", "jsonl"],
        ["export", "--what", "items", "--format", "csv"],
        ["search", "titleword", "--format", "json", "--limit", "100"],
    ):
        run(*command, *options)
        printed = capsys.readouterr().out
        assert len(printed) > 1_000
        assert is_harmless(printed), command


LETTERS = 11
"""Items of letters that are looked at; nearly all controls are folded when a letter is read, none of a table's C1."""
WALK = (
    ("", "1 of "),
    ("/titleword\r", f"1 of {len(NASTY)}"),
    ("c", "esc closes"),
    ("cS", "▸ statistics"),
    ("4", "[4 specialty]", "  SPECIALTY  "),
    ("5", "[5 title]", "  TITLE  "),
    ("\x7fe", "⏎ write"),
    ("\r", f"Wrote {len(NASTY)} items"),
    ("\r", "Clinical case summary"),
    ("\r", "▸ item 1 of 1"),
    *(("]", f"CM15-{number:07}") for number in range(1, LETTERS)),
    ("x", "▸ similar", " % "),
    ("\x7fo", "▸ letter", "guidelineword"),
    ("\x7fy", "w  write"),
    ("wc", "Wrote the citation line"),
    ("a", "esc leaves"),
    ("\x1b[200~note \x9b31m\x0e\x1b[201~\r", "noted"),
    ("?", "Keys"),
    ("q\x7f\x7f/\x15fromtables\r", "/ fromtables", f"1 of {len(NASTY)}"),
    ("\r\r", "../table-000"),
    *(("]", f"../table-{number:03}") for number in range(1, len(COMMANDS))),
    ("o", "▸ letter", "fromtables"),
    ("\x7f\x7f\x7ff", "space Tick"),
    ("G\x1b[C", "- PROBLEMS"),
    ("Q", "saved queries"),
    ("/longest rat", " longest rat "),
    ("\r\r", "25 rows"),
    ("\r", "Row"),
    ("q\x10", "Commands"),
    ("\x1b[200~he\x9b\x1b[201~", "he·"),
)
"""Keys, and what is to be seen then."""


def test_no_screen_sends_what_a_letter_says(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results, case, item, neighbours, original letter, counts, panes, windows, forms, queries; the program goes on."""
    monkeypatch.chdir(tmp_path)
    terminal = Terminal(options, tmp_path, 100, 30)
    for keys, *texts in WALK:
        terminal.send(keys)
        terminal.sees(*texts)
    terminal.send("\x03")
    assert terminal.ends() == 130
    assert SENT.findall(terminal.written) == []
    files = [path.name for path in tmp_path.iterdir() if path.is_file()]
    assert sorted(files) == [f"CM15-{LETTERS - 1:07}-item-1-citation.txt", "titleword.csv"]
