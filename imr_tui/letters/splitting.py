"""Several letters in one file: where each begins."""

from collections.abc import Sequence

from imr_tui.letters.landmarks import Landmark
from imr_tui.letters.sections import RATIONALES

OPENINGS = ("header", "letterhead", "notice", "how_made", "decision_c", "title_d")
"""What a letter may begin with."""
PROOFS = ("how_made", "issues_a", "issues_b", "decision_c", "title_d")
"""Headings that every letter has one of; below an opening they prove that it opens a letter."""


def first_lines(marks: Sequence[Landmark]) -> list[int]:
    """Return the number of the first line of each letter.

    A letter begins at the first opening behind the rationales of the one above, if a heading follows that proves it.
    """
    firsts = [0]
    is_reasoned = False
    opening: int | None = None
    for mark in marks:
        if mark.name in RATIONALES:
            is_reasoned, opening = True, None
        elif is_reasoned and mark.name in OPENINGS and opening is None:
            opening = mark.line
        if opening is not None and mark.name in PROOFS:
            firsts.append(opening)
            is_reasoned, opening = False, None
    return firsts
