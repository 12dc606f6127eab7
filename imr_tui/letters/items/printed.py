"""An item as the letter prints it: where its parts stand."""

from dataclasses import dataclass, field

from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import Piece, SourceText
from imr_tui.letters.spans import LABEL, Told

CLAIMS, MAXIMUS, RATIONALE = "claims_guideline", "maximus_guideline", "rationale"
ORDER = (CLAIMS, MAXIMUS, RATIONALE)
REQUEST = ("the request for ", "the requests for ", "request for ")
LONGEST_REQUEST = max(map(len, REQUEST))

Named = tuple[int, int, str]
"""Start and end in `SourceText.flat`, and the name of what stands there."""


@dataclass
class PrintedItem:
    """The pieces of one item. A letter may print its title, or several items' one rationale, more than once."""

    number: int
    title: Piece
    decision: Decision = Decision.UNCLEAR
    parts: dict[str, Piece] = field(default_factory=dict)
    """By the names of `ORDER`; an absent part has no entry."""
    found: list[Named] = field(default_factory=list)
    """Everything else that belongs to it: label words, the words of the decision, other prints of the title."""
    problems: list[str] = field(default_factory=list)

    def spans(self) -> list[Told]:
        """Return where everything of the item stands."""
        number = self.number
        return [
            (*self.title, "title", number),
            *[(start, end, part, number) for part, (start, end) in self.parts.items()],
            *[(start, end, name, 0 if name == LABEL else number) for start, end, name in self.found],
        ]


def without_label(source: SourceText, piece: Piece) -> Piece:
    """Return a title's piece, which is trimmed, without the label words "The request for" before it."""
    words = source.flat[piece.start : min(piece.end, piece.start + LONGEST_REQUEST)].replace("\n", " ").lower()
    if not words.startswith(REQUEST):
        return piece
    label = next(label for label in REQUEST if words.startswith(label))
    return source.trimmed(piece.start + len(label), piece.end)


def label(start: int, end: int) -> Named:
    """Return label words."""
    return start, end, LABEL
