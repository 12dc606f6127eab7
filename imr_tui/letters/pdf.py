"""Bytes of a PDF -> the text that is printed on its pages.

pdfium gives the characters line by line in the order in which they were drawn, which for letters is the order of
reading. What it leaves out or replaces is put back here: hyphens at line ends, characters that it takes for controls,
the blank lines between paragraphs.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

MOST_PAGES = 200
"""A letter has 3 to 15."""
MOST_OBJECTS = 100_000
"""Pieces that a page is drawn of. A page of a letter has some hundreds; one placed letter by letter, 4 thousand."""
MOST_CHARACTERS = 2_000_000
"""On all pages. A letter has up to 50 thousand."""
FEWEST_CHARACTERS = 100
"""On a page, on average, below which pictures are taken for the letter: a scan has a stamp or a footer at most."""
PARAGRAPH_GAP = 1.25
"""Line heights from one line to the next from which on they are two paragraphs."""
SAME_LINE = 5.0
"""Points by which what is raised or lowered leaves its line. Lines of the smallest type are 8 apart."""
NARROWEST_SPACE = 1.2
"""Points."""

LINE_END = re.compile("\r\n|[\x02\ufffe]")
"""In pdfium's text. The latter two stand for a hyphen and the line end after it, and for glyphs without a character."""
NOT_PRINTED = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\xad\ue000-\uf8ff\ufffe\uffff]")
"""What no page shows: it stands where a font tells a wrong character or none."""
UNREADABLE = "\ufffd"
AS_PRINTED = {chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)} | {
    "\0": "", "\t": " ", "\r": " ", "\xad": "-",
    "\uf020": " ", "\uf02d": "-", "\uf06d": "\u03bc", "\uf06f": "\u25a1", "\uf071": "\u2751", "\uf076": "\u2756",
    "\uf095": "\u2022", "\uf0a3": "\u2264", "\uf0a7": "\u25aa", "\uf0a8": "\u25a1", "\uf0ae": "\u2192",
    "\uf0b0": "\xb0", "\uf0b1": "\xb1", "\uf0b3": "\u2265", "\uf0b4": "\xd7", "\uf0b7": "\u2022", "\uf0b8": "\xf7",
    "\uf0d8": "\u27a2", "\uf0e0": "\u2192", "\uf0fc": "\u2713", "\uf0fe": "\u2611",
}  # fmt: skip
"""Windows-1252 that was taken for Latin-1, and private characters: bullets, boxes and signs of Symbol and Wingdings."""

_one_at_a_time = Lock()
"""pdfium must not be used by two threads at once."""


class UnreadablePdfError(Exception):
    """A PDF that gives no text; `reason` tells why, in words that follow the file's name and a colon."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Line(NamedTuple):
    text: str
    height: float
    """Points from the page's lower edge to where the letters stand."""


def pdf_text(data: bytes) -> str:
    """Return the text of all pages, line by line; a blank line parts paragraphs, a form feed parts pages.

    Hyphens at line ends are kept; what has no character is U+FFFD. Raises UnreadablePdfError, and nothing else, when
    the PDF is damaged, locked by a password, without pages, larger than any letter, or a scan without text.
    """
    if data.rfind(b"%%EOF") < data.rfind(b" obj"):
        raise UnreadablePdfError("damaged: the file's end is missing")
    with _one_at_a_time, _opened(data) as document:
        count = _page_count(document)
        pages = _read_pages(document, count)
        characters = sum(len(line.text) for page in pages for line in page)
        if characters < FEWEST_CHARACTERS * count:
            _refuse_scan(document, count, characters)
    return _joined(pages)


@cache
def _pdfium() -> Any:
    # Loaded with the first PDF: most corpora have none.
    import pypdfium2.raw

    return pypdfium2.raw


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    pdfium = _pdfium()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        reasons = {
            pdfium.FPDF_ERR_PASSWORD: "encrypted with a password",
            pdfium.FPDF_ERR_SECURITY: "encrypted in a way that is not known here",
        }
        raise UnreadablePdfError(reasons.get(pdfium.FPDF_GetLastError(), "damaged: it cannot be opened as a PDF"))
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _page(document: Any, number: int) -> Iterator[Any]:
    pdfium = _pdfium()
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise UnreadablePdfError(f"damaged: page {number + 1} cannot be read")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


@contextmanager
def _text_of(page: Any, number: int) -> Iterator[Any]:
    pdfium = _pdfium()
    if pdfium.FPDFPage_CountObjects(page) > MOST_OBJECTS:
        raise UnreadablePdfError(f"not a letter: page {number + 1} is drawn of more than {MOST_OBJECTS} pieces")
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise UnreadablePdfError(f"damaged: page {number + 1} cannot be read")
    try:
        yield text
    finally:
        pdfium.FPDFText_ClosePage(text)


def _page_count(document: Any) -> int:
    count = int(_pdfium().FPDF_GetPageCount(document))
    if count < 1:
        raise UnreadablePdfError("no pages")
    if count > MOST_PAGES:
        raise UnreadablePdfError(f"not a letter: it has {count} pages")
    return count


def _read_pages(document: Any, count: int) -> list[list[_Line]]:
    pages: list[list[_Line]] = []
    left = MOST_CHARACTERS
    for number in range(count):
        with _page(document, number) as page, _text_of(page, number) as text:
            left -= _pdfium().FPDFText_CountChars(text)
            if left < 0:
                raise UnreadablePdfError(f"not a letter: it has more than {MOST_CHARACTERS} characters")
            pages.append(_lines(text))
    return pages


def _lines(text: Any) -> list[_Line]:
    """Return the lines of a page; raised figures, which pdfium puts on lines of their own, are put back into theirs."""
    lines: list[_Line] = []
    origin_of = _origin_of(text)
    last = 0
    for start, end, printed in _pieces(text):
        x, height = origin_of(start)
        if lines and abs(height - lines[-1].height) < SAME_LINE and (gap := x - _right_of(text, last)) > -1:
            space = " " if gap > NARROWEST_SPACE else ""
            lines[-1] = _Line(lines[-1].text + space + printed, lines[-1].height)
        else:
            lines.append(_Line(printed, height))
        last = end - 1
    return lines


def _pieces(text: Any) -> Iterator[tuple[int, int, str]]:
    """Yield what pdfium takes for lines: the indexes of their first character and after their last, and their text."""
    is_hyphen = _pdfium().FPDFText_IsHyphen
    characters = _characters(text)
    start = 0
    for found in LINE_END.finditer(characters):
        end, after = found.span()
        if after - end == 2:
            yield start, end, characters[start:end]
        elif is_hyphen(text, end) == 1:
            yield start, after, characters[start:end] + "-"
        else:
            continue
        start = after
    yield start, len(characters), characters[start:]


def _characters(text: Any) -> str:
    """Return the text of a page such that a character's index is the one by which pdfium knows it."""
    pdfium = _pdfium()
    count = pdfium.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 2))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    characters = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(characters) == count:
        return characters
    # pdfium leaves out what it takes for control characters; among them are quotes and dashes of badly encoded fonts.
    return "".join(chr(pdfium.FPDFText_GetUnicode(text, index)) for index in range(count))


def _origin_of(text: Any) -> Callable[[int], tuple[float, float]]:
    """Return a function that tells where a character stands by its index: points from the left and the lower edge."""
    get_origin = _pdfium().FPDFText_GetCharOrigin
    x, y = ctypes.c_double(), ctypes.c_double()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)

    def origin(index: int) -> tuple[float, float]:
        get_origin(text, index, to_x, to_y)
        return x.value, y.value

    return origin


def _right_of(text: Any, index: int) -> float:
    """Return where a character ends, in points from the left edge."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    edges = (ctypes.byref(edge) for edge in (left, right, bottom, top))
    _pdfium().FPDFText_GetCharBox(text, index, *edges)
    return right.value


def _refuse_scan(document: Any, count: int, characters: int) -> None:
    """Raise UnreadablePdfError unless the little text there is stands on pages without pictures."""
    for number in range(count):
        with _page(document, number) as page:
            if _has_picture(page):
                raise UnreadablePdfError("no text: its pages are images only")
    if not characters:
        raise UnreadablePdfError("no text on its pages")


def _has_picture(page: Any) -> bool:
    pdfium = _pdfium()
    drawn = (pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page)))
    return any(pdfium.FPDFPageObj_GetType(piece) == pdfium.FPDF_PAGEOBJ_IMAGE for piece in drawn)


def _joined(pages: list[list[_Line]]) -> str:
    widest = PARAGRAPH_GAP * _line_height(pages)
    text = "\f".join(NOT_PRINTED.sub(_as_printed, "\n".join(_spaced(lines, widest))) for lines in pages)
    # Halves of a character beyond U+FFFF are put together, a half alone is no character.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _line_height(pages: list[list[_Line]]) -> int:
    """Return how far the lines of a paragraph are apart, in points: the commonest distance."""
    steps = Counter(round(above.height - below.height) for lines in pages for above, below in pairwise(lines))
    return max((step for step in steps if step > 0), key=lambda step: (steps[step], -step), default=0)


def _spaced(lines: list[_Line], widest: float) -> Iterator[str]:
    """Yield the text of each line, and an empty one where two are further apart than `widest`, in points."""
    above = lines[0].height
    for text, height in lines:
        if abs(above - height) > widest:
            yield ""
        yield text.rstrip()
        above = height


def _as_printed(found: re.Match[str]) -> str:
    return AS_PRINTED.get(found[0], UNREADABLE)
