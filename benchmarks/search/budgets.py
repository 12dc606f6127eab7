"""What search must reach: its speed, its R@10, both beside its peers, and the size of its index."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.figures import Figure, at_least, at_most
from benchmarks.search.measure import OURS, Outcome, Question, by_kind
from benchmarks.search.ours import NARROWED_TO

FASTER = {"fzf --filter": 150, "RapidFuzz partial_ratio": 50, "rg -i -F -c": 4}
"""Peer -> how many times its median is to be ours."""
BETTER = {"tantivy": 15, "SQLite FTS5": 15}
"""Peer -> percentage points of R@10 by which ours is to be above it."""
LEAST_OF_A_KIND = 88
"""Percent."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What depends on how many letters there are."""

    keystroke_ms: float
    total_ms: float
    recall: float
    """Percent."""
    turns_a_kind: int
    """Queries of each kind that all peers are asked."""


HUNDRED_THOUSAND = Scale(keystroke_ms=25, total_ms=60, recall=95, turns_a_kind=4)
MILLION = Scale(keystroke_ms=80, total_ms=150, recall=94, turns_a_kind=2)


def scale_of(letters: int) -> Scale:
    """Return what a corpus of so many letters is held to."""
    return MILLION if letters > 500_000 else HUNDRED_THOUSAND


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def of_ours(scale: Scale, plain: Sequence[Outcome], narrowed: Sequence[Outcome]) -> Iterator[Figure]:
    """Yield what our search must reach by itself."""
    keystroke = percentile([outcome.keystroke.ms for outcome in plain], 0.95)
    yield at_most("a keystroke with its first page, p95", keystroke, " ms", keystroke, scale.keystroke_ms, " ms")
    total = percentile([outcome.keystroke.search_ms for outcome in plain], 0.95)
    yield at_most("exact total, p95", total, " ms", total, scale.total_ms, " ms")
    yield _narrowing(plain, narrowed)
    recall = _percent(plain)
    yield at_least("R@10", recall, " %", recall, scale.recall, " %")
    worst, kind = min((_percent(outcomes), kind) for kind, outcomes in by_kind(plain).items())
    yield at_least(f"R@10, worst kind: {kind}", worst, " %", worst, LEAST_OF_A_KIND, " %")


def first_query(times: Sequence[float]) -> Figure:
    """Return the median first query on a cold file."""
    median = statistics.median(times)
    return at_most(f"first query on a cold file, median of {len(times)}", median, " ms", median, 250, " ms")


def index_size(index: int, letters: int) -> Figure:
    """Return the index beside the letters that it is of, both in bytes."""
    return at_most("index", index / 1e6, " MB", 100 * index / letters, 36, " % of text")


def beside_peers(times: Mapping[str, Sequence[float]]) -> Iterator[Figure]:
    """Yield how many times as fast as its peers our search is."""
    ours = statistics.median(times[OURS])
    for peer, budget in FASTER.items():
        if peer in times:
            median = statistics.median(times[peer])
            yield at_least(f"p50 of {peer}", median, " ms", median / ours, budget, " x ours")


def above_peers(plain: Sequence[Outcome], judged: Mapping[str, Sequence[tuple[Question, float]]]) -> Iterator[Figure]:
    """Yield how far R@10 is above that of the peers, on the questions that each was asked."""
    recalls = {outcome.question: outcome.recall for outcome in plain}
    for peer, budget in BETTER.items():
        if peer in judged:
            theirs = 100 * statistics.fmean(recall for _, recall in judged[peer])
            ours = 100 * statistics.fmean(recalls[question] for question, _ in judged[peer])
            yield at_least(f"R@10 above {peer}", theirs, " %", ours - theirs, budget, " points")


def _narrowing(plain: Sequence[Outcome], narrowed: Sequence[Outcome]) -> Figure:
    if any(outcome.keystroke.decisions - {NARROWED_TO} for outcome in narrowed):
        return Figure("a filter adds to p50", "not narrowed", "", "5 ms", False)
    with_filter, without = (statistics.median(o.keystroke.ms for o in outcomes) for outcomes in (narrowed, plain))
    return at_most("a filter adds to p50", with_filter, " ms", with_filter - without, 5, " ms")


def _percent(outcomes: Sequence[Outcome]) -> float:
    return 100 * statistics.fmean(outcome.recall for outcome in outcomes)
