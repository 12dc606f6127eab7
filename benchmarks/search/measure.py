"""Queries asked of our search and of its peers: how long each took, and what was found."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.search.ours import NARROWING, SHOWN, Keystroke, warmed_up
from benchmarks.search.peers import Peer
from benchmarks.search.queries import Query, make_queries
from benchmarks.search.texts import Rationales
from benchmarks.search.truth import Truth
from imr_tui.corpus.session import Corpus

ROUNDS = 3
"""Each with an engine of its own, which cannot know the answers of the round before."""
OURS = "imr-tui, first page"


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the items that it should find."""

    query: Query
    wanted: frozenset[str]

    def recall(self, items: Iterable[str]) -> float:
        """Return the share of the first ten items that were wanted, or of all wanted where these are fewer."""
        return sum(item in self.wanted for item in items) / min(SHOWN, len(self.wanted))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question put to our search."""

    question: Question
    keystroke: Keystroke

    @property
    def recall(self) -> float:
        """R@10."""
        return self.question.recall(self.keystroke.items)


def make_questions(rationales: Rationales, truth: Truth, count: int, seed: int) -> list[Question]:
    """Return `count` questions of each kind."""
    queries = make_queries(rationales.texts, count, seed)
    return [Question(query, frozenset(rationales.ids[place] for place in truth.holders(query))) for query in queries]


def first_of_each_kind(questions: Sequence[Question], count: int) -> list[Question]:
    """Return the first `count` questions of each kind, the kinds in turns."""
    kinds: dict[str, list[Question]] = {}
    for question in questions:
        kinds.setdefault(question.query.kind, []).append(question)
    return [question for same in zip(*(kind[:count] for kind in kinds.values()), strict=True) for question in same]


def by_kind(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """Return the outcomes of each kind of query."""
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.question.query.kind, []).append(outcome)
    return kinds


def ask_ours(corpus: Corpus, questions: Sequence[Question]) -> tuple[list[Outcome], list[Outcome]]:
    """Return the outcomes of all rounds: of the questions as they are, and with a filter in front."""
    plain: list[Outcome] = []
    narrowed: list[Outcome] = []
    for _ in range(ROUNDS):
        for prefix, outcomes in (("", plain), (NARROWING, narrowed)):
            ours = warmed_up(corpus)
            outcomes += [Outcome(question, ours.ask(prefix + question.query.text)) for question in questions]
    return plain, narrowed


def judge(peer: Peer, rationales: Rationales, questions: Sequence[Question]) -> list[tuple[Question, float]]:
    """Return the questions by which the peer is judged, with its R@10."""
    return [
        (question, question.recall(rationales.ids[place] for place in peer.ask(question.query.text)))
        for question in first_of_each_kind(questions, peer.judged)
    ]


def take_turns(corpus: Corpus, peers: Sequence[Peer], questions: Sequence[Question]) -> dict[str, list[float]]:
    """Return how many milliseconds each took for each question; all are asked one before the next is put."""
    times: dict[str, list[float]] = {OURS: [], **{peer.name: [] for peer in peers}}
    for turn in range(ROUNDS):
        ours = warmed_up(corpus)
        for question in questions:
            text = question.query.text
            times[OURS].append(ours.ask(text).ms)
            for peer in peers:
                if turn < peer.turns:
                    times[peer.name].append(_timed(peer.ask, text))
    return times


def _timed(ask: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    ask(text)
    return (time.perf_counter() - start) * 1e3
