"""`search` and `similar` as a shell sees them."""

import csv
import io
import json
from pathlib import Path

import pytest

from imr_tui.search.query import FIELDS
from tests.cli.conftest import Program
from tests.letters.letters import item, letter


def test_search_table_is_for_people_and_its_summary_is_narration(imr: Program) -> None:
    done = imr("search", "cyclobenzaprne")
    assert done.code == 0
    assert "Flexeril 10mg #90" in done.out
    assert "12 of 12 items" in done.err
    assert "cyclobenzaprne → cyclobenzaprine" in done.err


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
