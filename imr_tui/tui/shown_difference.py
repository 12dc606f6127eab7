"""What two rationales differ in -> Content: underlined and, where both are one text, in brackets."""

from collections.abc import Iterable

from textual.content import Content

from imr_tui.search.difference import BRACKETS, Kind, Piece, bracketed
from imr_tui.terminal_text import clean
from imr_tui.tui.shown import DIM

STYLES = {Kind.KEPT: "", Kind.HERE: "underline $text-warning", Kind.THERE: "bold underline $text-primary"}
LEGEND = {Kind.HERE: "only this item", Kind.THERE: "only the other"}


def as_one_text(pieces: Iterable[Piece]) -> Content:
    """Return both texts in one, with what only one of them says in brackets; what was moved is dim."""
    return _joined((piece.text, DIM if piece.is_moved else STYLES[piece.kind]) for piece in bracketed(pieces))


def one_side(pieces: Iterable[Piece], side: Kind) -> Content:
    """Return one of both texts; what was moved looks like what was kept."""
    own = (piece for piece in pieces if piece.kind in (Kind.KEPT, side))
    return _joined((piece.text, "" if piece.is_moved else STYLES[piece.kind]) for piece in own)


def legend(pieces: Iterable[Piece]) -> Content:
    """Say what the brackets mean, and that what was moved is dim, if anything was."""
    told = [Content.styled(text.join(BRACKETS[kind]), STYLES[kind]) for kind, text in LEGEND.items()]
    if any(piece.is_moved for piece in pieces):
        told.append(Content.styled("dim: at another place", DIM))
    return Content("  ").join(told)


def _joined(texts: Iterable[tuple[str, str]]) -> Content:
    spaced = ((clean(text), text.startswith(" "), style) for text, style in texts)
    parts = (part for text, is_spaced, style in spaced for part in (" " * is_spaced, (text[is_spaced:], style)))
    # Every sentence begins with a space, the first one too.
    return Content.assemble(*parts)[1:]
