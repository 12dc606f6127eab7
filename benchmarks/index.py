"""How fast the search index is built: `python -m benchmarks.index SNAPSHOT [--folder DIR]`.

The texts of a snapshot are read and parted into batches beforehand. Timed is what a load does with them: processes on
all cores make a run of each batch, and the builder merges these into a segment. Memory is what the builder had.
"""

import argparse
import pickle
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np

from imr_tui.corpus.session import Corpus
from imr_tui.search.build import IndexBuilder
from imr_tui.search.runs import RunFile, index_letters
from imr_tui.search.segments import create_index, list_segments

LETTERS = 500
"""Of a batch."""
MEGABYTE = 1_000_000


class Item(NamedTuple):
    """The searchable texts of an item."""

    title: str | None
    claims_guideline: str | None
    maximus_guideline: str | None
    rationale: str | None


def read_batches(corpus: Corpus) -> Iterator[list[tuple[str | None, list[Item]]]]:
    """Yield the letters of a snapshot, each with its summary and its items."""
    sql = """
        SELECT clinical_summary, list([title, claims_guideline, maximus_guideline, rationale] ORDER BY item_no)
        FROM corpus.main.items JOIN corpus.main.cases USING (case_id) GROUP BY case_id, clinical_summary
    """
    cursor = corpus.cursor()
    cursor.execute(sql)
    while rows := cursor.fetchmany(LETTERS):
        yield [(summary, [Item(*item) for item in items]) for summary, items in rows]


def write_run(path: Path) -> None:
    """Write the run of a batch."""
    with path.open("rb") as file:
        letters = pickle.load(file)
    index_letters(letters).write(path.with_suffix(".run"))


class Built(NamedTuple):
    """What came of merging."""

    items: int
    size: int
    peak: int
    """Bytes that the process had resident."""


def build(folder: Path) -> Built:
    """Merge the runs in `folder` into an index."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("ATTACH ':memory:' AS fresh")
        create_index(connection, "fresh")
        first, numbered = 0, []
        for path in sorted(folder.glob("*.run")):
            items = int(RunFile.at(path).read_items().sum())
            numbered.append((path, np.arange(first, first + items, dtype=np.uint32)))
            first += items
        connection.execute(f"INSERT INTO fresh.search.docs SELECT range FROM range({first})")
        IndexBuilder(connection, "fresh", folder / "index", folder).add(numbered)
        size = sum(segment.size for segment in list_segments(connection, "fresh", folder / "index"))
    return Built(first, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def measure(snapshot: Path, folder: Path) -> None:
    """Build an index in `folder`, and print what it took."""
    with Corpus(snapshot) as corpus:
        (raw,) = corpus.cursor().execute("SELECT sum(size) FROM corpus.main.letters").fetchall()[0]
        for number, letters in enumerate(read_batches(corpus)):
            (folder / f"{number:05}.letters").write_bytes(pickle.dumps(letters))
    batches = sorted(folder.glob("*.letters"))
    with get_context("forkserver").Pool() as pool:
        pool.map(write_run, batches[:1])  # imports are no part of it
        (folder / batches[0].with_suffix(".run")).unlink()
        start = time.perf_counter()
        pool.map(write_run, batches, chunksize=1)
        sorted_ = time.perf_counter() - start
    with get_context("forkserver").Pool(1) as pool:
        start = time.perf_counter()
        built = pool.apply(build, (folder,))
        merged = time.perf_counter() - start
    print(f"{built.items:,} items: sorted in {sorted_:.1f} s, merged in {merged:.1f} s")
    print(f"{built.items / (sorted_ + merged):,.0f} items a second; at least 15,000")
    print(f"{built.peak / MEGABYTE:,.0f} MB resident; at most 1,000 MB")
    print(f"{built.size / MEGABYTE:,.0f} MB, {built.size / raw:.1%} of the letters; at most 36 %")


def main() -> None:
    """Read the command line, and remove what was written."""
    parser = argparse.ArgumentParser(description="Measure how fast the search index is built.")
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--folder", type=Path, help="where a folder is made for it; default: the temporary folder")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="imr-tui-index-", dir=given.folder))
    try:
        measure(given.snapshot, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
