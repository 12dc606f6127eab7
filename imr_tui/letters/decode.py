"""Bytes of a file -> text."""

CONTROLS = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
SAMPLE = 4096
MOST_CONTROLS = 0.01
"""Share of control bytes above which a file is no text. Extracted text holds a stray one at times."""

UNDEFINED_IN_CP1252 = {0x81: "\ufffd", 0x8D: "\ufffd", 0x8F: "\ufffd", 0x90: "\ufffd", 0x9D: "\ufffd"}


def decode(data: bytes) -> str | None:
    """Return the text of `data`: UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252; None if binary."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, CONTROLS)) > MOST_CONTROLS * len(sample):
        return None
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return _windows_1252(data)


def _windows_1252(data: bytes) -> str:
    # Five bytes have no character in Windows-1252; they must not cost the letter.
    text = data.decode("latin-1")
    upper = {c: UNDEFINED_IN_CP1252.get(c) or bytes([c]).decode("cp1252") for c in range(0x80, 0xA0)}
    return text.translate(upper)
