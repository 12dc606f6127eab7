"""Spacing, page breaks, line ends and encodings change nothing; nothing that is thrown at the parser breaks it."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from imr_tui.letters.decode import decode
from imr_tui.letters.model import Decision, Letter
from imr_tui.letters.parse import parse_letters
from imr_tui.letters.pdf import pdf_text
from tests.conftest import REAL_LETTERS, SAMPLE

FILES = sorted([*SAMPLE.glob("*.txt"), *REAL_LETTERS.glob("*.txt")])
JUMBLE = (
    "HOW THE IMR FINAL DETERMINATION WAS MADE", "CLINICAL CASE SUMMARY", "IMR ISSUES, DECISIONS AND RATIONALES",
    "Norco: Upheld", "Upheld", ": Overturned", "Claims Administrator guideline:", "MAXIMUS guideline: x",
    "Decision rationale: because.", "", "\x0c", "2", "some text", "It ends.", "DOCUMENTS REVIEWED",
    "IMR DECISION(S) AND RATIONALE(S)", "1. Norco is not medically necessary and appropriate.", "2)", "Case Number:",
    "The Claims Administrator based its decision on the MTUS.", "The Physician Reviewer based his/her decision on x.",
    "The Physician Reviewer's decision rationale:", "MAXIMUS FEDERAL SERVICES, INC.", "Dated: 7/8/2013", "Sincerely,",
    "Notice of Independent Medical Review Determination", "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE",
    "1) MAXIMUS Federal Services, Inc. has determined the request for Soma is medically necessary and appropriate.",
    "1) Regarding the request for Soma:", "Rationale for the Decision:", "Effect of the Decision:",
    "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:",
    "MEDICAL PROFESSIONAL REVIEW", "ISSUE AT DISPUTE: MRI", "1. MRI", "MEDICAL REVIEWER QUALIFICATIONS:",
    "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS NOT MEDICALLY NECESSARY:", "CM13-0012345",
)  # fmt: skip
SCAN = "CM14-9200199.pdf"
PAGE_BREAKS = ("\n\n\n\n\n", "\n\x0c", "\n\n \n\n\n\n")


def as_it_is(lines: list[str]) -> list[str]:
    return lines


def single(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def double(lines: list[str]) -> list[str]:
    return [part for line in lines for part in (line, " ")]


def read(data: bytes) -> tuple[Letter, ...]:
    return parse_letters(decode(data) or "")


@st.composite
def mutated_letters(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A sample letter, and the same letter extracted in another way."""
    data = draw(st.sampled_from(FILES)).read_bytes()
    spaced = draw(st.sampled_from((as_it_is, single, double)))
    lines = spaced((decode(data) or "").replace("\r\n", "\n").replace("\x0c", "\n").split("\n"))
    breaks = draw(st.dictionaries(st.integers(1, len(lines) - 1), st.sampled_from(PAGE_BREAKS), max_size=8))
    trailing = draw(st.sampled_from(("", " ", "   ")))
    joined = "".join(f"{line}{trailing}{breaks.get(number, chr(10))}" for number, line in enumerate(lines, 1))
    ended = joined.replace("\n", draw(st.sampled_from(("\n", "\r\n", "\r"))))
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "cp1252", "utf-16")))
    return data, ended.encode(encoding if encoding != "cp1252" or _fits_cp1252(ended) else "utf-8")


def _fits_cp1252(text: str) -> bool:
    return text.encode("cp1252", "ignore").decode("cp1252") == text


@given(mutated_letters())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_extraction_changes_nothing(letters: tuple[bytes, bytes]) -> None:
    printed, mutated = letters
    assert read(mutated) == read(printed)


def assert_all_is_accounted_for(letter: Letter) -> None:
    """Spans are in order, do not overlap, and leave no character but blanks uncovered."""
    assert letter.layout is not None
    text, spans = letter.layout.text, letter.layout.spans
    assert all(above.end <= below.start for above, below in pairwise(spans))
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    assert not any(text[end:start].strip() for end, start in zip(ends, starts, strict=True))
    assert [span.name for span in spans].count("unread") >= bool(letter.unread)


def test_every_character_of_every_sample_belongs_to_one_span() -> None:
    for file in [*FILES, *(pdf for pdf in SAMPLE.glob("*.pdf") if pdf.name != SCAN)]:
        data = file.read_bytes()
        text = pdf_text(data) if file.suffix == ".pdf" else decode(data) or ""
        letters = parse_letters(text)
        assert letters, file.name
        for letter in letters:
            assert_all_is_accounted_for(letter)
        printed = "".join(letter.layout.text for letter in letters if letter.layout)
        assert len("".join(printed.split())) >= 0.99 * len("".join(text.split()))


def test_spans_hold_the_words_of_their_fields() -> None:
    for file in FILES:
        for letter in parse_letters(decode(file.read_bytes()) or ""):
            assert letter.layout is not None
            text, all_spans = letter.layout.text, letter.layout.spans
            for item in letter.items:
                for name in ("title", "claims_guideline", "maximus_guideline", "rationale"):
                    spans = [s for s in all_spans if (s.name, s.item_no) == (name, item.number)]
                    words = " ".join(text[s.start : s.end] for s in spans).split()
                    expected = (getattr(item, name) or "").split()
                    assert words[: len(expected)] == expected or not spans, (file.name, item.number, name)


@given(mutated_letters())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_character_of_a_mutated_letter_belongs_to_one_span(letters: tuple[bytes, bytes]) -> None:
    for letter in parse_letters(decode(letters[1]) or ""):
        assert_all_is_accounted_for(letter)


@given(st.sampled_from(FILES), st.integers(0, 12_000))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_truncated_letter_keeps_what_is_there(file: Path, length: int) -> None:
    data = file.read_bytes()
    cut = parse_letters(decode(data[:length]) or "")
    for whole, kept in zip(parse_letters(decode(data) or ""), cut, strict=False):
        assert_all_is_accounted_for(kept)
        for printed, item in zip(whole.items, kept.items, strict=False):
            assert item is kept.items[-1] or item.title == printed.title
            assert item.decision in (printed.decision, Decision.UNCLEAR)


@given(st.lists(st.sampled_from(JUMBLE), max_size=60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_jumble_of_headings_and_labels_is_read_without_an_error(lines: list[str]) -> None:
    for letter in parse_letters("\n".join(lines)):
        assert [item.number for item in letter.items] == list(range(1, len(letter.items) + 1))
        assert_all_is_accounted_for(letter)


@given(st.binary(max_size=4000))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_random_bytes_are_no_letter(data: bytes) -> None:
    assert parse_letters(decode(data) or "") == ()
