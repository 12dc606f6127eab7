"""Which generation a letter is of, and which stretch of it belongs to which section."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from imr_tui.letters.landmarks import Landmark
from imr_tui.letters.model import Generation
from imr_tui.letters.source_text import Piece, SourceText

ISSUES = ("issues_a", "issues_b")
LABELS_OF_A = ("claims_a", "maximus_a", "rationale_a")
LABELS_OF_B = ("claims_b", "maximus_b", "rationale_b")
RATIONALES = ("rationale_a", "rationale_b", "rationale_c", "rationale_d")
FRONT = ("issue_d", "decision_c", "how_made", "qualifications", "documents", "summary")
"""Headings of what stands before the items, in the usual order."""
TITLES = ("letterhead", "notice", "title_d")
"""Lines above the facts that say what the letter is."""
ITEM_STARTS = {
    Generation.A: (*ISSUES, *LABELS_OF_A),
    Generation.B: (*ISSUES, *LABELS_OF_B),
    Generation.C: ("regarding", "guidelines", "rationale_c"),
    Generation.D: ("guidelines", "rationale_d"),
}
CLOSING = ("effect", "closing")
MIXED = (Generation.C, Generation.D)
"""Forms whose sections stand in any order."""
NOWHERE = Piece(0, 0)


@dataclass
class Sections:
    """A letter's sections, as pieces of `SourceText.flat` without their headings."""

    header: Piece
    """What stands above the first heading."""
    items: Piece
    """The disputed items, from the heading above them on."""
    closing: Piece
    """What follows the last item: effect of the decision, signature."""
    bodies: dict[str, Piece] = field(default_factory=dict)
    """The other sections, by the names of `FRONT`."""
    headings: list[tuple[int, int]] = field(default_factory=list)

    def body(self, name: str) -> Piece:
        """Return a section's piece, an empty one when the letter lacks it."""
        return self.bodies.get(name, NOWHERE)

    def clip(self, end: int) -> None:
        """Let no section but the items reach beyond the offset `end`, at which the first item starts."""
        for name, body in self.bodies.items():
            if body.start < end < body.end:
                self.bodies[name] = Piece(body.start, end)


def find_generation(names: Collection[str]) -> Generation | None:
    """Return the letter's generation by the names of its landmarks; None when it is no determination letter."""
    if "issues_a" in names:
        return Generation.A
    if "issues_b" in names:
        return Generation.B
    if "decision_c" in names:
        return Generation.C
    if "rationale_d" in names or ("title_d" in names and "issue_d" in names):
        return Generation.D
    if any(label in names for label in LABELS_OF_A):
        return Generation.A
    if "rationale_b" in names or ("maximus_b" in names and "how_made" in names):
        return Generation.B
    if "determined" in names:
        return Generation.C
    return Generation.A if "how_made" in names else None


def find_sections(source: SourceText, marks: Sequence[Landmark], generation: Generation) -> Sections:
    """Return the sections of one letter.

    Where A and B lack the heading above the items, the items are sought from the section above on: `clip` that section
    when they are found.
    """
    end = len(source.flat)
    closing = _closing_start(marks, end)
    item_starts = ITEM_STARTS[generation]
    items = next((source.starts[mark.line] for mark in marks if mark.name in item_starts), closing)
    headings = [mark for mark in _front(source, marks, generation, items) if mark.start < closing]
    stops = sorted([*[mark.start for mark in headings], items, closing])
    items_end = next((stop for stop in stops if stop > items), closing)
    if generation in (Generation.A, Generation.B) and not any(mark.name in ISSUES for mark in marks):
        items = max((mark.end for mark in headings), default=0)
    sections = Sections(Piece(0, stops[0]), source.trimmed(items, items_end), source.trimmed(closing, end))
    for name, start, words_end, _, _ in marks:
        if (name in TITLES and start < stops[0]) or (name == "issue_d" and start > items):
            sections.headings.append((start, words_end))
    for name, start, words_end, _, _ in headings:
        stop = stops[bisect_right(stops, start)]
        sections.bodies[name] = source.trimmed(words_end, max(stop, words_end))
        sections.headings.append((start, words_end))
    return sections


def _closing_start(marks: Sequence[Landmark], end: int) -> int:
    """Return where the closing matter starts, behind the last item."""
    closing = end
    for mark in reversed(marks):
        if mark.name in RATIONALES:
            return closing
        if mark.name in CLOSING:
            closing = mark.start
    return end


def _front(source: SourceText, marks: Iterable[Landmark], generation: Generation, items: int) -> Iterator[Landmark]:
    """Yield the headings of the sections, each name once; in generation D some stand behind the items."""
    seen: list[str] = []
    for mark in marks:
        name = mark.name
        if name not in FRONT or name in seen or (mark.start > items and generation is not Generation.D):
            continue
        words = source.flat[mark.start : mark.end]
        # A line of running text may be the words of a heading; headings are capitals, or at least come in order.
        if words.isupper() or (words[0].isupper() and (_comes_in_order(name, seen) or generation in MIXED)):
            seen.append(name)
            yield mark


def _comes_in_order(name: str, seen: list[str]) -> bool:
    return not seen or FRONT.index(name) > FRONT.index(seen[-1])
