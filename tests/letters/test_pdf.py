"""What is printed in a PDF comes back as text, line by line; what cannot be read is refused in words."""

import base64
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imr_tui.letters import pdf
from imr_tui.letters.decode import decode
from imr_tui.letters.parse import parse_letters
from imr_tui.letters.pdf import UnreadablePdfError, pdf_text
from tests.conftest import SAMPLE
from tests.letters.pdf_writer import Line, image_only_pdf, pdf_of, pdf_that_means

LOCKED = base64.b64decode("""\
JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvUGFnZXMgMyAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL1R5cGUgL09ialN0
bSAvTGVuZ3RoIDI2NCAvRmlsdGVyIC9GbGF0ZURlY29kZSAvTiA1IC9GaXJzdCAyNyA+PgpzdHJlYW0Kb9PfvOnx5WKxZzNDk3TfpIYAddp2V4I7MHna
aKT02qAqoYgHp8PdKnD0rT6LaBKGhrTJe3lBZNX4wrqkAFpy0Ib+q+fSi2ZNshzSuAYrWlV80NczXvTlTSc2Exk7NYQAI0nddgdCxmons82odptYeybd
a0cNS0dz4n2CTcb4LGAuNGl2c6JTcuoltPMoJa27b3SbXBRIT7/FM+fC0Xhyx56bDON0OtK4T+HIReegIsyK9enygsVP5BmA4fbrET0WkhKhRxzN6JJS
iGYAqRtNRWbq6iRm88RAGyyBxsc4FqbljL28UTLiifoEbBatBjpPvfPOfuXhzALeHnZsEUaVnj5L0oW9DLTeZW5kc3RyZWFtCmVuZG9iago4IDAgb2Jq
Cjw8IC9GaWx0ZXIgL0ZsYXRlRGVjb2RlIC9MZW5ndGggMjI2ID4+CnN0cmVhbQoZ1gyJ+TzTh/sBBDLsl7Y+9oIHHz9sIrnla6CSVOxNzMhfSqbMMYqf
6r2pUj9PbdWfFKW+cM5ifRfR0Qzh/I0QhmiMrL3aZS3zE2C5LcaGU0x3bIl/L/ejGlOeG45xB4nAHjRZsp6YKfDJ9pc7jOmbKfubLO+CUJa8idS8BWSq
3yiPiYZtXvm9O4NPWUVv2zixKhmkBcWhqDB5ts4MZfKZnFGhdyBN1HArEVGHRd/Il5WyRkF7XCyvgmDV/kgfCIS0uc9/4aoDqczG3iMu7SbnRd7zNG2E
ZrPn+A/LLR+FpISWZW5kc3RyZWFtCmVuZG9iago5IDAgb2JqCjw8IC9GaWx0ZXIgL1N0YW5kYXJkIC9MZW5ndGggNDAgL08gPDkyZmUwZjQ0NTRhZDRj
OTY0NDY5M2YzM2MwN2NiNTRmNTg3ZGNlMWUyNjgyZmU5ZWNlYTYxMDdhMWVmNjMwZGQ+IC9QIC00IC9SIDIgL1UgPDI5OWNlOGVjYzlkY2UxYmYwNmY5
ZDliODg1ZDg4MDY1MGY3ZGMwYzY1OWNkOWM5YjZhMjNjNDMxMmI0ZmI5NzQ+IC9WIDEgPj4KZW5kb2JqCjEwIDAgb2JqCjw8IC9UeXBlIC9YUmVmIC9M
ZW5ndGggNDIgL0ZpbHRlciAvRmxhdGVEZWNvZGUgL0RlY29kZVBhcm1zIDw8IC9Db2x1bW5zIDQgL1ByZWRpY3RvciAxMiA+PiAvVyBbIDEgMiAxIF0g
L0luZm8gNCAwIFIgL1Jvb3QgMSAwIFIgL1NpemUgMTEgL0lEIFs8MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA+PDMxNDE1OTI2NTM1ODk3
OTMyMzg0NjI2NDMzODMyNzk1Pl0gL0VuY3J5cHQgOSAwIFIgPj4Kc3RyZWFtCnicY2IAAiZGBn4GJgYGQxDrEIjFwIhO/Gdc9YeJgVETKMt4jgEATecE
vgplbmRzdHJlYW0KZW5kb2JqCnN0YXJ0eHJlZgo5MzEKJSVFT0YK""")
OWNED = base64.b64decode("""\
JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvUGFnZXMgMyAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL1R5cGUgL09ialN0
bSAvTGVuZ3RoIDI2NCAvRmlsdGVyIC9GbGF0ZURlY29kZSAvTiA1IC9GaXJzdCAyNyA+PgpzdHJlYW0KwxCvaVTMutE7LCE+Y2d3xbSmnZ//gyMEsc6k
tkcDQQbsJH2YQpo1tG5wf3otRSg6X2QYxl5GJV6OWyC6zRCffaZIhcMbJtgCPI62LbJQV6u2NDJPacpxUcgLmzXD6DtZgxADXXRwsWWewjT7hxOJtsxa
h8C1kGf2qpeQBWxMPJzdjlR6PunQjeKFNdpg1nXxi6cUvyhS28LFPA8rHXpPjf6K+AnwBSiNIQpNEuNI7QWUXNyx3n1kP/nKDcpfwZEHnz4jovdTZFdn
XCtO8TukH8S0n5CPdFP9nA0eBwWVUXGLx9qXxGdxuQ2/2NwfIuve/n7XK2KIStIBqJGHo9w5EI4/fSHRST9iZW5kc3RyZWFtCmVuZG9iago4IDAgb2Jq
Cjw8IC9GaWx0ZXIgL0ZsYXRlRGVjb2RlIC9MZW5ndGggMjI2ID4+CnN0cmVhbQo+nERhVTBgNkqgMhR08rJUz8icKpOg6EuokZZZxVCJFOCmFqXQsDUy
s7epcwmRg4iirFLUPkanR5GvH6DqepHOEt3/ixQqSUQTyJS/gquW4+0AmN6n8SBikJQMpgJORcCXuyQmNWGJTXD39LWRBciFQ1izvE+9J6KKQCZE9zVU
YUvu6B+cDV/zd+yOiaCXMUTG1t8QLnVE0GS8wYsJQyIBTQwa0mzhva/t6Lbg7dKO+sFeIdU7j5gXRueacfh97JWHHhe9kKMaTYdp9grET1Y+CFTswP1h
YFTtMlB0qBURvX1PZW5kc3RyZWFtCmVuZG9iago5IDAgb2JqCjw8IC9GaWx0ZXIgL1N0YW5kYXJkIC9MZW5ndGggNDAgL08gPGM5MjQyMjY4N2ZhY2Vl
Njg2ZTM3M2YxMGI1YzdkMDQ3MzgwNTMxNTJmN2UyZWUzMGUxMWM2OWVjNDQyNTc2YWI+IC9QIC00IC9SIDIgL1UgPGNhMTM5MWQ5NmVlMzJlZGFmZTZj
ZDJjYTY4NTc0NGIxOTc3NDFiZGZhZmVjMTBjMDYwYzdkNzIxMmRhYjJlZTQ+IC9WIDEgPj4KZW5kb2JqCjEwIDAgb2JqCjw8IC9UeXBlIC9YUmVmIC9M
ZW5ndGggNDIgL0ZpbHRlciAvRmxhdGVEZWNvZGUgL0RlY29kZVBhcm1zIDw8IC9Db2x1bW5zIDQgL1ByZWRpY3RvciAxMiA+PiAvVyBbIDEgMiAxIF0g
L0luZm8gNCAwIFIgL1Jvb3QgMSAwIFIgL1NpemUgMTEgL0lEIFs8MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA+PDMxNDE1OTI2NTM1ODk3
OTMyMzg0NjI2NDMzODMyNzk1Pl0gL0VuY3J5cHQgOSAwIFIgPj4Kc3RyZWFtCnicY2IAAiZGBn4GJgYGQxDrEIjFwIhO/Gdc9YeJgVETKMt4jgEATecE
vgplbmRzdHJlYW0KZW5kb2JqCnN0YXJ0eHJlZgo5MzEKJSVFT0YK""")
"""Pages that open with the password "secret" only, and such as may be read but not changed without one (by qpdf)."""
PARAGRAPH = [
    "The injured worker is a 44-year-old male who was injured",
    "on 3/4/2013. The request is not medically necessary.",
]
LETTER = pdf_of(PARAGRAPH * 10, PARAGRAPH * 8)


def read(*pages: Sequence[Line]) -> list[list[str]]:
    return [page.split("\n") for page in pdf_text(pdf_of(*pages)).split("\f")]


def reason(data: bytes) -> str:
    with pytest.raises(UnreadablePdfError) as raised:
        pdf_text(data)
    assert str(raised.value) == raised.value.reason
    return raised.value.reason


def test_text_comes_back_line_by_line_and_page_by_page() -> None:
    assert read([*PARAGRAPH], ["Norco 10/325mg #60: Upheld", *PARAGRAPH]) == [
        PARAGRAPH,
        ["Norco 10/325mg #60: Upheld", *PARAGRAPH],
    ]


def test_a_page_without_text_keeps_its_place() -> None:
    assert read([*PARAGRAPH], [], [*PARAGRAPH]) == [PARAGRAPH, [""], PARAGRAPH]


def test_a_blank_line_stands_between_paragraphs() -> None:
    assert read([*PARAGRAPH, "", "", *PARAGRAPH, "", *PARAGRAPH]) == [[*PARAGRAPH, "", *PARAGRAPH, "", *PARAGRAPH]]


def test_double_spaced_lines_are_one_paragraph() -> None:
    spaced = [part for line in PARAGRAPH * 2 for part in (line, "")]
    assert read(spaced) == [PARAGRAPH * 2]


@pytest.mark.parametrize("spaces", ["", " "])
def test_a_hyphen_at_a_line_end_is_printed_and_ends_the_line(spaces: str) -> None:
    lines = ["non-", "steroidal drugs of the low-", "back, C4-", "C5, CM15-", "9012345, 3-", "5 and -", "x; long-"]
    assert read([line + spaces for line in lines], ["term use"]) == [lines, ["term use"]]


def test_curly_quotes_and_dashes() -> None:
    line = "the worker\u2019s \u201cgood\u201d shoulder \u2014 the left \u2013 5 \xb5g \u2022 50\xb0"
    assert read([line]) == [[line]]


def test_a_row_of_a_table_is_a_line() -> None:
    assert read([
        {72: "Case Number:", 180: "CM15-9012345", 320: "Date Assigned:", 450: "01/28/2015"},
        "",
        {72: "Date of Injury:", 180: "05/11/2013", 320: "Decision Date:", 450: "03/19/2015"},
        "", *PARAGRAPH * 2,
    ]) == [[
        "Case Number: CM15-9012345 Date Assigned: 01/28/2015",
        "",
        "Date of Injury: 05/11/2013 Decision Date: 03/19/2015",
        "", *PARAGRAPH * 2,
    ]]  # fmt: skip


def test_a_raised_figure_stays_in_its_line() -> None:
    assert read([{72: "of 10 cm", 111: "^2", 117: ", at a", 145: "^1", 152: "visit"}, *PARAGRAPH]) == [
        ["of 10 cm2, at a 1 visit", *PARAGRAPH]
    ]


@pytest.mark.parametrize(("meant", "shown"), [
    ("\x93so\x94 \x96 he\x92s", "\u201cso\u201d \u2013 he\u2019s"),
    ("well\xaddone", "well-done"),
    ("\uf0b7 first \uf0b3 2", "\u2022 first \u2265 2"),
    ("\uf8ffunknown", "\ufffdunknown"),
    ("be\0ne\x01fit", "be\ufffdne\ufffdfit"),
    ("\ufb01t of\ufb01ce", "fit office"),
    ("a\ufffeb", "a\ufffdb"),
    ("\U0001f600 x\x97y", "\U0001f600 x\u2014y"),
    ("tab\tstop\x0cpage", "tab stop\ufffdpage"),
])  # fmt: skip
def test_what_no_page_shows_is_put_right_or_marked(meant: str, shown: str) -> None:
    assert pdf_text(pdf_that_means(meant, "non-", "steroidal")) == f"{shown}\nnon-\nsteroidal"


def test_the_font_does_not_matter() -> None:
    assert pdf_text(pdf_of(PARAGRAPH, font="Helvetica")) == pdf_text(pdf_of(PARAGRAPH, font="Courier-Bold"))


@pytest.mark.parametrize("stamp", ["", "RECEIVED 01/28/2015 14:03 p. 3/12"])
def test_a_scan_is_refused(stamp: str) -> None:
    assert reason(image_only_pdf(3, stamp)) == "no text: its pages are images only"


def test_little_text_without_pictures_is_text() -> None:
    assert pdf_text(pdf_of(["Withdrawn."])) == "Withdrawn."


def test_empty_pages_and_no_pages_are_refused() -> None:
    assert reason(pdf_of([], [])) == "no text on its pages"
    assert reason(pdf_of()) == "no pages"


def test_a_password_is_asked_for_only_where_it_is_needed() -> None:
    assert reason(LOCKED) == "encrypted with a password"
    assert pdf_text(OWNED).startswith("A letter that is locked by a password")


def test_what_is_larger_than_a_letter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(pdf_of(*[["page"]] * 201)) == "not a letter: it has 201 pages"
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 1000)
    assert reason(LETTER) == "not a letter: it has more than 1000 characters"
    monkeypatch.setattr(pdf, "MOST_OBJECTS", 10)
    assert reason(LETTER) == "not a letter: page 1 is drawn of more than 10 pieces"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"no PDF at all", b"\0" * 5000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert reason(data) == "damaged: it cannot be opened as a PDF"


def test_a_cut_off_pdf_is_refused_at_any_length() -> None:
    for length in range(LETTER.rindex(b"%%EOF") + 5):
        assert reason(LETTER[:length]).startswith("damaged: ")


@given(st.lists(st.tuples(st.integers(0, len(LETTER) - 1), st.integers(0, 60), st.binary(max_size=30)), max_size=12))
@example([(LETTER.index(b"/Kids"), 60, b"")])
@example([(LETTER.rindex(b"startxref"), 60, b"%%EOF")])
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_damaged_pdf_gives_text_or_is_refused(changes: list[tuple[int, int, bytes]]) -> None:
    data = LETTER
    for start, length, put in changes:
        data = data[:start] + put + data[start + length :]
    with suppress(UnreadablePdfError):
        assert pdf_text(data)


@given(st.binary(max_size=600))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_random_content_is_refused(content: bytes) -> None:
    assert reason(b"%PDF-1.7\n" + content + b"\n%%EOF")


def test_the_same_lines_give_the_same_bytes() -> None:
    assert pdf_of(PARAGRAPH) == pdf_of(PARAGRAPH)
    assert len(LETTER) < 3000


def test_nothing_is_left_open_and_nothing_is_loaded_without_need() -> None:
    program = (
        "import sys; from imr_tui.letters.pdf import pdf_text, UnreadablePdfError\n"
        "assert not any(name.startswith('pypdfium2') for name in sys.modules)\n"
        "for data in (sys.stdin.buffer.read(), b''):\n"
        "    try: print(len(pdf_text(data)))\n"
        "    except UnreadablePdfError as error: print(error.reason)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], input=LETTER, capture_output=True, check=True)
    assert done.stderr == b""
    assert done.stdout.decode().split("\n")[1] == "damaged: it cannot be opened as a PDF"


def pages_of(text: str) -> list[list[str]]:
    """Return the lines of an extracted letter, 46 a page; of blank lines one is left between paragraphs."""
    lines: list[str] = []
    for line in text.replace("\x0c", "\n").splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(" ".join(line.split()))
    return [lines[first : first + 46] for first in range(0, len(lines), 46)]


PLAIN = [file for file in sorted(SAMPLE.glob("*.txt")) if file.read_bytes().isascii()][::5]


@pytest.mark.parametrize("file", PLAIN, ids=lambda file: file.name)
def test_a_letter_printed_as_pdf_is_read_as_its_text(file: Path) -> None:
    text = decode(file.read_bytes()) or ""
    assert parse_letters(pdf_text(pdf_of(*pages_of(text)))) == parse_letters(text)
