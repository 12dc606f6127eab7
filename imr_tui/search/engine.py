"""Query text and filters -> ranked items, exact total, facet counts, and the words that were searched."""

import math
import time

import duckdb

from imr_tui.corpus.facets import count_facets
from imr_tui.corpus.results import rank_items, scratch_table
from imr_tui.corpus.session import Corpus
from imr_tui.search.answer import LONGEST_QUERY, Answer, SearchRequest, Spelling
from imr_tui.search.spelling import Vocabulary
from imr_tui.search.words import STOP_WORDS, WORD, folded, words_of

MOST_WORDS = 32
TITLE_WEIGHT = 0.3
"""Of a word in the title; in the rationale it counts 1/2 where it stands once, more where it stands often."""


class SearchEngine:
    """Search over one corpus. One call at a time per cursor; a call ends early when its cursor is interrupted."""

    def __init__(self, corpus: Corpus) -> None:
        """Read the corpus's words."""
        cursor = corpus.cursor()
        rows = cursor.execute("SELECT term, items FROM corpus.search.terms ORDER BY term_id").fetchall()
        self._item_count = int(cursor.execute("SELECT count(*) FROM corpus.main.items").fetchall()[0][0])
        self._vocabulary = Vocabulary([term for term, _ in rows], [items for _, items in rows])

    def search(self, request: SearchRequest, cursor: duckdb.DuckDBPyConnection) -> Answer:
        """Return the items that hold every word, best first; where none does, those that hold the most words.

        The answer's results stay in the session until they are dropped; when the search is stopped or fails, tables are
        left over for `drop_scratch_tables`.
        """
        start = time.perf_counter()
        spellings = self._spell(request.text)
        matches, is_partial = self._match(spellings, cursor) if spellings else (None, False)
        results = rank_items(cursor, request.filters, matches)
        facets = count_facets(cursor, request.filters, matches)
        if matches:
            cursor.execute(f"DROP TABLE {matches}")
        return Answer(request, results, facets, spellings, is_partial, (time.perf_counter() - start) * 1000)

    def _spell(self, text: str) -> tuple[Spelling, ...]:
        words = words_of(text[:LONGEST_QUERY])
        unfinished = words[-1] if words and WORD.search(folded(text[-1:])) and len(text) <= LONGEST_QUERY else None
        different = list(dict.fromkeys(words))[:MOST_WORDS]
        telling = [word for word in different if word not in STOP_WORDS] or different
        return tuple(self._vocabulary.spell(word, word == unfinished) for word in telling)

    def _match(self, spellings: tuple[Spelling, ...], cursor: duckdb.DuckDBPyConnection) -> tuple[str, bool]:
        table = scratch_table("matches")
        wanted = [(n, v.term_id, v.weight * self._rarity(s)) for n, s in enumerate(spellings) for v in s.variants]
        numbers, term_ids, weights = (list(column) for column in zip(*wanted, strict=True)) if wanted else ([], [], [])
        cursor.execute(
            f"""
            CREATE TABLE {table} AS
            WITH wanted AS (
                SELECT unnest(?::INTEGER[]) AS word, unnest(?::UINTEGER[]) AS term_id, unnest(?::DOUBLE[]) AS weight
            ),
            by_word AS (
                SELECT p.item_row, w.word, max(w.weight * (
                    p.in_rationale / (p.in_rationale + 1.0) + {TITLE_WEIGHT} * least(p.in_title, 1)
                )) AS score
                FROM wanted AS w JOIN corpus.search.postings AS p USING (term_id) GROUP BY ALL
            ),
            by_item AS (SELECT item_row, sum(score) AS score, count(*) AS words FROM by_word GROUP BY item_row)
            SELECT item_row, score, words FROM by_item WHERE words = (SELECT max(words) FROM by_item)
            """,
            [numbers, term_ids, weights],
        )
        held = cursor.execute(f"SELECT max(words) FROM {table}").fetchall()[0][0]
        return table, held is not None and held < len(spellings)

    def _rarity(self, spelling: Spelling) -> float:
        """Weigh a word by how few items hold it (inverse document frequency)."""
        held_by = max((variant.items for variant in spelling.variants), default=0)
        return math.log1p(self._item_count / (held_by + 0.5))
