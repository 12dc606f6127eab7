"""Background work: the newest wish wins, what is stopped stays stopped, nothing is left behind."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.message import Message

from imr_tui.corpus.session import Corpus
from imr_tui.saved_queries import QuerySession
from imr_tui.search.answer import SearchRequest
from imr_tui.search.engine import SearchEngine
from imr_tui.tui.lane import Lane
from imr_tui.tui.messages import Answered, JobFailed
from imr_tui.tui.reader import CorpusReader

ENDLESS = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"


@pytest.fixture
def lane(snapshot: Path) -> Iterator[Lane[QuerySession]]:
    opened = Lane("test", lambda: QuerySession(snapshot), lambda error: None)
    yield opened
    opened.close()


class Asked:
    """A query in a lane, and how far it came."""

    def __init__(self, lane: Lane[QuerySession], sql: str) -> None:
        self.started, self.ended = threading.Event(), threading.Event()
        self.rows: list[object] = []
        self._sql = sql
        lane.submit(self._run)

    def _run(self, session: QuerySession) -> None:
        self.started.set()
        self.rows += session.run(self._sql, {}).rows
        self.ended.set()


def wait_until_idle(lane: Lane[QuerySession]) -> None:
    idle = threading.Event()
    lane.submit(lambda session: idle.set(), key="last")
    assert idle.wait(20)


@pytest.mark.parametrize("is_started", [True, False])
def test_an_interrupted_query_ends_however_early_the_interrupt_comes(
    lane: Lane[QuerySession], is_started: bool
) -> None:
    for _ in range(5):
        asked = Asked(lane, ENDLESS)
        if is_started:
            assert asked.started.wait(20)
        lane.interrupt()
        wait_until_idle(lane)
        assert asked.rows == []


def test_a_job_replaces_the_one_that_runs(lane: Lane[QuerySession]) -> None:
    assert Asked(lane, ENDLESS).started.wait(20)
    asked = Asked(lane, "SELECT 42")
    assert asked.ended.wait(20)
    assert asked.rows == [(42,)]


def test_the_latest_of_many_searches_is_answered(corpus: Corpus) -> None:
    answered = threading.Event()
    found: list[Answered] = []
    failures: list[Message] = []

    def post(message: Message) -> None:
        if isinstance(message, Answered) and reader.is_latest(message):
            found.append(message)
            answered.set()
        elif isinstance(message, JobFailed):
            failures.append(message)

    reader = CorpusReader(corpus, SearchEngine(corpus), 100, post)
    for text in [*("pain", "knee", "opioid") * 10, "spine"]:
        reader.ask(SearchRequest(text))
    assert answered.wait(20)
    reader.close()
    assert [message.answer.request.text for message in found] == ["spine"]
    assert failures == []
