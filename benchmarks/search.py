"""Speed and quality of search: `python -m benchmarks.search SNAPSHOT [--queries N] [--seed S]`.

Queries of seven kinds are made from rationales of the snapshot; what they should find is told by a search for the bytes
of what was meant. R@10 is the share of the first ten items that hold it, or of all that do where these are fewer.
"""

import argparse
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from string import ascii_lowercase

from imr_tui.corpus.results import read_page
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine
from imr_tui.search.words import STOP_WORDS, words_of

SHOWN = 10
LAST_OF_SENTENCE = re.compile(r"[.,;:()]")


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the words that are meant."""

    kind: str
    text: str
    meant: tuple[str, ...]


def make_queries(rationales: Sequence[str], count: int, seed: int) -> list[Query]:
    """Return `count` queries of each kind."""
    random = Random(seed)
    return [make(kind, random, rationales) for kind, make in KINDS.items() for _ in range(count)]


def with_typo(word: str, random: Random) -> str:
    """Return `word` with a letter left out, put in, replaced or swapped with the next."""
    at = random.randrange(1, len(word) - 1)
    letter = random.choice(ascii_lowercase)
    return random.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def _word(random: Random, rationales: Sequence[str], shortest: int = 5) -> str:
    while True:
        words = [w for w in words_of(random.choice(rationales)) if len(w) >= shortest and w.isalpha()]
        words = [word for word in words if word not in STOP_WORDS]
        if words:
            return random.choice(words)


def _phrase(random: Random, rationales: Sequence[str]) -> list[str]:
    while True:
        words = words_of(random.choice(LAST_OF_SENTENCE.split(random.choice(rationales))))
        length = random.randrange(3, 6)
        if len(words) < length:
            continue
        start = random.randrange(len(words) - length + 1)
        phrase = words[start : start + length]
        if sum(len(word) > 3 and word not in STOP_WORDS for word in phrase) >= 2:
            return phrase


def _one_word(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales)
    return Query(kind, f"{word} ", (word,))


def _typo(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales, shortest=6)
    return Query(kind, with_typo(word, random), (word,))


def _two_typos(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales, shortest=8)
    return Query(kind, with_typo(with_typo(word, random), random), (word,))


def _prefix(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    word = _word(random, rationales, shortest=7)
    return Query(kind, word[: random.randrange(4, len(word) - 1)], (word,))


def _whole_phrase(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    phrase = _phrase(random, rationales)
    return Query(kind, " ".join(phrase), tuple(phrase))


def _phrase_with_typos(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    phrase = _phrase(random, rationales)
    long = [n for n, word in enumerate(phrase) if len(word) > 4 and word.isalpha()]
    typed = list(phrase)
    for n in random.sample(long, min(len(long), random.randrange(1, 3))):
        typed[n] = with_typo(typed[n], random)
    return Query(kind, " ".join(typed), tuple(phrase))


def _swapped(kind: str, random: Random, rationales: Sequence[str]) -> Query:
    phrase = _phrase(random, rationales)
    at = random.randrange(len(phrase) - 1)
    typed = [*phrase[:at], phrase[at + 1], phrase[at], *phrase[at + 2 :]]
    return Query(kind, " ".join(typed), tuple(phrase))


KINDS: dict[str, Callable[[str, Random, Sequence[str]], Query]] = {
    "word": _one_word,
    "phrase": _whole_phrase,
    "one typo": _typo,
    "two typos": _two_typos,
    "phrase with typos": _phrase_with_typos,
    "prefix": _prefix,
    "swapped order": _swapped,
}


class Truth:
    """All rationales as one text, in which the words that are meant are sought."""

    def __init__(self, rationales: Sequence[str]) -> None:
        self._texts = [f" {' '.join(words_of(text))} " for text in rationales]

    def holders(self, query: Query) -> set[int]:
        """Return the items, by their place, that hold what the query means."""
        if query.kind == "prefix":
            return self._holding(f" {query.text}")
        if query.kind != "swapped order":
            return self._holding(f" {' '.join(query.meant)} ")
        return {item for item, text in enumerate(self._texts) if _in_any_order(query.meant, text)}

    def _holding(self, part: str) -> set[int]:
        return {item for item, text in enumerate(self._texts) if part in text}


def _in_any_order(meant: Sequence[str], text: str) -> bool:
    """Tell whether a window of as many words as are meant holds them all."""
    if not all(f" {word} " in text for word in meant):
        return False
    words, wanted, size = text.split(), sorted(meant), len(meant)
    starts = (at - before for at, word in enumerate(words) if word == meant[0] for before in range(size))
    return any(sorted(words[max(start, 0) : start + size]) == wanted for start in starts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query took, in milliseconds: its results, the processor for them, its first page; and what it found."""

    search_ms: float
    cpu_ms: float
    page_ms: float
    recall: float


def run(engine: SearchEngine, corpus: Corpus, query: Query, truth: set[str]) -> Outcome:
    """Ask a query as the screen does."""
    cursor = corpus.cursor()
    start, cpu = time.perf_counter(), time.process_time()
    answer = engine.search(SearchRequest(query.text), cursor)
    searched, cpu = time.perf_counter(), time.process_time() - cpu
    rows = read_page(cursor, answer.results, 0, SHOWN)
    done = time.perf_counter()
    found = sum(row.item_id in truth for row in rows)
    return Outcome((searched - start) * 1e3, cpu * 1e3, (done - searched) * 1e3, found / min(SHOWN, len(truth)))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Measure, and print a line a kind."""
    parser = argparse.ArgumentParser(description="Measure search on a snapshot.")
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--queries", type=int, default=40, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="print the queries that found less than they should")
    given = parser.parse_args()
    with Corpus(given.snapshot) as corpus:
        sql = "SELECT item_id, rationale FROM corpus.main.items WHERE rationale <> ''"
        rows = corpus.cursor().execute(sql).fetchall()
        ids, texts = [row[0] for row in rows], [row[1] for row in rows]
        queries, truth = make_queries(texts, given.queries, given.seed), Truth(texts)
        meant = [{ids[item] for item in truth.holders(query)} for query in queries]
        engine = SearchEngine(corpus)
        engine.search(SearchRequest("lumbar"), corpus.cursor())
        outcomes = defaultdict(list)
        for query, items in zip(queries, meant, strict=True):
            outcome = run(engine, corpus, query, items)
            outcomes[query.kind].append(outcome)
            if given.misses and outcome.recall < 1:
                print(f"{outcome.recall:.1f} {query.kind}: {query.text!r} for {' '.join(query.meant)!r}, {len(items)}")
    _print(outcomes)


def _print(outcomes: dict[str, list[Outcome]]) -> None:
    every = {**outcomes, "all": [outcome for kind in outcomes.values() for outcome in kind]}
    print(f"{'':18}{'n':>5}{'R@10':>7}{'p50 ms':>9}{'p95 ms':>9}{'p50 cpu':>9}{'p95 cpu':>9}{'page':>7}")
    for kind, found in every.items():
        times = [outcome.search_ms for outcome in found]
        recall = statistics.fmean(outcome.recall for outcome in found)
        page = statistics.median(outcome.page_ms for outcome in found)
        cpu = [outcome.cpu_ms for outcome in found]
        figures = (percentile(column, share) for column in (times, cpu) for share in (0.5, 0.95))
        print(f"{kind:18}{len(found):5}{recall:7.3f}{''.join(f'{figure:9.1f}' for figure in figures)}{page:7.1f}")


if __name__ == "__main__":
    main()
