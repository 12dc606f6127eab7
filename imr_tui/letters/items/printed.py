"""An item as the letter prints it: where its parts stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from imr_tui.letters.model import Decision
from imr_tui.letters.source_text import Piece, SourceText
from imr_tui.letters.spans import LABEL, Found

CLAIMS, MAXIMUS, RATIONALE = "claims_guideline", "maximus_guideline", "rationale"
ORDER = (CLAIMS, MAXIMUS, RATIONALE)
REQUEST = ("the request for ", "the requests for ", "request for ")


@dataclass
class PrintedItem:
    """The pieces of one item. A letter may print its title, or several items' one rationale, more than once."""

    number: int
    title: Piece
    decision: Decision = Decision.UNCLEAR
    parts: dict[str, Piece] = field(default_factory=dict)
    """By the names of `ORDER`; an absent part has no entry."""
    found: list[Found] = field(default_factory=list)
    """Everything else that belongs to it: label words, the words of the decision, other prints of the title."""
    problems: list[str] = field(default_factory=list)

    def spans(self) -> Iterator[Found]:
        """Yield where everything of the item stands."""
        yield Found(self.title, "title", self.number)
        yield from (Found(piece, name, self.number) for name, piece in self.parts.items())
        yield from (f if f.name == LABEL else f._replace(item_no=self.number) for f in self.found)


def without_label(source: SourceText, piece: Piece) -> Piece:
    """Return a title's piece without the label words "The request for" before it."""
    words = source.words(piece)
    label = next((label for label in REQUEST if words.lower().startswith(label)), "")
    return source.trimmed(piece.start + len(label), piece.end)


def label(start: int, end: int) -> Found:
    """Return label words."""
    return Found(Piece(start, end), LABEL)
