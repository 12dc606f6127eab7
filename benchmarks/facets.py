"""What the counts of facets take: `python -m benchmarks.facets SNAPSHOT`.

Beside each search: the facets that are open from the start, which are part of its answer, and then all facets. Wall
time, the median of some rounds; the processor's time tells what other work beside it has cost.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from benchmarks.figures import at_most, print_figure, print_heading
from imr_tui.corpus.facets import FACETS, OPEN_FACETS
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine

QUERIES = (
    "",
    "pain ",
    "the ",
    "lumbar fusion ",
    "acupunc",
    "year:2015 ",
    "-decision:upheld state:california ",
    "decision:overturned type:surgery,injections year:2015.. state:california specialty:pain pain ",
)
ROUNDS = 9
BUDGET_MS = 150


def measure(snapshot: Path) -> None:
    """Print what counting takes beside each query."""
    with Corpus(snapshot) as corpus:
        engine, cursor = SearchEngine(corpus), corpus.cursor()
        engine.search(SearchRequest("pain "), cursor)
        seconds = time.perf_counter()
        count(engine, cursor, "", tuple(FACETS))
        print(f"the first counts of {len(FACETS)} facets: {time.perf_counter() - seconds:.2f} s")
        print_heading()
        for query in QUERIES:
            print(query or "(no query)")
            for name, facets in (("open", OPEN_FACETS), ("all", tuple(FACETS))):
                rounds = [count(engine, cursor, query, facets) for _ in range(ROUNDS)]
                wall, own = (statistics.median(times) for times in zip(*rounds, strict=True))
                print_figure(at_most(f"  {name} facets; processor {own:.1f} ms", wall, " ms", wall, BUDGET_MS, " ms"))


def count(engine: SearchEngine, cursor: DuckDBPyConnection, query: str, facets: Sequence[str]) -> tuple[float, float]:
    """Search, then count facets; return the milliseconds of the counting, by the clock and of the processor."""
    answer = engine.search(SearchRequest(query), cursor)
    assert answer.count_facets
    start, own = time.perf_counter(), time.process_time()
    dict(answer.count_facets(cursor, facets))
    return (time.perf_counter() - start) * 1e3, (time.process_time() - own) * 1e3


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure what the counts of facets take.")
    parser.add_argument("snapshot", type=Path)
    measure(parser.parse_args().snapshot)


if __name__ == "__main__":
    main()
