"""How fast letters are read, beside a peer that does next to nothing: `python -m benchmarks.parse`.

One run, on one core, in turns: letters (decoded, parsed, their items classified) and the peer (the same bytes hashed as
a load hashes them, decoded and split into words). Every round reads letters that no round before has read; `varied.py`
says how they are made. Then titles alone, and texts that repeat one thing for a megabyte.
"""

import gc
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.varied import varied_letters, varied_titles
from imr_tui.letters.decode import decode
from imr_tui.letters.item_types.classify import classify
from imr_tui.letters.parse import parse_letters
from imr_tui.loading.worker import GARBAGE

LETTERS = 300
"""In a round."""
ROUNDS = 9
TITLES = 5_000
MEGABYTE = 1_000_000
TOO_SLOW = 8.0
"""Seconds for a quarter of a megabyte from which on the whole is not tried."""

HEADER = "Case Number: CM15-9012345\nDate Assigned: 01/02/2015\n"
HOW = "HOW THE IMR FINAL DETERMINATION WAS MADE\n"
SUMMARY = "CLINICAL CASE SUMMARY\n"
ISSUES = (
    "IMR ISSUES, DECISIONS AND RATIONALES\n"
    "The Final Determination was based on decisions for the disputed items/services set forth below:\n"
)
GUIDELINE = "Norco 10/325 mg #60: Upheld\nClaims Administrator guideline: "
RATIONALE = f"{GUIDELINE}MTUS.\nMAXIMUS guideline: ODG.\nDecision rationale: "
ITEM = f"{RATIONALE}It is not.\n"
ISSUE_OF_D = "MEDICAL PROFESSIONAL REVIEW\nISSUE AT DISPUTE:\n"
TO_REVIEWER = HEADER + HOW
TO_SUMMARY = f"{TO_REVIEWER}State(s) of Licensure: Texas\nCertification(s)/Specialty: Neurology\n{SUMMARY}"
TO_ITEMS = f"{TO_SUMMARY}A 40 year old man was injured on 1/2/2010.\n{ISSUES}"
END = "\nSincerely,\n"


class Freak(NamedTuple):
    """A text that repeats `pattern` below the headings of a letter."""

    above: str
    pattern: str


FREAKS = (
    Freak("", "Case Number:\n"),
    Freak(HEADER, "Dated: 1/1/2013\n"),
    Freak(HEADER, "CM15-0012345\n"),
    Freak(TO_REVIEWER, "Board Certified in X, "),
    Freak(TO_REVIEWER, "licensed in California and "),
    Freak(TO_SUMMARY, "5 year old "),
    Freak(TO_SUMMARY, "injured on "),
    Freak(TO_SUMMARY, "a\n"),
    Freak(TO_ITEMS, "a\n"),
    Freak(TO_ITEMS, "2\n"),
    Freak(TO_ITEMS, "1)\n"),
    Freak(TO_ITEMS, "Norco: Upheld\n"),
    Freak(TO_ITEMS, "Decision rationale: x\n"),
    Freak(TO_ITEMS, ITEM),
    Freak(TO_ITEMS, "Case Number:\n"),
    Freak(TO_ITEMS, "CM15-0012345\n"),
    Freak(TO_ITEMS, "("),
    Freak(TO_ITEMS, " "),
    Freak(TO_ITEMS + GUIDELINE, "MTUS and "),
    Freak(TO_ITEMS + GUIDELINE, "("),
    Freak(ISSUE_OF_D, "MTUS and "),
    Freak(f"{TO_ITEMS}{ITEM}", "cc: x\n"),
    Freak(TO_ITEMS + RATIONALE, "("),
    Freak(TO_ITEMS + RATIONALE, "Zork. "),
    Freak(TO_ITEMS + ITEM, "Sincerely,\n"),
    Freak(f"{TO_ITEMS}{ITEM}Sincerely,\n", "Zork. "),
)


def read(letters: Iterable[bytes]) -> int:
    """Read letters as a load does, and return how many items they hold."""
    return sum(len(letter.items) for data in letters for letter in parse_letters(decode(data) or ""))


def peer(letters: Iterable[bytes]) -> int:
    """Hash, decode and split letters, and return how many words they hold."""
    words = 0
    for data in letters:
        hashlib.blake2b(data, digest_size=16).digest()
        words += len((decode(data) or "").split())
    return words


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def letters_a_second() -> tuple[float, float, float]:
    """Return the bytes of a letter, and the median numbers that are read a second, and that the peer does."""
    read(varied_letters(LETTERS, 0))
    ours, plain = [], []
    size = 0
    for seed in range(1, ROUNDS + 1):
        letters = varied_letters(LETTERS, seed)
        size += sum(map(len, letters))
        plain.append(seconds(lambda: peer(letters)))  # noqa: B023
        ours.append(seconds(lambda: read(letters)))  # noqa: B023
    return size / LETTERS / ROUNDS, LETTERS / median(ours), LETTERS / median(plain)


def microseconds_a_title(misspelt: float, seed: int) -> float:
    """Return how long a title takes that was not asked for before."""
    titles = list(dict.fromkeys(varied_titles(TITLES, seed, misspelt)))
    return seconds(lambda: [classify(title) for title in titles]) / len(titles) * 1_000_000


def freak_seconds(freak: Freak) -> tuple[float, float]:
    """Return how long a quarter of a megabyte takes, and a megabyte: 0 where the quarter was too slow to try that."""
    quarter = seconds(lambda: parse_letters(_text(freak, MEGABYTE // 4)))
    return quarter, seconds(lambda: parse_letters(_text(freak, MEGABYTE))) if quarter < TOO_SLOW else 0.0


def main() -> None:
    """Print all figures."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    gc.set_threshold(GARBAGE)  # as the processes do that read for a load
    size, ours, plain = letters_a_second()
    print(f"{ROUNDS} rounds of {LETTERS} letters, {size:.0f} bytes each")
    print(f"read and classified        {ours:7.0f} letters/s")
    print(f"hashed, decoded and split  {plain:7.0f} letters/s")
    print(f"read / split               {ours / plain:7.4f}\n")
    print(f"a title, 1 in 20 misspelt  {microseconds_a_title(0.05, 1):7.0f} microseconds")
    print(f"a title, all misspelt      {microseconds_a_title(1.0, 2):7.0f} microseconds\n")
    print("seconds for 250 KB and 1 MB; what is repeated, and below which line")
    _print_freaks([(*freak_seconds(freak), freak) for freak in FREAKS])


def _text(freak: Freak, size: int) -> str:
    return freak.above + freak.pattern * (size // len(freak.pattern)) + END


def _print_freaks(timed: Sequence[tuple[float, float, Freak]]) -> None:
    for quarter, whole, (above, pattern) in sorted(timed, reverse=True):
        last = above.rstrip("\n").rpartition("\n")[2][:40]
        slow = f"{whole:7.2f}" if whole else "      -"
        print(f"{quarter:7.2f} {slow}  {pattern[:24]!r:26}  {last}")


if __name__ == "__main__":
    main()
