"""The sections of running text, without the sentence of the form that leads each of them in."""

import re
from functools import lru_cache

from imr_tui.letters.boilerplate import boilerplate_share
from imr_tui.letters.folding import folded
from imr_tui.letters.source_text import Piece, SourceText
from imr_tui.letters.spans import BOILERPLATE, LEAST_SHARE, Told

LONGEST_LEAD = 400
LEAST_WORDS = 5
LONGEST_CLOSING = 20_000
LEAD_END = re.compile(r"[:.](?:(?<=[\w)\]]:)|(?<=[\w)\]]\s:)|(?<=\w\.)(?=\s))")
BULLET = re.compile(r"[-\u2022*\u25aa\uf0b7\uf0a7]\s|o\s|\d+[.)]\s")
INCLUDED = re.compile(r"\s*(?:They|These|These documents|Those)\s+(?:included?|are|were)\s*:", re.IGNORECASE)
LEADS_ON = re.compile(
    r"\b(?:following|follows|below|forth|taken|summary|these\s+(?:documents|records|papers))\b"
    r"|\b(?:documents|records|papers|materials?)\b.{0,160}\b(?:read|considered|reviewed|included?|received)\b",
    re.DOTALL,
)

NAME_LINE = r"\n(?!cc\s*:|Disclaimer)(?![^\n]*\b[a-z]+ [a-z]+ [a-z]+)[^\n]{1,70}"
"""Names and addresses: no three small words in a row."""
SIGNATURE = re.compile(
    rf"^(?:Sincerely|Respectfully)\b[^\n]*(?:{NAME_LINE}){{0,4}}|^cc\s*:[^\n]*(?:{NAME_LINE}){{0,6}}", re.MULTILINE
)


def read_closing(source: SourceText, closing: Piece) -> list[Told]:
    """Return the signature and the addressees of copies below a letter: short lines of names."""
    end = min(closing.end, closing.start + LONGEST_CLOSING)
    return [(*match.span(), BOILERPLATE, 0) for match in SIGNATURE.finditer(source.flat, closing.start, end)]


def lead_of(source: SourceText, section: Piece) -> Piece:
    """Return the piece of the sentences that lead in a section, `... the following clinical case summary ...:`.

    Such sentences consist of the form's own words, and end in a colon, or say that something follows.
    """
    end = section.start
    for match in LEAD_END.finditer(source.flat, section.start, min(section.end, section.start + LONGEST_LEAD)):
        sentence = source.words(source.trimmed(end, match.end()))
        if end == section.start and len(sentence.split()) < LEAST_WORDS:
            continue
        if not _leads_on(sentence):
            break
        end = match.end()
        if sentence.endswith(":"):
            break
    more = INCLUDED.match(source.flat, end, section.end) if end > section.start else None
    return Piece(section.start, more.end() if more else end)


@lru_cache(maxsize=4096)
def _leads_on(sentence: str) -> bool:
    is_told = not BULLET.match(sentence) and LEADS_ON.search(folded(sentence))
    return bool(is_told) and boilerplate_share(sentence) >= LEAST_SHARE


def read_section(source: SourceText, section: Piece, name: str) -> tuple[Piece, list[Told]]:
    """Return the text of a section without its lead, and where it stands as the field `name`."""
    lead = lead_of(source, section)
    text = source.trimmed(lead.end, section.end)
    return text, [(*lead, BOILERPLATE, 0), (*text, name, 0)]
