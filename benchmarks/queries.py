"""How fast user SQL runs and stops: `python -m benchmarks.queries [--db SNAPSHOT] [--rows N]`.

A million rows of items as csv, beside DuckDB's own COPY of the same rows to a file, in turns, both into the page cache;
the command as a black box with its largest process; every shipped query with its default parameters; and how long it
takes until a query that was told to stop has. The default snapshot is that of the sample corpus; the budgets of the
shipped queries are meant for one of 100,000 letters. Linux only.
"""

import argparse
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, at_least, at_most, print_figure, print_heading
from benchmarks.running import run
from imr_tui.corpus.session import attach, connect, quote_path
from imr_tui.errors import ImrError
from imr_tui.loading.load import load_corpus
from imr_tui.saved_queries import QuerySession, bind, find_queries
from imr_tui.saved_queries.choices import read_choices
from imr_tui.saved_queries.parameters import Value
from imr_tui.settings import packaged

COLUMNS = "item_id, case_id, item_no, title, decision, item_type, item_subtype, claims_guideline, maximus_guideline"
RUNS = 5
SLOWER = {"boilerplate_rationales": 5_000}
"""Milliseconds that a shipped query may take where it is not 300."""
MEGABYTE = 1_000_000
ENDLESS = {
    "a join": "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3",
    "a function that hears nothing": "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    "DuckDB's parser": "WITH a AS (" * 12,
}


class Bench:
    """A snapshot, a session on it, and a connection of DuckDB's own beside it."""

    def __init__(self, snapshot: Path, folder: Path, rows: int) -> None:
        self._snapshot, self._folder = snapshot, folder
        self.session = QuerySession(snapshot)
        self._peer = connect()
        attach(self._peer, snapshot, "corpus")
        self._peer.execute("USE corpus")
        items = self._peer.execute("SELECT count(*) FROM items").fetchall()[0][0]
        self._sql = f"SELECT {COLUMNS} FROM items, range({rows // items + 1}) LIMIT {rows}"
        self._rows = rows

    def figures(self) -> Iterator[Figure]:
        """Measure, and yield each figure as soon as it is known."""
        self._stream()
        self._copy()
        pairs = [(_seconds(self._copy), _seconds(self._stream)) for _ in range(RUNS)]
        copied, streamed = (median(times) for times in zip(*pairs, strict=True))
        yield Figure(f"DuckDB's COPY of {self._rows:,} rows", f"{copied:.2f} s")
        yield at_least("the same by a session", streamed, " s", copied / streamed, 0.5, " of its speed")
        yield from self._command()
        yield from self._shipped()
        for what, sql in ENDLESS.items():
            times = [self._until_stopped(sql) for _ in range(RUNS)]
            yield at_most(f"{what} stops, worst of {RUNS}", max(times), " s", max(times), 0.3, " s")

    def _copy(self) -> None:
        self._peer.execute(f"COPY ({self._sql}) TO {quote_path(self._folder / 'copied.csv')} (FORMAT csv)")

    def _stream(self) -> None:
        with (self._folder / "streamed.csv").open("wb") as out:
            out.writelines(self.session.run_csv(self._sql, {}).data)

    def _command(self) -> Iterator[Figure]:
        query = self._folder / "rows.sql"
        query.write_text(self._sql)
        places = ("--db", str(self._snapshot), "--output", str(self._folder / "command.csv"))
        done = run("imr_tui", "query", str(query), "--format", "csv", *places)
        yield Figure("imr-tui query --format csv", f"{done.seconds:.2f} s")
        yield Figure("its largest process, at most", f"{done.peak / MEGABYTE:.0f} MB")

    def _shipped(self) -> Iterator[Figure]:
        for name, query in find_queries([packaged("queries")]).items():
            values = bind(query.parameters, {}, lambda p: read_choices(self.session, p))
            took = 1000 * median(_seconds(partial(self._run, query.sql, values)) for _ in range(RUNS))
            yield at_most(name, took, " ms", took, SLOWER.get(name, 300), " ms")

    def _run(self, sql: str, values: Mapping[str, Value]) -> None:
        deque(self.session.run(sql, values).rows, maxlen=0)

    def _until_stopped(self, sql: str) -> float:
        ended = threading.Event()

        def work() -> None:
            try:
                self._run(sql, {})
            except ImrError:
                ended.set()

        self._run("SELECT 1", {})  # a process that was killed has been replaced
        threading.Thread(target=work, daemon=True).start()
        time.sleep(0.5)
        began = time.perf_counter()
        self.session.interrupt()
        ended.wait()
        return time.perf_counter() - began


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description="Measure how fast user SQL runs and stops.")
    arguments.add_argument("--db", type=Path, help="a snapshot; default: the sample corpus, loaded for this")
    arguments.add_argument("--rows", type=int, default=1_000_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="imr-tui-queries-") as name:
        folder = Path(name)
        snapshot = given.db or folder / "sample.duckdb"
        if not given.db:
            load_corpus([packaged("sample_corpus")], snapshot, lambda progress: None)
        bench = Bench(snapshot, folder, given.rows)
        print_heading()
        with bench.session:
            for figure in bench.figures():
                print_figure(figure)


if __name__ == "__main__":
    main()
