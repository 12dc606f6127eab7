"""Bytes of a file -> text."""

import re

CONTROLS = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
SAMPLE = 4096
MOST_CONTROLS = 0.01
"""Share of control bytes above which a file is no text. Extracted text holds a stray one at times."""

UPPER, STRAY = re.compile(rb"[\x80-\xff]"), re.compile("[\udc80-\udcff]")
"""Bytes that are no ASCII, and what Python makes of those that are no UTF-8."""
WINDOWS_1252 = [bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0x100)]
"""Five bytes have no character in it; they must not cost the letter."""
OF_UPPER, OF_STRAY = dict(enumerate(WINDOWS_1252, 0x80)), dict(enumerate(WINDOWS_1252, 0xDC80))


def decode(data: bytes) -> str | None:
    """Return the text of `data`: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252; None if binary.

    Stray bytes of Windows-1252 within UTF-8 are read as such: one of them must not garble all the rest.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, CONTROLS)) > MOST_CONTROLS * len(sample):
        return None
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return _partly_windows_1252(data)


def _partly_windows_1252(data: bytes) -> str:
    text = data.decode(errors="surrogateescape").removeprefix("\ufeff")
    is_utf8 = 2 * len(STRAY.findall(text)) < len(UPPER.findall(data))
    return text.translate(OF_STRAY) if is_utf8 else data.decode("latin-1").translate(OF_UPPER)
