"""Query text -> ranked items, exact total, facet counts, and the words that were searched."""

import math
import time
from functools import cached_property, partial

import duckdb
import numpy as np

from imr_tui.corpus.facets import FACETS
from imr_tui.corpus.results import Results, scratch_table
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import Answer, SearchRequest, Spelling
from imr_tui.search.documents import Documents, both
from imr_tui.search.narrowing import Narrower
from imr_tui.search.postings import SegmentPostings
from imr_tui.search.query import Phrase, parse_query
from imr_tui.search.ranking import Matches, Ranker, TypedWord
from imr_tui.search.resolved import ResolvedQuery, resolve
from imr_tui.search.segments import insert_columns, list_segments
from imr_tui.search.slots import Bools, Float32s, Int64s
from imr_tui.search.spelling import Speller
from imr_tui.search.vocabulary import Vocabulary
from imr_tui.search.words import STOP_WORDS

MOST_WORDS = 32
MOST_STOP_ITEMS = 500_000
"""Items above which a stop word is not looked at beside other words: to read where it stands takes long."""


class SearchEngine:
    """Search over one corpus. One call at a time; a call ends early when its cursor is interrupted."""

    def __init__(self, corpus: Corpus) -> None:
        """Take a corpus; its words are read when the first is searched."""
        self._corpus = corpus

    def search(self, request: SearchRequest, cursor: duckdb.DuckDBPyConnection) -> Answer:
        """Return the items that hold every word, best first; where none does, those that hold the most words.

        The answer's results stay in the session until they are dropped; when the search is stopped or fails, tables are
        left over for `drop_scratch_tables`.
        """
        start = time.perf_counter()
        query = resolve(parse_query(request.text), partial(self._narrower.known, cursor))
        words = self._words(query)
        spellings = tuple(word.spelling for word in words if word.is_wanted)
        matches = self._ranker.find(cursor, words) if words else None
        by_facet = [narrowing for narrowing in query.narrowings if narrowing.field in FACETS]
        others = [narrowing for narrowing in query.narrowings if narrowing.field not in FACETS]
        matched = both(matches.is_match if matches else None, self._narrower.held(cursor, others))
        results = self._rank(cursor, both(matched, self._narrower.held(cursor, by_facet)), matches)
        facets = self._documents.count_facets(by_facet, matched)
        is_partial = matches is not None and 0 < matches.words < len(spellings)
        return Answer(request, query, results, facets, spellings, is_partial, (time.perf_counter() - start) * 1000)

    def prepare(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Read what the first use of some fields would wait for. May run beside a search, but for the first."""
        self._narrower.prepare(cursor)

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self._corpus.cursor())

    @cached_property
    def _narrower(self) -> Narrower:
        return Narrower(self._documents)

    @cached_property
    def _speller(self) -> Speller:
        cursor = self._corpus.cursor()
        return Speller(Vocabulary(cursor, list_segments(cursor, "corpus")))

    @cached_property
    def _ranker(self) -> Ranker:
        cursor = self._corpus.cursor()
        pairs = zip(list_segments(cursor, "corpus"), self._speller.vocabulary.places, strict=True)
        return Ranker(
            [SegmentPostings(cursor, *pair, self._documents.positions) for pair in pairs], self._documents.count
        )

    def _words(self, query: ResolvedQuery) -> list[TypedWord]:
        words = [word for part in query.words for word in (part.words if isinstance(part, Phrase) else (part.word,))]
        unfinished = words[-1] if query.is_unfinished else None
        offsets: dict[str, int] = {}
        for offset, word in enumerate(words):
            offsets.setdefault(word, offset)
        wanted = [word for word in offsets if word not in STOP_WORDS] or list(offsets)
        wanted = wanted[:MOST_WORDS]
        found = [self._typed(self._speller.spell(word, word == unfinished), offsets[word], True) for word in wanted]
        others = [self._speller.find(word) for word in offsets if word not in wanted]
        few = [spelling for spelling in others if spelling.variants and spelling.variants[0].items <= MOST_STOP_ITEMS]
        return found + [self._typed(spelling, offsets[spelling.typed], False) for spelling in few[:MOST_WORDS]]

    def _typed(self, spelling: Spelling, offset: int, is_wanted: bool) -> TypedWord:
        held_by = max((variant.items for variant in spelling.variants), default=0)
        # Inverse document frequency.
        return TypedWord(spelling, offset, math.log1p(self._documents.count / (held_by + 0.5)), is_wanted)

    def _rank(self, cursor: duckdb.DuckDBPyConnection, is_match: Bools | None, matches: Matches | None) -> Results:
        table = scratch_table("results")
        if is_match is None:
            columns = "position, item_row, 0::FLOAT AS score"
            cursor.execute(f"CREATE TABLE {table} AS SELECT {columns} FROM corpus.search.docs ORDER BY position")
            return Results(table, self._documents.count)
        scores = matches.scores if matches else np.zeros(self._documents.count, np.float32)
        return self._materialize(cursor, table, np.flatnonzero(is_match), scores)

    def _materialize(
        self, cursor: duckdb.DuckDBPyConnection, table: str, positions: Int64s, scores: Float32s
    ) -> Results:
        # Scores are not negative: their bits are in the order of the scores.
        keys = (~scores[positions].view(np.uint32)).astype(np.uint64) << np.uint64(32) | positions.astype(np.uint64)
        keys.sort()
        order = keys.astype(np.uint32)
        cursor.execute(f"CREATE TABLE {table} (position UINTEGER, item_row UINTEGER, score FLOAT)")
        places = np.arange(len(order), dtype=np.uint32)
        insert_columns(cursor, table, position=places, item_row=self._documents.rows[order], score=scores[order])
        return Results(table, len(order))
