"""Text in lower case is to patterns in lower case what the text itself is to patterns that mind no case."""

import re
from string import ascii_lowercase

import pytest

from imr_tui.letters.folding import folded

EVERY_CHARACTER = "".join(map(chr, range(0x3000)))


def test_no_character_moves() -> None:
    assert all(len(folded(character)) == 1 for character in EVERY_CHARACTER)
    assert len(folded("\u0130 was")) == 5


@pytest.mark.parametrize("pattern", [*ascii_lowercase, r"\w", r"\d", r"\s", "[a-z]"])
def test_a_pattern_fits_where_it_fits_in_any_case(pattern: str) -> None:
    in_any_case = [found.start() for found in re.finditer(pattern, EVERY_CHARACTER, re.IGNORECASE)]
    assert [found.start() for found in re.finditer(pattern, folded(EVERY_CHARACTER))] == in_any_case
