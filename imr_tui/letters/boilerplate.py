"""Text that every letter of a form holds: who the reviewer is, how the decision binds, letterheads.

The wordings changed with the years, so they are told by their vocabulary, which is in `boilerplate.txt`.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
LAYOUT = re.compile(
    r"(?:P\.?\s?O\.?\s?Box\b.*|.{0,60}\b[A-Z]{2}\s+\d{5}(?:-\d{4})?"
    r"|(?:Tel|Phone|Fax|Telephone)?[\s:.]*\(?\d{3}\)?[-\s.]*\d{3}[-\s.]\d{4}.{0,60}"
    r"|Dear\b.{0,60}|\d{1,5}\s+(?:\w+\s+){1,4}(?:Street|St|Avenue|Ave|Blvd|Drive|Road|Way|Lane)\b.{0,40})",
    re.IGNORECASE,
)
"""Lines of an address or a salutation."""
PLACEHOLDER = re.compile(r"\[[^\]]{0,40}\]|\b[Xx]{3,}\b|_{2,}")
"""What stands in the place of a name that was taken out."""


def is_layout(line: str) -> bool:
    """Tell whether a line is of an address or a salutation."""
    could_be = any(map(str.isdigit, line)) or " box" in line.lower() or line[:4].lower() == "dear"
    return could_be and bool(LAYOUT.fullmatch(line))


@lru_cache(maxsize=8192)
def boilerplate_share(text: str) -> float:
    """Return the share of a sentence's or line's words that are boilerplate's; 1 for a line of an address, and for
    what holds no word at all."""
    text = PLACEHOLDER.sub("", text)
    if is_layout(text) or not any(map(str.isalnum, text)):
        return 1.0
    words = [word.lower().replace("\u2019", "'") for word in WORD.findall(text)]
    return sum(word in _vocabulary() for word in words) / len(words) if words else 0.0


@cache
def _vocabulary() -> frozenset[str]:
    lines = files(__package__).joinpath("boilerplate.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
