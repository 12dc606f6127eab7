"""How fast a corpus loads, beside reading its files: `python -m benchmarks.load [--letters N] [--folder DIR] [--keep]`.

The program is a black box: `imr-tui load` of synthetic letters into a new snapshot, of the unchanged corpus, and of a
thousand letters more; then the explorer, from its start until a case number is on the screen. Whole commands are timed,
as is the floor: one process that reads and hashes the same files. All files are in the page cache on both sides, for
they have just been written. Linux only.
"""

import argparse
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, at_most, print_figure, print_heading
from benchmarks.make_corpus import write_corpus
from benchmarks.running import Run, run, seconds_until

SEED = 1
MORE = 1_000
"""Letters that are added to the loaded corpus."""
FLOORS = 2
"""Runs of the floor before the load, and as many after it."""
RESCANS = 3
STARTS = 7
LOADED = re.compile(r": ([\d,]+) cases")
CASE_NUMBER = re.compile(rb"CM\d\d-\d{7}")
REACTED = re.compile(rb"reacted")
MEGABYTE = 1_000_000


class Bench:
    """A folder with letters and their snapshot."""

    def __init__(self, folder: Path, letters: int) -> None:
        self._letters, self._snapshot = folder / "letters", folder / "snapshot"
        self._count = letters
        self._options = ("--corpus", str(self._letters), "--db", str(self._snapshot / "letters.duckdb"))
        self._snapshot.mkdir(parents=True)

    def write(self, numbers: range) -> None:
        """Write letters, on all cores."""
        write_corpus(self._letters, numbers, SEED)

    def figures(self) -> Iterator[Figure]:
        """Measure, and yield each figure as soon as it is known."""
        floors = self._floors()
        cold = self._load(self._count)
        floor = median([*floors, *self._floors()])
        yield Figure(f"floor: {self._count:,} files read and hashed", f"{floor:.2f} s")
        yield at_most("cold load", cold.seconds, " s", cold.seconds / floor, 40, " x floor")
        yield at_most("its largest process, at most", cold.peak / MEGABYTE, " MB", cold.peak / MEGABYTE, 1000, " MB")
        yield Figure("its snapshot", f"{self._size() / MEGABYTE:.1f} MB")
        rescan = median(self._load(self._count).seconds for _ in range(RESCANS))
        yield at_most(f"the unchanged corpus, median of {RESCANS}", rescan, " s", rescan, 2, " s")
        yield from self._start()
        self.write(range(self._count, self._count + MORE))
        added = self._load(self._count + MORE)
        yield at_most(f"{MORE:,} letters more", added.seconds, " s", added.seconds / cold.seconds, 0.1, " of cold load")
        yield Figure("the snapshot then", f"{self._size() / MEGABYTE:.1f} MB")

    def _floors(self) -> list[float]:
        return [run("benchmarks.floor", str(self._letters)).seconds for _ in range(FLOORS)]

    def _load(self, expected: int) -> Run:
        """Load the corpus. Raises `SystemExit` when the snapshot then has another number of cases than expected."""
        loaded = run("imr_tui", "load", *self._options)
        cases = LOADED.search(loaded.printed)
        if cases is None or int(cases[1].replace(",", "")) != expected:
            raise SystemExit(f"expected {expected:,} cases:\n{loaded.printed}")
        return loaded

    def _start(self) -> Iterator[Figure]:
        """Yield how long the explorer of the unchanged corpus and an empty screen take to show something, in turns."""
        empty, ours = [], []
        for _ in range(STARTS):
            empty.append(seconds_until(REACTED, b"x", "benchmarks.empty_app"))
            ours.append(seconds_until(CASE_NUMBER, b"", "imr_tui", *self._options))
        yield Figure(f"an empty screen reacts, median of {STARTS}", f"{median(empty):.2f} s")
        yield at_most("the explorer shows letters", median(ours), " s", median(ours) / median(empty), 1.8, " x empty")

    def _size(self) -> int:
        return sum(file.stat().st_size for file in self._snapshot.rglob("*") if file.is_file())


def main() -> None:
    """Write the letters, print the table, and delete what was written."""
    arguments = argparse.ArgumentParser(description="Measure how fast a corpus loads.")
    arguments.add_argument("--letters", type=int, default=100_000)
    arguments.add_argument("--folder", type=Path, help="where a folder is made for them; default: the temporary folder")
    arguments.add_argument("--keep", action="store_true", help="keep them")
    given = arguments.parse_args()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="imr-tui-load-", dir=given.folder))
    try:
        bench = Bench(folder, given.letters)
        bench.write(range(given.letters))
        print_heading()
        for figure in bench.figures():
            print_figure(figure)
    finally:
        if given.keep:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
