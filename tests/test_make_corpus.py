"""The synthetic corpus of the benchmarks: its letters say what they mean, and look like a state's."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from benchmarks.make_corpus import write_corpus
from benchmarks.synthetic.letters import SyntheticLetter, synthetic_letter
from benchmarks.synthetic.typos import WORDS_A_TYPO, Typist
from imr_tui.letters.decode import decode
from imr_tui.letters.model import ITEM_TYPES, Decision, DisputedItem, Generation, Letter
from imr_tui.letters.parse import parse_letters

SEED = 3
LETTERS = 400


@pytest.fixture(scope="module")
def letters() -> list[SyntheticLetter]:
    return [synthetic_letter(number, SEED) for number in range(LETTERS)]


@pytest.fixture(scope="module")
def read(letters: list[SyntheticLetter]) -> list[Letter]:
    texts = ((decode(letter.data) or "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") for letter in letters)
    return [letter for text in texts for letter in parse_letters(text)]


def comparable(item: DisputedItem, meant: DisputedItem) -> DisputedItem:
    """Leave out what the letter does not say itself: what it cites, and what a misspelt title is about."""
    return replace(item, citations=(), item_type=meant.item_type)


def test_letters_are_read_without_problems_as_they_are_meant(
    letters: list[SyntheticLetter], read: list[Letter]
) -> None:
    for (case_number, _, meant, _), letter in zip(letters, read, strict=True):
        assert (letter.problems, letter.unread) == ((), ()), case_number
        header = letter.header if meant.header.case_number else replace(letter.header, case_number=None)
        assert (letter.generation, header, letter.reviewer) == (meant.generation, meant.header, meant.reviewer)
        assert letter.patient == meant.patient, case_number
        assert letter.clinical_summary == meant.clinical_summary
        assert letter.documents_reviewed == meant.documents_reviewed
        items = tuple(map(comparable, letter.items, meant.items))
        assert items == meant.items, case_number


def test_titles_are_of_the_types_they_are_meant_to_be(letters: list[SyntheticLetter], read: list[Letter]) -> None:
    items = [item for letter in read for item in letter.items]
    pairs = list(zip(items, [item for letter in letters for item in letter.meant.items], strict=True))
    misread = [item.title for item, meant in pairs if item.item_type != meant.item_type]
    assert len(misread) <= len(pairs) / 100
    assert {meant.item_type.name for _, meant in pairs} == set(ITEM_TYPES)


def test_letters_are_plausible(letters: list[SyntheticLetter]) -> None:
    items = [item for letter in letters for item in letter.meant.items]
    decisions = Counter(item.decision for item in items)
    generations = Counter(letter.meant.generation for letter in letters)
    assert 0.08 <= decisions[Decision.OVERTURNED] / len(items) <= 0.16
    assert 1.9 <= len(items) / len(letters) <= 2.5
    assert set(generations) == set(Generation)
    assert generations[Generation.A] + generations[Generation.B] > 0.85 * len(letters)
    assert {letter.decided.year for letter in letters} == set(range(2013, 2021))
    assert 4_000 <= sum(len(letter.data) for letter in letters) / len(letters) <= 6_000
    assert len({letter.case_number for letter in letters}) == len(letters)


def test_a_number_and_a_seed_make_one_letter() -> None:
    assert synthetic_letter(7, SEED) == synthetic_letter(7, SEED)
    assert synthetic_letter(7, SEED).data != synthetic_letter(7, SEED + 1).data


def test_a_corpus_is_a_file_a_letter_in_folders_of_months(tmp_path: Path) -> None:
    write_corpus(tmp_path, range(20), SEED)
    written = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*.txt")}
    letters = [synthetic_letter(number, SEED) for number in range(20)]
    assert written == {f"{letter.decided:%Y/%m}/{letter.case_number}.txt": letter.data for letter in letters}


def test_one_word_of_three_hundred_is_misspelt() -> None:
    typist = Typist(Random(1).random)
    words = ["lumbar", "pain"] * 50_000
    typed = [
        word for start in range(0, len(words), 20) for word in typist.type(" ".join(words[start : start + 20])).split()
    ]
    typos = sum(word != printed for word, printed in zip(words, typed, strict=True))
    assert 0.8 <= typos * WORDS_A_TYPO / len(words) <= 1.2
