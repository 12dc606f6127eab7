"""Similar rationales: variants are found among all others, by their words and in spite of their order."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from imr_tui.corpus.session import Corpus
from imr_tui.loading.load import load_corpus
from imr_tui.search.difference import Kind
from imr_tui.search.engine import SearchEngine
from imr_tui.search.likeness import likeness
from imr_tui.search.similar import Similar, find_similar
from tests.conftest import GOLD, SAMPLE
from tests.letters.letters import item, letter
from tests.search.variants import VARIANTS, with_other_words

FAMILIES = 10
"""Items of the sample corpus of which all variants are planted."""
COPIES = 400


def sample_rationales() -> list[str]:
    """Return the rationales of the sample corpus, those of usual length first."""
    cases = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    texts = [" ".join(item["rationale"].split()) for case in cases for item in case["items"] if item["rationale"]]
    median = sorted(map(len, texts))[len(texts) // 2]
    return sorted((text for text in texts if texts.count(text) == 1), key=lambda text: abs(len(text) - median))


def families(texts: list[str]) -> Iterator[str]:
    """Yield a letter for each text, with one item that is as the text, and one for each variant."""
    random = Random(1)
    for number, text in enumerate(texts):
        variants = (item("Norco", rationale=change(text, random)) for change in VARIANTS.values())
        yield letter(item("Norco", rationale=text), *variants, summary=f"Family {number}.")


def copies(text: str) -> Iterator[str]:
    """Yield letters with copies of a text, and one with three variants."""
    for number in range(COPIES // 20):
        yield letter(*[item("Soma", rationale=text)] * 20, summary=f"Copies {number}.")
    variants = [with_other_words(text, Random(seed), 0.1) for seed in range(3)]
    yield letter(*(item("Soma", rationale=variant) for variant in variants), summary="Variants.")


def odd_one_out(text: str) -> str:
    """Return a letter with a text, 15 items that are like it, and one less like it that was decided otherwise."""
    nearer = [with_other_words(text, Random(seed), 0.05) for seed in range(15)]
    odd = item("Norco", "Overturned", with_other_words(text, Random(99), 0.4))
    return letter(*(item("Norco", rationale=variant) for variant in (text, *nearer)), odd)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus with more letters: `family_N`, `copies_N`, `odd`, `silent`."""
    folder = tmp_path_factory.mktemp("planted") / "letters"
    shutil.copytree(SAMPLE, folder)
    texts = sample_rationales()
    letters = {f"family_{n}": text for n, text in enumerate(families(texts[:FAMILIES]))}
    letters |= {f"copies_{n}": text for n, text in enumerate(copies(texts[FAMILIES]))}
    letters |= {"odd": odd_one_out(texts[FAMILIES + 1]), "silent": letter(item("Xanax", rationale=""))}
    for name, text in letters.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    db = folder.with_suffix(".duckdb")
    load_corpus([folder], db, lambda progress: None)
    return db


@pytest.fixture
def opened(planted: Path) -> Iterator[Corpus]:
    with Corpus(planted) as corpus:
        yield corpus


def similar_to(corpus: Corpus, name: str, limit: int = 10) -> Similar:
    return find_similar(corpus.cursor(), SearchEngine(corpus).word_holders, name, limit)


@pytest.mark.parametrize("variant", VARIANTS)
def test_of_a_variant_its_family_is_found_and_above_all_others(opened: Corpus, variant: str) -> None:
    number = 2 + list(VARIANTS).index(variant)
    for family in range(FAMILIES):
        found = similar_to(opened, f"family_{family}#{number}")
        family_size = len(VARIANTS) + 1  # without itself, but with the item of the sample corpus
        near = [neighbour for neighbour in found.neighbours if neighbour.likeness.is_near]
        assert sum(1 + neighbour.copies for neighbour in near) == family_size
        assert sum(neighbour.item.case_id == f"family_{family}" for neighbour in near) >= family_size - 2
        assert found.item.item_id not in {neighbour.item.item_id for neighbour in near}


def test_the_difference_leads_from_the_item_to_its_neighbour(opened: Corpus) -> None:
    found = similar_to(opened, "family_0#2")
    for neighbour in found.neighbours:
        for side, text in ((Kind.HERE, found.item.rationale), (Kind.THERE, neighbour.item.rationale)):
            own = (piece.text for piece in neighbour.difference if piece.kind in (Kind.KEPT, side))
            assert "".join(own).split() == text.split()


def test_a_text_in_another_order_is_alike_and_its_order_is_told(opened: Corpus) -> None:
    reordered = similar_to(opened, f"family_3#{2 + list(VARIANTS).index('reordered')}")
    assert str(reordered.neighbours[0].likeness) == "97 %, order changed"


def test_copies_are_one_neighbour_and_crowd_out_nothing(opened: Corpus) -> None:
    first, *others = similar_to(opened, "copies_0#1").neighbours
    # The item of the sample corpus stands for the item itself.
    assert (first.likeness.percent, first.copies) == (100, COPIES - 1)
    assert sum(other.item.title == "Soma" for other in others) == 3


def test_the_nearest_of_each_decision_is_found_however_many_others_are_nearer(
    opened: Corpus,
) -> None:
    for limit in (2, 10):
        found = similar_to(opened, "odd#1", limit)
        shares = [neighbour.likeness.share for neighbour in found.neighbours]
        assert [neighbour.item.decision for neighbour in found.neighbours].count("Overturned") == 1
        assert "odd#17" in {neighbour.item.item_id for neighbour in found.neighbours}
        assert shares == sorted(shares, reverse=True)
        assert len(shares) == limit
    assert list(found.by_decision()) == ["Upheld", "Overturned"]


def test_copies_that_were_decided_otherwise_are_neighbours_of_their_own(tmp_path: Path) -> None:
    items = (item("Norco", decision) for decision in ("Upheld", "Overturned", "Overturned", "Upheld"))
    (tmp_path / "case.txt").write_text(letter(*items))
    db = tmp_path.with_suffix(".duckdb")
    load_corpus([tmp_path], db, lambda progress: None)
    with Corpus(db) as corpus:
        found = similar_to(corpus, "case#1")
    assert {neighbour.item.item_id: neighbour.copies for neighbour in found.neighbours} == {"case#2": 1, "case#4": 0}


def test_an_item_without_a_rationale_has_no_neighbours(opened: Corpus) -> None:
    assert similar_to(opened, "silent").neighbours == ()


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        ("a b c d e f g h i j", "a b c d e f g h i j", "100 %"),
        ("a b c d e f g h i j", "f g h i j a b c d e", "97 %, order changed"),
        ("a b c d e f g h i j", "a b c d e f g h i k", "90 %"),
        ("a b c d e f g h i j", "j i h g q r s t u v", "38 %"),
        ("", "", "100 %"),
        ("a", "", "0 %"),
    ],
)
def test_likeness_is_told_in_percents(here: str, there: str, told: str) -> None:
    assert str(likeness(here.split(), there.split())) == told


def test_only_the_same_words_are_a_hundred_percent() -> None:
    words = [str(number) for number in range(999)]
    assert likeness(words, [*words[:-1], "other"]).percent == 99
