"""Query text -> ranked items, exact total, facet counts, and the words that were searched."""

import time
from collections.abc import Callable
from functools import cached_property, partial

import duckdb
import numpy as np

from imr_tui.corpus.facets import OPEN_FACETS
from imr_tui.corpus.results import Results
from imr_tui.corpus.session import Corpus
from imr_tui.errors import UnusableInputError
from imr_tui.search.answer import Answer, SearchRequest
from imr_tui.search.documents import Documents, both
from imr_tui.search.facet_counts import FacetCounter
from imr_tui.search.fields import Fields
from imr_tui.search.mapped import open_segment
from imr_tui.search.matching import Matcher, Matches
from imr_tui.search.narrowing import Narrower
from imr_tui.search.passages import SoughtWord
from imr_tui.search.postings import SegmentPostings
from imr_tui.search.query import parse_query
from imr_tui.search.ranking import Ranker, TypedWord
from imr_tui.search.resolved import resolve
from imr_tui.search.segments import index_folder, list_segments
from imr_tui.search.slots import Bools, Uint32s
from imr_tui.search.spelling import Speller
from imr_tui.search.vocabulary import Vocabulary
from imr_tui.search.word_holders import IndexHolders


class SearchEngine:
    """Search over one corpus. One call at a time."""

    def __init__(self, corpus: Corpus, marks: Callable[[], Fields] = dict) -> None:
        """Take a corpus; its words are read when the first is searched.

        `marks` returns the values of the fields `is:` and `tag:` at present; it is called when they are used.
        Raises UnusableInputError when its index is not there: a newer snapshot may just have taken its place.
        """
        self._corpus = corpus
        self._marks = marks
        folder = index_folder(corpus.snapshot)
        try:
            self._segments = [open_segment(segment) for segment in list_segments(corpus.cursor(), "corpus", folder)]
        except OSError as error:
            raise UnusableInputError(
                "The search index cannot be read",
                f"{error.filename}: {error.strerror}",
                "`imr-tui load` builds it anew.",
            ) from error

    def search(self, request: SearchRequest, cursor: duckdb.DuckDBPyConnection) -> Answer:
        """Return the items that hold every word, best first; where none does, those that hold the most words."""
        start = time.perf_counter()
        query = resolve(parse_query(request.text), partial(self._narrower.known, cursor))
        matches = self._matcher.find(query) if query.words else None
        is_match = matches.is_match if matches else None
        is_left = both(is_match, self._narrower.held(cursor, query.narrowings))
        results = self._results(cursor, request.order, matches, is_left)
        count_facets = partial(self._facet_counter.count, query.narrowings, is_match)
        words = [word for word in matches.words if word.is_wanted] if matches else []
        return Answer(
            request,
            query,
            results,
            dict(count_facets(cursor, OPEN_FACETS)),
            tuple(word.spelling for word in words),
            tuple(_sought(word) for word in words),
            bool(results.total and matches and matches.is_partial),
            (time.perf_counter() - start) * 1000,
            count_facets,
        )

    def warm_up(self) -> None:
        """Read the words, as the first search for some would. Not beside a search."""
        _ = self._matcher

    def prepare(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read what the first use of some fields would wait for. May run beside a search, but for the first."""
        self._narrower.prepare(cursor)

    def _results(
        self, cursor: duckdb.DuckDBPyConnection, order: str, matches: Matches | None, is_match: Bools | None
    ) -> Results:
        sequence = self._documents.sequence(cursor, order)
        if is_match is None:
            return Results(len(sequence), sequence)
        best, scores = np.empty(0, np.uint32), np.empty(0, np.float32)
        if matches and matches.words and order == "relevance":
            ranked = self._ranker.rank(matches.words, is_match, matches.is_partial)
            best, scores = self._documents.ordered(*ranked)

        def others() -> Uint32s:
            is_other = is_match.copy()
            is_other[best] = False
            return sequence[is_other[sequence]]

        return Results(int(np.count_nonzero(is_match)), best, scores, others)

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self._corpus.cursor())

    @cached_property
    def _narrower(self) -> Narrower:
        return Narrower(self._documents, self._marks)

    @cached_property
    def _facet_counter(self) -> FacetCounter:
        return FacetCounter(self._narrower)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._segments)

    @cached_property
    def _ranker(self) -> Ranker:
        return Ranker(self._postings, len(self._documents.is_alive))

    @cached_property
    def word_holders(self) -> IndexHolders:
        """Which items hold a word. Not to be asked beside a search."""
        return IndexHolders(self._vocabulary, self._postings, self._documents.is_alive)

    @cached_property
    def _postings(self) -> list[SegmentPostings]:
        pairs = zip(self._segments, self._vocabulary.places, strict=True)
        return [SegmentPostings(*pair) for pair in pairs]

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(Speller(self._vocabulary), self._ranker, self._documents.is_alive)


def _sought(word: TypedWord) -> SoughtWord:
    spellings = frozenset(variant.term for variant in word.spelling.variants)
    return SoughtWord(word.spelling.typed, spellings, word.extent[0] < word.extent[1])
