"""Tantivy, with the forms of a query that gave it its best R@10.

Tried on 140 queries of 100,000 letters, two typos allowed from six letters on: all forms in one query .88, form after
form .88, and with phrases in which each word may have a typo .90. With two typos from eight letters on, .02 less.
"""

import re
from collections.abc import Iterator, Sequence

import tantivy
from tantivy import Occur, Query

from benchmarks.search.peers import TRIED, Given, first_of, typed_words

MEMORY = 500_000_000
"""Bytes in which the index is built."""
SLOP = 2
"""Places that the words of a phrase may be moved by: two next to each other are swapped."""

LONGEST_PATTERN = 20
"""Letters of a word above which a pattern for its typos would have too many states for tantivy."""


class Tantivy:
    """An index of the folded words, with positions."""

    name, turns, judged = "tantivy", 3, 1_000

    def __init__(self, given: Given) -> None:
        """Index the texts."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="words")
        builder.add_unsigned_field("place", stored=True)
        self._schema = builder.build()
        folder = given.folder / "tantivy"
        folder.mkdir()
        index = tantivy.Index(self._schema, path=str(folder))
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("words", words)
        _fill(index, given.texts)
        self._searcher = index.searcher()

    def ask(self, text: str) -> Sequence[int]:
        """Return the places of the ten best."""
        return first_of(self._best(query) for query in self._forms(text))

    def _best(self, query: Query) -> list[int]:
        hits = self._searcher.search(query, TRIED, count=False).hits
        return [int(self._searcher.doc(address)["place"][0]) for _, address in hits]

    def _forms(self, text: str) -> Iterator[Query]:
        """Yield queries, the strictest first."""
        words, is_unfinished = typed_words(text)
        if len(words) > 1:
            yield Query.phrase_query(self._schema, "text", [*words])
            if is_unfinished:
                yield Query.phrase_prefix_query(self._schema, "text", [*words])
            yield Query.phrase_query(self._schema, "text", [*words], slop=SLOP)
        *others, last = words
        yield _all(*map(self._term, others), self._begun(last) if is_unfinished else self._term(last))
        if len(words) > 1:
            yield Query.regex_phrase_query(self._schema, "text", [_with_one_typo(word) for word in words])
        yield _all(*map(self._alike, others), self._begun_alike(last) if is_unfinished else self._alike(last))

    def _term(self, word: str) -> Query:
        return Query.term_query(self._schema, "text", word)

    def _begun(self, word: str) -> Query:
        prefix = Query.regex_query(self._schema, "text", f"{re.escape(word)}.*")
        return Query.disjunction_max_query([self._term(word), prefix])

    def _alike(self, word: str) -> Query:
        """Return the word, before words with one typo, before those with two."""
        fuzzy = [self._fuzzy(word, typos, boost=3 - typos) for typos in range(1, _typos(word) + 1)]
        return Query.disjunction_max_query([Query.boost_query(self._term(word), 4), *fuzzy])

    def _begun_alike(self, word: str) -> Query:
        queries = [self._alike(word), Query.boost_query(self._begun(word), 3.5)]
        if _typos(word):
            queries.append(self._fuzzy(word, 1, boost=0.5, prefix=True))
        return Query.disjunction_max_query(queries)

    def _fuzzy(self, word: str, typos: int, boost: float, prefix: bool = False) -> Query:
        return Query.boost_query(Query.fuzzy_term_query(self._schema, "text", word, typos, True, prefix), boost)


def _fill(index: tantivy.Index, texts: list[str]) -> None:
    writer = index.writer(MEMORY)
    for place, text in enumerate(texts):
        document = tantivy.Document()
        document.add_text("text", text)
        document.add_unsigned("place", place)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _all(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _typos(word: str) -> int:
    """Return how many typos to allow: as Lucene's and Elasticsearch's `AUTO` does, and none where a digit matters."""
    return 0 if len(word) < 3 or not word.isalpha() else 1 if len(word) < 6 else 2


def _with_one_typo(word: str) -> str:
    """Return a pattern for the word, also with a letter after the first put in, left out, replaced or swapped."""
    letters = [re.escape(letter) for letter in word]
    if not _typos(word) or len(word) > LONGEST_PATTERN:
        return "".join(letters)
    wrong = ["".join([*letters[:at], "[a-z]?[a-z]?", *letters[at + 1 :]]) for at in range(1, len(word))]
    swapped = [
        "".join([*letters[:at], letters[at + 1], letters[at], *letters[at + 2 :]]) for at in range(len(word) - 1)
    ]
    return f"({'|'.join([*wrong, *swapped])})"
