"""Lays lines of text out as a PDF, with pdfium's own functions: as small and as plain as a PDF of a letter can be."""

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

Row = dict[int, str]
"""Cells of a table's row by where they start, in points from the left edge of the page; `^2` is a raised 2."""
Line = str | Row

WIDTH, HEIGHT = 612, 792
"""US letter, in points."""
LEFT, TOP = 72, 720
FONT_SIZE = 11
LINE_HEIGHT = 13
RAISED = 4
CHANGING = re.compile(rb"(?<=CreationDate\(D:)\d{14}|(?<=[\[>]<)[0-9A-F]{32}(?=>)")
"""The time and the identifier in a saved file."""


def pdf_of(*pages: Sequence[Line], font: str = "Times-Roman") -> bytes:
    """Return a PDF with a page for each list of lines; an empty line leaves a gap, a dict is a table's row.

    The same lines give the same bytes. `font` is one of the fourteen that every reader has.
    """
    with _new_document() as document:
        loaded = pdfium.FPDFText_LoadStandardFont(document, font.encode())
        for number, lines in enumerate(pages):
            page = pdfium.FPDFPage_New(document, number, WIDTH, HEIGHT)
            for text, x, y in _placed(lines):
                pdfium.FPDFPage_InsertObject(page, _text_object(document, loaded, text, x, y))
            _finish(page)
        pdfium.FPDFFont_Close(loaded)
        return _saved(document)


def image_only_pdf(pages: int = 2, line: str = "") -> bytes:
    """Return a PDF whose pages are grey pictures, as a scanner makes them; `line` is printed over each."""
    with _new_document() as document:
        font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
        for number in range(pages):
            page = pdfium.FPDFPage_New(document, number, WIDTH, HEIGHT)
            pdfium.FPDFPage_InsertObject(page, _image_object(document))
            if line:
                pdfium.FPDFPage_InsertObject(page, _text_object(document, font, line, LEFT, TOP))
            _finish(page)
        pdfium.FPDFFont_Close(font)
        return _saved(document)


def pdf_that_means(*lines: str) -> bytes:
    """Return a page of `lines` set in a font that tells other characters than it prints, such as controls.

    At most 94 different characters. NUL stands for a glyph without a character.
    """
    codes = {character: 0x21 + number for number, character in enumerate(dict.fromkeys("".join(lines)))}
    shown = b" T* ".join(b"<" + bytes(codes[c] for c in line).hex().encode() + b"> Tj" for line in lines)
    pairs = "\n".join(f"<{code:02x}> <{c.encode('utf-16-be').hex()}>" for c, code in codes.items())
    return _page_of(
        b"/Font<</F 5 0 R>>",
        b"BT /F 11 Tf 13 TL 72 720 Td " + shown + b" ET",
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>",
        _stream(f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar\n"
                f"{pairs}\nendbfchar endcmap".encode()),
    )  # fmt: skip


def pdf_of_nested_forms(depth: int) -> bytes:
    """Return a page with a drawing that holds another one twice, and so on: 2 to the power of `depth` in all."""
    frame = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
    forms = (
        _stream(b"/F Do /F Do", frame + b"/Resources<</XObject<</F %d 0 R>>>>" % number)
        for number in range(6, 5 + depth)
    )
    return _page_of(b"/XObject<</F 5 0 R>>", b"/F Do", *forms, _stream(b" ", frame))


def _page_of(resources: bytes, content: bytes, *others: bytes) -> bytes:
    """Return a PDF of one page; `others` are its objects from number 5 on."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%b>>>>" % resources,
        _stream(content),
        *others,
    )
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    # Without a table of where objects are: readers look for them.
    return b"%%PDF-1.4\n%btrailer\n<</Root 1 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (body, len(objects) + 1)


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def _placed(lines: Sequence[Line]) -> Iterator[tuple[str, int, int]]:
    for number, line in enumerate(lines):
        cells = {LEFT: line} if isinstance(line, str) else line
        for x, text in cells.items():
            if text:
                yield text.removeprefix("^"), x, TOP - number * LINE_HEIGHT + RAISED * text.startswith("^")


def _text_object(document: Any, font: Any, text: str, x: int, y: int) -> Any:
    made = pdfium.FPDFPageObj_CreateTextObj(document, font, FONT_SIZE)
    utf16 = (text + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(made, (ctypes.c_ushort * (len(utf16) // 2)).from_buffer_copy(utf16))
    pdfium.FPDFPageObj_Transform(made, 1, 0, 0, 1, x, y)
    return made


def _image_object(document: Any) -> Any:
    made = pdfium.FPDFPageObj_NewImageObj(document)
    bitmap = pdfium.FPDFBitmap_CreateEx(8, 8, pdfium.FPDFBitmap_Gray, None, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, 8, 8, 0xFF808080)
    pdfium.FPDFImageObj_SetBitmap(None, 0, made, bitmap)
    pdfium.FPDFBitmap_Destroy(bitmap)
    pdfium.FPDFPageObj_Transform(made, WIDTH, 0, 0, HEIGHT, 0, 0)
    return made


def _finish(page: Any) -> None:
    pdfium.FPDFPage_GenerateContent(page)
    pdfium.FPDF_ClosePage(page)


@contextmanager
def _new_document() -> Iterator[Any]:
    document = pdfium.FPDF_CreateNewDocument()
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _saved(document: Any) -> bytes:
    parts: list[bytes] = []

    def write(_: Any, data: Any, size: int) -> int:
        parts.append(ctypes.string_at(data, size))
        return 1

    writer = pdfium.FPDF_FILEWRITE(version=1, WriteBlock=_block_writer(write))
    pdfium.FPDF_SaveAsCopy(document, ctypes.byref(writer), 0)
    return CHANGING.sub(lambda found: b"0" * len(found[0]), b"".join(parts))


def _block_writer(write: Callable[[Any, Any, int], int]) -> Any:
    kind = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"]
    return kind(write)
