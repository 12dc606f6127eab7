"""Make text from outside safe to send to a terminal."""

import re

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ud800-\udfff]"  # line separators; bytes of file names that are no UTF-8
)


def clean(text: str) -> str:
    """Return `text` with every control and bidirectional character shown as a dot.

    Newlines stay; tabs become a space, because a terminal expands them by its own rules.
    """
    return UNSAFE.sub("·", text.replace("\t", " "))


def clean_line(text: str) -> str:
    """Return `text` safe and on one line, runs of white space folded."""
    return clean(" ".join(text.split()))


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 item`, `2,104 items`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
