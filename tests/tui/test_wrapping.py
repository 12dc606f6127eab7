"""Lines that fit, and lose nothing."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from imr_tui.tui.wrapping import line_of, wrap


@given(st.text(alphabet="ab c\u0301\u200b語", max_size=80), st.integers(2, 12))
def test_lines_fit_and_hold_every_character_in_order(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(text[start:end]) <= width for start, end in lines)
    assert "".join(text[start:end] for start, end in lines).replace(" ", "") == text.replace(" ", "")
    for offset, character in enumerate(text):
        start, end = lines[line_of(lines, offset)]
        assert character == " " or start <= offset < end


def test_words_stay_whole_where_they_fit() -> None:
    text = "no zero\u200bwide breaks e\u0301t al"
    assert [text[start:end] for start, end in wrap(text, 9)] == ["no", "zero\u200bwide", "breaks e\u0301t", "al"]
