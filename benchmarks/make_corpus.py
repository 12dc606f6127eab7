"""Write a corpus of synthetic letters: `python -m benchmarks.make_corpus N DIR [--seed S]`.

One text file a letter, in folders by the year and month of the decision (`DIR/2015/03/CM15-1012345.txt`).
The first letters of a larger corpus of the same seed are those of a smaller one.
"""

import argparse
import time
from multiprocessing import get_context
from pathlib import Path

from benchmarks.synthetic.letters import synthetic_letter

BATCH = 500
"""Letters that a process writes at a time."""
MOST_BY_MONTH = 250_000
"""Letters of a corpus above which a month would have more than 5,000, so that every day has a folder."""


def write_corpus(folder: Path, numbers: range, seed: int) -> None:
    """Write the letters with these numbers into `folder`, on all cores."""
    batches = (
        (folder, range(start, min(start + BATCH, numbers.stop)), seed, numbers.stop > MOST_BY_MONTH)
        for start in range(numbers.start, numbers.stop, BATCH)
    )
    with get_context("spawn").Pool() as pool:
        for _ in pool.imap_unordered(_write_batch, batches):
            pass


def _write_batch(batch: tuple[Path, range, int, bool]) -> None:
    folder, numbers, seed, by_day = batch
    made: set[Path] = set()
    for number in numbers:
        letter = synthetic_letter(number, seed)
        place = folder / letter.decided.strftime("%Y/%m/%d" if by_day else "%Y/%m")
        if place not in made:
            place.mkdir(parents=True, exist_ok=True)
            made.add(place)
        (place / f"{letter.case_number}.txt").write_bytes(letter.data)


def main() -> None:
    """Write a corpus, and say how large it is."""
    arguments = argparse.ArgumentParser(description="Write a corpus of synthetic letters.")
    arguments.add_argument("letters", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    if given.folder.is_dir() and any(given.folder.iterdir()):
        arguments.error(f"{given.folder} is not empty")
    start = time.perf_counter()
    write_corpus(given.folder, range(given.letters), given.seed)
    elapsed = time.perf_counter() - start
    size = sum(file.stat().st_size for file in given.folder.rglob("*.txt"))
    print(f"{given.letters} letters, {size / 1e6:.0f} MB, {given.letters / elapsed:.0f} letters/s")


if __name__ == "__main__":
    main()
