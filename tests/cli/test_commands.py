"""The commands as a shell sees them: standard output, standard error, exit code."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cli.conftest import Program
from tests.conftest import CASES, ITEMS, REAL_LETTERS, ROOT, SAMPLE, needs_real_letters
from tests.letters.letters import item, letter


def test_load_reports(imr_elsewhere: Program) -> None:
    done = imr_elsewhere("load")
    assert done.code == 0
    assert f"sample corpus: {CASES} cases, {ITEMS} items" in done.out
    assert "letter_018.txt: item 2: no decision found" in done.out
    again = imr_elsewhere("load")
    assert "this time 0 read" in again.out


def test_names_of_query_files_command_no_terminal(imr: Program, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a\x1b]0;pwned\x07.sql").write_text("SELECT 1")
    done = imr("query", "--queries", str(tmp_path / "one"), "--queries", str(tmp_path / "two"))
    assert "is not used" in done.err
    assert "\x1b" not in done.out + done.err


def test_a_terminal_has_room_for_short_columns_and_for_names(imr: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(*arguments: str) -> list[str]:
        terminal = io.StringIO()
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdout", terminal)
        imr(*arguments)
        _, _, *rows = terminal.getvalue().splitlines()
        assert all(len(row) <= 80 for row in rows)
        return rows

    monkeypatch.setenv("COLUMNS", "80")
    (row,) = shown("search", "flexeril", "--limit", "1")
    assert row.split()[:3] == ["Upheld", "Flexeril", "10mg"]
    assert "   CM15-9000101   Flexeril is a brand" in row
    assert [row.split()[0] for row in shown("query")] == sorted(path.stem for path in (ROOT / "queries").iterdir())


def test_show_text_and_json(imr: Program) -> None:
    done = imr("show", "cm15-9000139")
    assert done.out.startswith("CM15-9000139\n")
    assert "1. Acupuncture 2 x 3 for the neck and right shoulder: Overturned" in done.out
    case = json.loads(imr("show", "CM15-9000139", "--format", "json").out)
    assert (case["patient_age"], case["licensure_states"], len(case["items"])) == (31, ["California"], 1)


def test_export_cases_as_jsonl_with_their_items(imr: Program) -> None:
    cases = [json.loads(line) for line in imr("export", "--what", "cases", "--format", "jsonl").out.splitlines()]
    assert len(cases) == CASES
    assert sum(len(case["items"]) for case in cases) == ITEMS
    case = next(case for case in cases if case["case_id"] == "CM15-9000139")
    assert (case["file"], case["decision_date"], case["outcome"]) == (
        "CM15-9000139.txt",
        "2015-09-15",
        "All overturned",
    )
    assert case["items"][0]["item_id"] == "CM15-9000139#1"


def ask_parquet(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("what", ["cases", "items", "citations", "marks"])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "markdown"])
def test_every_table_exports_in_every_format(imr: Program, tmp_path: Path, what: str, kind: str) -> None:
    path = tmp_path / f"out.{kind}"
    done = imr("export", "--what", what, "--format", kind, "--output", str(path))
    assert (done.code, done.out) == (0, "")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    expected = {"cases": CASES, "items": ITEMS, "marks": 0}.get(what)
    if kind == "parquet" and expected is not None:
        assert ask_parquet(f"SELECT count(*) FROM '{path}'") == [(expected,)]
    elif expected:
        assert path.stat().st_size > 10_000


def test_parquet_keeps_dates_and_lists(imr: Program, tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    imr("export", "--what", "cases", "--format", "parquet", "--output", str(path))
    kinds = dict(ask_parquet(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')"))
    assert (kinds["decision_date"], kinds["specialties"], kinds["patient_age"]) == ("DATE", "VARCHAR[]", "INTEGER")


def test_classify(imr: Program) -> None:
    assert imr("classify", "Norco 10/325mg", "Blorp").out == (
        "Norco 10/325mg\tPharmaceuticals\tOpioids\nBlorp\tOther\tOther\n"
    )
    assert imr("classify", "-", stdin="Lumbar MRI\n").out == "Lumbar MRI\tDiagnostic Testing\tMRI\n"


def test_classify_explains(imr: Program) -> None:
    assert imr("classify", "--explain", "Flexaril", "Blorp").out == (
        "Flexaril\tPharmaceuticals\tMuscle relaxants\tdrugs.txt [Muscle relaxants] flexeril; flexaril -> flexeril\n"
        "Blorp\tOther\tOther\tno rule fits\n"
    )


def test_doctor_names_versions_paths_and_problems(imr: Program, snapshot: Path) -> None:
    done = imr("doctor")
    assert done.code == 0
    assert "duckdb 2." in done.out
    assert str(snapshot) in done.out
    assert "letter_018.txt: item 2: no decision found" in done.out


def test_options_stand_before_or_after_the_command_and_flags_win(imr: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(letter(item("Norco")))
    for arguments in (("--corpus", str(tmp_path), "export"), ("export", "--corpus", str(tmp_path))):
        done = imr("--db", str(tmp_path.with_suffix(".duckdb")), *arguments)
        assert len(done.out.splitlines()) == 2


ERRORS = {
    "missing corpus": (["search", "x", "--corpus", "/nowhere"], 2, "No such corpus"),
    "unknown case": (["show", "CM15-9000138"], 2, "CM15-9000139"),
    "unknown query": (["query", "nothing"], 2, "No such query"),
    "neither command nor corpus": (["bogus"], 2, "no folder, file or command bogus"),
    "a device as snapshot": (["load", "--db", "/dev/null"], 2, "Not a snapshot"),
    "a letter as snapshot": (["load", "--db", str(SAMPLE / "letter_001.txt")], 2, "Not a snapshot"),
    "a folder as snapshot": (["load", "--db", "/"], 2, "Not a snapshot"),
    "unknown command option": (["search", "x", "--frobnicate"], 2, "No such option"),
    "unknown item type": (["search", "x", "--type", "zzz"], 2, "Known: Pharmaceuticals"),
    "several items": (["similar", "letter_018"], 2, "letter_018#1, letter_018#2"),
    "unknown item": (["similar", "letter_018#9"], 2, "letter_018#1"),
    "item of an unknown case": (["similar", "CM15-9000138#1"], 2, "CM15-9000139"),
    "wrong decision": (["search", "x", "--decision", "maybe"], 2, "'upheld', 'overturned'"),
    "parquet to a terminal": (["export", "--format", "parquet"], 2, "--output"),
    "output nowhere": (["export", "--output", "/nowhere/x.csv"], 1, "could not be written"),
    "parameter without value": (["query", "longest_rationales", "--param", "rows"], 2, "NAME=VALUE"),
    "unknown parameter": (["query", "mixed_outcome_cases", "--param", "a=b"], 2, "no parameter a"),
    "wrong parameter": (["query", "longest_rationales", "--param", "rows=many"], 2, "many"),
    "no terminal": ([], 2, "needs a terminal"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_have_a_cause_a_hint_and_a_code_but_no_traceback(imr: Program, name: str) -> None:
    arguments, code, words = ERRORS[name]
    done = imr(*arguments)
    assert done.code == code
    assert words in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m imr_tui export --what items --format csv | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("item_id,case_id")
    assert done.stdout.endswith("\n141\n")
    assert done.stderr == ""


def test_output_keeps_the_mode_of_a_file_and_never_replaces_a_pipe(imr: Program, tmp_path: Path) -> None:
    private, link = tmp_path / "private.csv", tmp_path / "link.csv"
    private.write_text("old")
    private.chmod(0o600)
    link.symlink_to(private)
    assert imr("export", "--output", str(link)).code == 0
    assert link.is_symlink()
    assert private.read_text().startswith("item_id,")
    assert private.stat().st_mode & 0o777 == 0o600
    assert imr("export", "--output", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


def test_json_and_parquet_hold_what_sql_can_return(imr: Program, tmp_path: Path) -> None:
    sql = 'SELECT 1 AS a, 2 AS a, \'inf\'::DOUBLE AS "we""ird"'
    assert json.loads(imr("query", "-", "--format", "jsonl", stdin=sql).out) == {"a": 1, "a_1": 2, 'we"ird': None}
    path = tmp_path / "odd.parquet"
    assert imr("query", "-", "--format", "parquet", "--output", str(path), stdin=sql).code == 0
    assert ask_parquet(f"SELECT a, a_1 FROM '{path}'") == [(1, 2)]


def test_data_is_utf8_in_every_locale(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(letter(item("Caf\u00e9 \u2192 Soma")), encoding="utf-8")
    command = [sys.executable, "-m", "imr_tui", "export", "--format", "csv", "--corpus", str(tmp_path)]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert "Caf\u00e9 \u2192 Soma" in done.stdout.decode("utf-8")


def test_a_corpus_whose_name_is_no_utf8_is_read(imr_elsewhere: Program, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/da\xffb"))
    folder.mkdir()
    (folder / "a.txt").write_text(letter(item("Norco")))
    assert "1 case, 1 item" in imr_elsewhere("load", "--corpus", str(folder)).out


def test_rebuilding_is_told(imr_elsewhere: Program, tmp_path: Path) -> None:
    db = tmp_path / "sample.duckdb"
    db.write_text("broken")
    done = imr_elsewhere("search", "pain", "--db", str(db), "--limit", "1")
    assert "All letters were read again, since the snapshot was damaged." in done.err
    assert done.code == 0


@pytest.mark.parametrize("command", ["load", "search", "similar", "show", "query", "export", "classify", "doctor"])
def test_every_command_has_help(imr: Program, command: str) -> None:
    done = imr(command, "--help")
    assert done.code == 0
    assert len(done.out.splitlines()) > 5


@needs_real_letters
def test_the_real_letters_export_whole(imr_elsewhere: Program) -> None:
    done = imr_elsewhere("export", "--corpus", str(REAL_LETTERS), "--what", "cases", "--format", "jsonl")
    cases = [json.loads(line) for line in done.out.splitlines()]
    items = [entry for case in cases for entry in case["items"]]
    assert (len(cases), [entry["decision"] for entry in items].count("Upheld"), len(items)) == (3, 4, 5)
    (overturned,) = [entry for entry in items if entry["decision"] == "Overturned"]
    assert "Fexmid" in overturned["title"]
    assert all(entry["claims_guideline"] and entry["maximus_guideline"] and entry["rationale"] for entry in items)
    assert all(case["licensure_states"] == ["California"] and case["specialties"] for case in cases)


@needs_real_letters
def test_misspelt_words_find_in_the_real_letters(imr_elsewhere: Program) -> None:
    def items_for(word: str) -> list[dict[str, str]]:
        out = imr_elsewhere("search", "--corpus", str(REAL_LETTERS), word, "--format", "json").out
        found: list[dict[str, str]] = json.loads(out)["items"]
        return found

    assert {entry["title"] for entry in items_for("cyclobenzaprne")} == {
        "Retro: Fexmid Cyclobenzaprine 7.5mg #60", "One prescription for Flexeril", "Flexeril 5mg #60",
    }  # fmt: skip
    assert items_for("acupunture")[0]["title"] == "Unknown acupuncture sessions"


def test_the_sample_corpus_is_the_default_and_says_what_it_is() -> None:
    assert "synthetic" in (SAMPLE / "README.md").read_text(encoding="utf-8").lower()
