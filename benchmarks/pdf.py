"""How fast PDFs are read, against pdfium's own plain extraction: `python -m benchmarks.pdf` in the project's folder.

Both read the same 200 letters of 3 or 4 pages from memory, in turns; the medians are compared.
"""

import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import pypdfium2

from imr_tui.letters.decode import decode
from imr_tui.letters.pdf import pdf_text
from tests.letters.pdf_writer import Line, pdf_of

SAMPLE = Path(__file__).parents[1] / "sample_corpus"
LETTERS = 200
ROUNDS = 15
LINES_ON_A_PAGE = 28
HEADER: tuple[Line, ...] = (
    {72: "Case Number:", 180: "CM15-9012345", 320: "Date Assigned:", 450: "01/28/2015"},
    {72: "Date of Injury:", 180: "05/11/2013", 320: "Decision Date:", 450: "03/19/2015"},
)


def plain_text(data: bytes) -> str:
    """Return what pdfium extracts, and no more done to it."""
    with pypdfium2.PdfDocument(data) as document:
        return "\f".join(page.get_textpage().get_text_range() for page in document)


def seconds(read: Callable[[bytes], str], letters: Sequence[bytes]) -> float:
    """Return how long `read` takes for all letters."""
    start = time.perf_counter()
    for data in letters:
        read(data)
    return time.perf_counter() - start


def main() -> None:
    """Print both speeds and their ratio."""
    letters = list(islice(cycle(_as_pdf(file) for file in sorted(SAMPLE.glob("*.txt"))), LETTERS))
    text = sum(len(pdf_text(data)) for data in letters)
    ours, plain = [], []
    for _ in range(ROUNDS):
        plain.append(seconds(plain_text, letters))
        ours.append(seconds(pdf_text, letters))
    print(f"{LETTERS} letters, {text // LETTERS} characters each, {ROUNDS} rounds")
    print(f"pdfium's plain extraction  {LETTERS / median(plain):7.0f} letters/s")
    print(f"pdf_text                   {LETTERS / median(ours):7.0f} letters/s")
    print(f"pdf_text / plain           {median(plain) / median(ours):7.2f}")


def _as_pdf(file: Path) -> bytes:
    printed = [line.strip() for line in (decode(file.read_bytes()) or "").splitlines()]
    lines = [*HEADER, *(line for line in printed if line)]
    return pdf_of(*(lines[start : start + LINES_ON_A_PAGE] for start in range(0, len(lines), LINES_ON_A_PAGE)))


if __name__ == "__main__":
    main()
