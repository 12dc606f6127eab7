"""Spacing, page breaks, line ends and encodings change nothing; nothing that is thrown at the parser breaks it."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from imr_tui.letters.decode import decode
from imr_tui.letters.parse import parse_letter
from tests.conftest import SAMPLE

FILES = sorted(SAMPLE.glob("*.txt"))
PAGE_BREAKS = ("\n\n\n\n\n", "\n\x0c", "\n\n \n\n\n\n")


def as_it_is(lines: list[str]) -> list[str]:
    return lines


def single(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def double(lines: list[str]) -> list[str]:
    return [part for line in lines for part in (line, " ")]


@st.composite
def mutated_letters(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sample letter's text and the same letter extracted in another way."""
    text = decode(draw(st.sampled_from(FILES)).read_bytes()) or ""
    spaced = draw(st.sampled_from((as_it_is, single, double)))
    lines = spaced(text.replace("\r\n", "\n").replace("\x0c", "\n").split("\n"))
    breaks = draw(st.dictionaries(st.integers(1, len(lines) - 1), st.sampled_from(PAGE_BREAKS), max_size=8))
    trailing = draw(st.sampled_from(("", " ", "   ")))
    joined = "".join(f"{line}{trailing}{breaks.get(number, chr(10))}" for number, line in enumerate(lines, 1))
    ended = joined.replace("\n", draw(st.sampled_from(("\n", "\r\n", "\r"))))
    return text, ended.encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "cp1252", "utf-16"))))


@given(mutated_letters())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_extraction_changes_nothing(letters: tuple[str, bytes]) -> None:
    text, mutated = letters
    assert parse_letter(decode(mutated) or "") == parse_letter(text)


@given(st.sampled_from(FILES), st.integers(0, 12_000))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_truncated_letter_keeps_what_is_there(file: Path, length: int) -> None:
    data = file.read_bytes()
    whole = parse_letter(decode(data) or "")
    cut = parse_letter(decode(data[:length]) or "")
    assert whole is not None
    for printed, kept in zip(whole.items, cut.items if cut else (), strict=False):
        assert kept.decision == printed.decision
        assert kept.title == printed.title


@given(st.binary(max_size=4000))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_random_bytes_are_no_letter(data: bytes) -> None:
    assert parse_letter(decode(data) or "") is None


@given(st.lists(st.sampled_from((
    "HOW THE IMR FINAL DETERMINATION WAS MADE", "CLINICAL CASE SUMMARY", "IMR ISSUES, DECISIONS AND RATIONALES",
    "Norco: Upheld", "Upheld", ": Overturned", "Claims Administrator guideline:", "MAXIMUS guideline: x",
    "Decision rationale: because.", "", "\x0c", "2", "some text", "It ends.", "DOCUMENTS REVIEWED",
)), max_size=40))  # fmt: skip
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_jumble_of_headings_and_labels_is_read_without_an_error(lines: list[str]) -> None:
    read = parse_letter("\n".join(lines))
    assert read is None or all(item.number == n for n, item in enumerate(read.items, 1))
