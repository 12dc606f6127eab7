"""Paragraphs -> the text of a file, as it comes out of a PDF: wrapped, on pages, with footers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from benchmarks.synthetic.grammar import Draw, pick

WIDTHS = range(78, 101)
LINES_A_PAGE = 46
LONG = 6
"""Lines of a paragraph within which a page may end: titles and headings stay whole."""
SHORTEST_LAST_LINE = 16
"""Characters: a number alone on a line would be a page's."""


@dataclass(frozen=True, slots=True)
class Page:
    """How a letter's text was set and extracted."""

    width: int
    is_double_spaced: bool
    trailing: str
    """What stands behind each line."""
    page_end: str
    """What stands between two pages, with `%d` for the number of the page."""
    has_curly_quotes: bool
    line_end: str
    encoding: str

    def print(self, paragraphs: Iterable[str]) -> bytes:
        """Return the file that holds these paragraphs."""
        gap = f"{self.trailing}\n \n" if self.is_double_spaced else f"{self.trailing}\n"
        text = gap.join(self._lines(paragraphs))
        if self.has_curly_quotes:
            text = text.replace("'", "\u2019")
        if self.line_end != "\n":
            text = text.replace("\n", self.line_end)
        return text.encode(self.encoding)

    def _lines(self, paragraphs: Iterable[str]) -> list[str]:
        """Return the lines, with page ends within long paragraphs."""
        wrapped = _line(self.width).findall
        lines: list[str] = []
        page_end, page = LINES_A_PAGE, 1
        for paragraph in paragraphs:
            start = len(lines)
            lines += paragraph.split("\n") if "\n" in paragraph else wrapped(paragraph)
            if len(lines) > page_end and len(lines) - start > LONG:
                page += 1
                page_end += LINES_A_PAGE
                lines[start + LONG // 2] = self.page_end.replace("%d", str(page)) + lines[start + LONG // 2]
            lines.append("")
        return lines


def draw_page(case_number: str, draw: Draw) -> Page:
    """Return one of the ways to print the letter of a case."""
    footer = f"Final Determination Letter for IMR Case Number {case_number}   %d"
    page_end = pick((f"\n\n\n\n{footer}\n\n\n", f"\n\n\n{footer}\n\f", "\n\n\n\n%d\n\n\n\n", "\f"), draw)
    return Page(
        width=pick(WIDTHS, draw),
        is_double_spaced=draw() < 0.25,
        trailing=pick(("", " "), draw),
        page_end=page_end,
        has_curly_quotes=draw() < 0.2,
        line_end="\r\n" if draw() < 0.1 else "\n",
        encoding=pick(("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252"), draw),
    )


@cache
def _line(width: int) -> re.Pattern[str]:
    """Return the pattern of a line of a paragraph."""
    return re.compile(rf"(.{{1,{width}}})(?: (?!.{{1,{SHORTEST_LAST_LINE}}}$)|$)")
