"""Marks and the items of a corpus: found by searches and queries, and again when the corpus was built anew."""

import json
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from imr_tui.cli.main import program
from imr_tui.corpus.results import read_all
from imr_tui.corpus.session import Corpus
from imr_tui.loading.load import load_corpus
from imr_tui.marks.annotation import Annotation
from imr_tui.marks.corpus_marks import CorpusMarks, user_marks
from imr_tui.marks.store import Alter, Choose, MarkStore, marks_file
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine
from tests.conftest import ITEMS, SAMPLE
from tests.letters.letters import item, letter

LONG = "The injured worker had six visits of therapy for the knee, with less pain, and asks for more of them. " * 3
NUMBERED = "MAXIMUS FEDERAL SERVICES, INC.\n\nCase Number: {}\n\n"


def says(**what: object) -> Choose:
    return lambda _: lambda said: replace(said, **what)  # type: ignore[arg-type]


def docs(corpus: Corpus, condition: str) -> list[int]:
    sql = f"SELECT doc FROM corpus.internal.items WHERE {condition} ORDER BY doc"
    return [doc for (doc,) in corpus.cursor().execute(sql).fetchall()]


def marked(marks: CorpusMarks) -> dict[str, Annotation]:
    return {item_id: Annotation(mark, tuple(tags), note or "") for item_id, mark, tags, note, _ in marks.rows()}


def test_what_was_marked_is_found_while_the_next_change_is_being_made(corpus: Corpus) -> None:
    """A search never waits for a change, and never misses the one before it."""
    marks = user_marks(corpus)
    first, second = docs(corpus, "true")[:2]
    marks.alter([first], says(mark="relevant"))

    def hold_up(present: Collection[Annotation]) -> Alter:
        with ThreadPoolExecutor() as search:
            assert search.submit(marks.fields).result(10)["is"]["relevant"].tolist() == [first]
        return lambda said: replace(said, mark="relevant")

    marks.alter([second], hold_up)
    assert marks.fields()["is"]["relevant"].tolist() == [first, second]


def test_marks_and_tags_narrow_a_search_at_once(corpus: Corpus) -> None:
    mine, others = user_marks(corpus), user_marks(corpus)
    engine = SearchEngine(corpus, mine.fields)

    def found(text: str) -> tuple[int, str, tuple[str, ...]]:
        answer = engine.search(SearchRequest(text), corpus.cursor())
        assert len(list(read_all(corpus.cursor(), answer.results, ITEMS))) == answer.results.total
        return answer.results.total, answer.query.describe(), answer.query.hints

    def counted(text: str, facet: str) -> dict[str, int]:
        answer = engine.search(SearchRequest(text), corpus.cursor())
        assert answer.count_facets
        ((_, counts),) = answer.count_facets(corpus.cursor(), [facet])
        return {count.value: count.items for count in counts}

    surgery = docs(corpus, "item_type = 'Surgery'")
    assert found("is:marked ") == (0, "marked", ())
    assert found("tag:prn ") == (ITEMS, "", ("no tag like 'prn'",))
    others.alter(surgery, says(mark="relevant", tags=("follow-up", "prn")))
    others.alter(surgery[:2], says(mark="not", note="see p. 4"))
    assert found("is:relevant ") == (len(surgery) - 2, "marked relevant", ())
    assert found("is:not,later ") == (2, "marked not or marked later", ())
    assert found("-is:marked ") == (ITEMS - len(surgery), "not marked", ())
    assert found("is:noted tag:folow-up ") == (2, "with a note · tagged follow-up", ("folow-up → follow-up",))
    assert found("tag:p type:surgery -is:not ")[0] == len(surgery) - 2
    assert counted("type:surgery", "is") == {
        "marked": len(surgery), "relevant": len(surgery) - 2, "not": 2, "noted": 2, "tagged": len(surgery), "later": 0
    }  # fmt: skip
    assert counted("-is:relevant ", "tag") == {"follow-up": 2, "prn": 2}
    others.alter(surgery, says(mark=None, tags=()))
    assert counted("", "tag") == {}
    assert set(counted("", "is").values()) == {0, 2}
    assert found("is:marked ")[0] == 0


def test_what_was_said_can_be_taken_back_in_steps(corpus: Corpus) -> None:
    marks = user_marks(corpus)
    first, second, third = docs(corpus, "true")[:3]
    states, steps = [marked(marks)], []
    for items in ([first], [first, second], [first, second, third], [first, second, third], None, None):
        steps.append(marks.cycle(items))
        states.append(marked(marks))
    told = [sorted(said.mark or "" for said in state.values()) for state in states[1:]]
    assert told[:4] == [["relevant"], ["relevant"] * 2, ["relevant"] * 3, ["not"] * 3]
    assert told[4:] == [["relevant"] * ITEMS, ["not"] * ITEMS]
    for step, state in zip(reversed(steps), reversed(states[:-1]), strict=True):
        assert marks.undo(step).untouched == 0
        assert marked(marks) == state


def load(folder: Path, db: Path) -> Corpus:
    load_corpus([folder], db, lambda progress: None)
    return Corpus(db)


def test_a_mark_stays_on_its_item_when_numbers_names_and_titles_change(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    numbered, nameless = NUMBERED.format("CM15-0012345"), item("Knee brace", rationale=LONG)
    (folder / "a.txt").write_text(letter(item("Norco 10mg #60"), item("MRI, left knee"), header=numbered))
    (folder / "b.txt").write_text(letter(nameless, summary=LONG))
    with load(folder, tmp_path / "x.duckdb") as corpus:
        marks = user_marks(corpus)
        for title, tag in (("Norco 10mg #60", "norco"), ("MRI, left knee", "mri"), ("Knee brace", "brace")):
            marks.alter(docs(corpus, f"title = '{title}'"), says(mark="relevant", tags=(tag,)))
        assert marked(marks).keys() == {"CM15-0012345#1", "CM15-0012345#2", "b#1"}
    (folder / "b.txt").rename(folder / "c.txt")
    (folder / "a.txt").write_text(
        letter(item("Soma"), item("Norco 10 mg, #60"), item("MRI, left knee"), header=numbered)
    )
    with load(folder, tmp_path / "x.duckdb") as corpus:
        marks = user_marks(corpus)
        found = {item_id: said.tags for item_id, said in marked(marks).items()}
        assert found == {"CM15-0012345#2": ("norco",), "CM15-0012345#3": ("mri",), "c#1": ("brace",)}
        marks.cycle(docs(corpus, "true"))
    (folder / "a.txt").write_text(letter(item("Retro: Norco 10mg, quantity 60"), header=numbered))
    (folder / "c.txt").write_text(letter(nameless, summary=LONG, header=NUMBERED.format("CM16-0000001")))
    with load(folder, tmp_path / "x.duckdb") as corpus:
        found = {item_id: said.tags for item_id, said in marked(user_marks(corpus)).items()}
        assert found == {"CM15-0012345#1": ("norco",), "CM16-0000001#1": ("brace",)}


def test_a_mark_is_not_carried_over_to_another_corpus(tmp_path: Path) -> None:
    for name, title in (("one", "Norco 10mg #60"), ("two", "MRI, left knee")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter_001.txt").write_text(letter(item(title, rationale=title * 30), summary=title * 30))
        with load(tmp_path / name, tmp_path / f"{name}.duckdb") as corpus:
            marks = user_marks(corpus)
            assert marked(marks) == {}
            marks.alter(None, says(mark="later"))
            assert len(marked(marks)) == 1
    assert len(MarkStore(marks_file()).read_since(0)) == 2


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_marks_are_a_table_to_export(snapshot: Path, corpus: Corpus, kind: str) -> None:
    item_id = "CM15-9000139#1"
    user_marks(corpus).alter(
        docs(corpus, f"item_id = '{item_id}'"), says(mark="not", tags=("prn", "weak"), note="p. 4")
    )
    command = ["export", "--what", "marks", "--format", kind, "--corpus", str(SAMPLE), "--db", str(snapshot)]
    out = CliRunner().invoke(program, command, catch_exceptions=False).stdout
    if kind == "jsonl":
        row = json.loads(out)
        assert row.pop("updated_at")
        assert row == {"item_id": item_id, "mark": "not", "tags": ["prn", "weak"], "note": "p. 4"}
    else:
        assert out.splitlines()[1].startswith(f"{item_id},not,")
        sql = "SELECT title, mark, tags[1], note, updated_at > '2020-01-01' FROM marks JOIN items USING (item_id)"
        command = ["query", "-", *command[3:]]
        out = CliRunner().invoke(program, command, input=sql, catch_exceptions=False).stdout
        assert out.splitlines()[1].endswith(",not,prn,p. 4,true")
