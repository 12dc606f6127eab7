"""The commands as a shell sees them: standard output, standard error, exit code."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from imr_tui.cli import main
from imr_tui.search.query import FIELDS
from tests.conftest import CASES, ITEMS, REAL_LETTERS, ROOT, SAMPLE, needs_real_letters
from tests.letters.letters import item, letter


@dataclass
class Done:
    code: int
    out: str
    err: str


@dataclass
class Program:
    capture: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = self.capture.readouterr()
        return Done(ended.value.code if isinstance(ended.value.code, int) else 0, out, err)


@pytest.fixture
def imr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, snapshot: Path) -> Program:
    monkeypatch.setenv("IMR_DB", str(snapshot))
    return Program(capsys, monkeypatch)


@pytest.fixture
def imr_elsewhere(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program with a corpus that the test names."""
    return Program(capsys, monkeypatch)


def test_load_reports(imr_elsewhere: Program) -> None:
    done = imr_elsewhere("load")
    assert done.code == 0
    assert f"sample corpus: {CASES} cases, {ITEMS} items" in done.out
    assert "letter_018.txt: item 2: no decision found" in done.out
    again = imr_elsewhere("load")
    assert "this time 0 read" in again.out


def test_search_table_is_for_people_and_its_summary_is_narration(imr: Program) -> None:
    done = imr("search", "cyclobenzaprne")
    assert done.code == 0
    assert "Flexeril 10mg #90" in done.out
    assert "12 of 12 items" in done.err
    assert "cyclobenzaprne → cyclobenzaprine" in done.err


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


def test_search_json_has_the_documented_fields(imr: Program) -> None:
    found = json.loads(imr("search", "acupuncture", "--format", "json", "--limit", "2").out)
    assert list(found) == ["query", "searched_for", "total", "elapsed_ms", "hints", "items"]
    assert found["query"] == "acupuncture"
    assert found["total"] > len(found["items"]) == 2
    assert list(found["items"][0]) == [
        "item_id", "case_id", "item_no", "title", "decision", "item_type", "item_subtype", "decision_date", "score",
        "passage", "matched",
    ]  # fmt: skip
    assert "acupuncture" in found["items"][0]["passage"].lower()
    assert found["items"][0]["matched"] == ["acupuncture"]
    scores = [entry["score"] for entry in found["items"]]
    assert scores == sorted(scores, reverse=True)


def test_search_filters(imr: Program) -> None:
    found = json.loads(imr("search", "the", "--decision", "overturned", "--type", "surg", "--format", "json").out)
    assert {(entry["decision"], entry["item_type"]) for entry in found["items"]} == {("Overturned", "Surgery")}


def test_search_fields_narrow_as_the_options_do(imr: Program) -> None:
    typed = json.loads(imr("search", "knee decision:o type:surg", "--format", "json").out)
    chosen = imr("search", "knee", "--decision", "overturned", "--type", "surgery", "--format", "json").out
    assert (typed["query"], json.loads(chosen)["query"]) == ("knee decision:o type:surg", "knee")
    assert typed["items"] == json.loads(chosen)["items"] != []


def test_search_tells_what_it_did_not_understand_and_what_narrows(imr: Program) -> None:
    done = imr("search", "decision:xyz type:sugery state:\x1b]0;x knee", "--format", "json")
    assert json.loads(done.out)["hints"] == [
        "no decision like 'xyz'; known: Upheld, Overturned, Unclear",
        json.loads(done.out)["hints"][1],
        "sugery → Surgery",
    ]
    told = imr("search", "year:2014..2015 -type:surgery state:\x1b]0;x knee").err
    assert "not Surgery · 2014 to 2015 · no state like '·]0;x'" in told


@pytest.mark.parametrize("kind", ["csv", "jsonl", "markdown"])
def test_search_tells_programs_on_standard_error_what_it_did_not_understand(imr: Program, kind: str) -> None:
    told = imr("search", "decision:xyz knee", "--format", kind).err
    assert "no decision like 'xyz'" in told


def test_search_json_tells_that_no_item_holds_every_word(imr: Program) -> None:
    found = json.loads(imr("search", "acupuncture wheelchair", "--format", "json").out)
    assert found["hints"] == ["none holds every word"]


def test_search_reads_queries_from_standard_input(imr: Program) -> None:
    done = imr("search", "-", "--decision", "overturned", stdin="acupuncture\nxyzzyqwk\ngender:female state:ca\n")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["query"] for answer in answers] == ["acupuncture", "xyzzyqwk", "gender:female state:ca"]
    assert answers[1]["total"] == 0
    assert {item["decision"] for item in answers[2]["items"]} == {"Overturned"}


def test_search_help_names_the_fields(imr: Program) -> None:
    told = imr("search", "--help").out
    assert all(f"{field}:" in told for field in FIELDS)


def test_search_markdown_is_a_brief_grouped_by_decision(imr: Program) -> None:
    brief = imr("search", "acupuncture", "--limit", "3", "--format", "markdown").out
    assert brief.startswith("# acupuncture\n\n3 items: 1 overturned, 2 upheld\n\n## Overturned (1)\n")
    assert "\n> — IMR CM15-9000139, item 1, Overturned, 2015-09-15\n\n## Upheld (2)\n" in brief
    narrowed = imr("search", '"medically necessary" decision:o', "--type", "surg", "--format", "markdown").out
    assert narrowed.startswith('# "medically necessary" · Overturned · Surgery\n')


def test_search_csv(imr: Program) -> None:
    rows = list(csv.DictReader(io.StringIO(imr("search", "flexeril", "--format", "csv").out)))
    assert {row["decision"] for row in rows} == {"Upheld"}


REASON = "The guideline recommends {} after a trial of other care, and relief by half was documented on 3/4/2014."


@pytest.fixture
def alike(tmp_path: Path) -> Path:
    """Three letters that say nearly the same, one of them for another decision."""
    texts = {
        "one": ("Upheld", REASON.format("Norco")),
        "two": ("Upheld", REASON.format("Norco").replace("relief by half", "no relief")),
        "three": ("Overturned", REASON.format("Norco twice a day")),
    }
    for name, (decision, text) in texts.items():
        (tmp_path / f"{name}.txt").write_text(letter(item("Norco", decision, text)))
    return tmp_path


def test_similar_table_is_grouped_and_tells_what_differs(imr_elsewhere: Program, alike: Path) -> None:
    done = imr_elsewhere("similar", "one", "--corpus", str(alike))
    assert done.code == 0
    lines = [line.split() for line in done.out.splitlines() if "#1" in line]
    assert [line[0] for line in lines[:2]] == ["Overturned", "Upheld"]
    assert "\nUpheld, nearest: two#1, " in done.out
    assert "care, and {+no+} relief [-by half-] was documented" in " ".join(done.out.split())
    assert "recommends Norco {+twice a day+} after" in " ".join(done.out.split())
    assert "one#1 Norco: Upheld · 2 items say nearly the same" in done.err


def test_similar_json_has_the_documented_fields(imr_elsewhere: Program, alike: Path) -> None:
    found = json.loads(imr_elsewhere("similar", "ONE#1", "--corpus", str(alike), "--format", "json").out)
    assert list(found) == ["item_id", "title", "decision", "similar"]
    assert (found["item_id"], found["decision"]) == ("one#1", "Upheld")
    nearest = found["similar"][0]
    assert list(nearest) == [
        "item_id", "case_id", "item_no", "title", "decision", "item_type", "decision_date", "similarity",
        "order_changed", "copies", "difference",
    ]  # fmt: skip
    assert nearest["item_id"] == "three#1"
    assert nearest["difference"] == REASON.format("Norco {+twice a day+}")
    assert 0.9 < nearest["similarity"] < 1


def test_similar_tells_of_copies(imr_elsewhere: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(letter(*[item("Norco")] * 4))
    done = imr_elsewhere("similar", "a#2", "--corpus", str(tmp_path))
    assert "Upheld     100 %, 2 more alike" in done.out
    assert "nearest: a#1, 100 %\n\n   The very same text.\n" in done.out


def test_similar_rows_are_best_first_and_limited(imr_elsewhere: Program, alike: Path) -> None:
    done = imr_elsewhere("similar", "one", "--corpus", str(alike), "--format", "jsonl")
    assert [json.loads(line)["item_id"] for line in done.out.splitlines()] == ["three#1", "two#1"]
    rows = csv.DictReader(
        io.StringIO(imr_elsewhere("similar", "one", "--corpus", str(alike), "--format", "csv", "--limit", "1").out)
    )
    assert [(row["item_id"], row["order_changed"]) for row in rows] == [("three#1", "False")]


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
