"""Speed and quality of search: `python -m benchmarks.search SNAPSHOT [--queries N] [--seed S] [--no-peers] [--misses]`.

Queries of seven kinds are made from rationales of the snapshot; what they should find is told by a search for the bytes
of what was meant. R@10 is the share of the first ten items that hold it, or of all that do where these are fewer. Peers
search the same texts in the same run.
"""

import argparse
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Figure, print_figure, print_heading
from benchmarks.search import budgets
from benchmarks.search.budgets import percentile, scale_of
from benchmarks.search.cold import cold_ms
from benchmarks.search.measure import (
    Outcome,
    Question,
    ask_ours,
    by_kind,
    first_of_each_kind,
    judge,
    make_questions,
    take_turns,
)
from benchmarks.search.ours import index_bytes
from benchmarks.search.peers import Given, make_peers
from benchmarks.search.texts import Rationales, read_rationales, write_lines
from benchmarks.search.truth import Truth
from imr_tui.corpus.session import Corpus


def main() -> None:
    """Measure, and print three tables: our search, its peers, the budgets."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description="Measure search on a snapshot.")
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--queries", type=int, default=40, help="of each kind; default: 40")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peers", action="store_true", help="measure our search alone")
    parser.add_argument("--misses", action="store_true", help="print the queries that found less than they should")
    given = parser.parse_args()
    rationales = read_rationales(given.snapshot)
    truth = Truth(rationales.texts)
    questions = make_questions(rationales, truth, given.queries, given.seed)
    # First: what is in memory for another session's sake could not be dropped.
    cold = budgets.first_query([cold_ms(given.snapshot, q.query.text) for q in first_of_each_kind(questions, 1)])
    with Corpus(given.snapshot) as corpus:
        plain, narrowed = ask_ours(corpus, questions)
        if given.misses:
            _print_misses(plain[: len(questions)])
        _print_kinds(plain)
        figures = [*budgets.of_ours(scale_of(rationales.letters), plain, narrowed), cold]
        figures.append(budgets.index_size(index_bytes(corpus), rationales.letter_bytes))
        if not given.no_peers:
            figures += _measure_peers(corpus, rationales, truth, questions, plain)
    print()
    print_heading()
    for figure in figures:
        print_figure(figure)


def _measure_peers(
    corpus: Corpus, rationales: Rationales, truth: Truth, questions: Sequence[Question], plain: Sequence[Outcome]
) -> list[Figure]:
    """Print what the peers took and found, and return how our search is beside them."""
    asked_of_all = first_of_each_kind(questions, scale_of(rationales.letters).turns_a_kind)
    with tempfile.TemporaryDirectory(prefix="imr-tui-search-") as folder:
        lines = Path(folder) / "rationales.txt"
        write_lines(rationales.texts, lines)
        peers = make_peers(Given(truth.texts, lines, Path(folder)))
        times = take_turns(corpus, peers, asked_of_all)
        judged = {peer.name: judge(peer, rationales, questions) for peer in peers if peer.judged}
    _print_peers(times, judged)
    return [*budgets.beside_peers(times), *budgets.above_peers(plain, judged)]


def _print_misses(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        query, wanted = outcome.question.query, outcome.question.wanted
        if outcome.recall < 1:
            print(f"{outcome.recall:.1f} {query.kind}: {query.text!r} for {' '.join(query.meant)!r}, {len(wanted)}")


def _print_kinds(outcomes: Sequence[Outcome]) -> None:
    print(f"{'milliseconds':18}{'n':>5}{'R@10':>7}{'p50':>9}{'p95':>9}{'p50 cpu':>9}{'p95 cpu':>9}{'page':>7}")
    for kind, found in {**by_kind(outcomes), "all": outcomes}.items():
        recall = statistics.fmean(outcome.recall for outcome in found)
        page = statistics.median(outcome.keystroke.page_ms for outcome in found)
        times = [outcome.keystroke.search_ms for outcome in found]
        cpu = [outcome.keystroke.cpu_ms for outcome in found]
        columns = (percentile(column, share) for column in (times, cpu) for share in (0.5, 0.95))
        print(f"{kind:18}{len(found):5}{recall:7.3f}{''.join(f'{ms:9.1f}' for ms in columns)}{page:7.1f}", flush=True)


def _print_peers(times: Mapping[str, Sequence[float]], judged: Mapping[str, Sequence[tuple[Question, float]]]) -> None:
    print(f"\n{'milliseconds':24}{'n':>5}{'p50':>10}{'p95':>10}{'R@10':>7}{'n':>5}")
    for name, taken in times.items():
        recalls = [recall for _, recall in judged.get(name, ())]
        recall = f"{statistics.fmean(recalls):7.3f}{len(recalls):5}" if recalls else ""
        print(f"{name:24}{len(taken):5}{percentile(taken, 0.5):10.1f}{percentile(taken, 0.95):10.1f}{recall}")


if __name__ == "__main__":
    main()
