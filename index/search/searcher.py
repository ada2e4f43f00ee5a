"""Searches one index: candidates, their scores, and the few that are returned."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Encoder, Vectors
from index.facts import LANGUAGES
from index.reader import Index
from index.rerankers import Reader, Reranker
from index.search.background import Background
from index.search.fusion import Weights, shared_terms
from index.search.hits import CHUNKS_PER_ARTICLE, Hit, Scored, spread, twins_turned
from index.search.nearness import Passages
from index.search.reading import READ, read_first
from index.terms import best
from index.texts import chunk_text
from ingest.language import Language, language_asked

OVERFETCH = 8
NEAREST = 200  # chunks that are scored
QUOTA = 50  # of them, or beside them, in each language
CANDIDATES = 100  # that share the most terms with the question
RERANKED = 32  # hits that a CrossEncoder scores: its time grows with them
LOOKED_OVER = 10  # hits at least among which twins are looked for
Rows = NDArray[np.int64]


class Searcher:
    """Searches one index with the encoder that made it, and lets a reranker order what it finds."""

    def __init__(
        self, index: Index, encoder: Encoder, reranker: Reader | Reranker | None = None, weights: Weights | None = None
    ) -> None:
        index.manifest.check(encoder.identity, index.manifest.chunker)
        self.index = index
        self.encoder = encoder
        self.reranker = reranker
        self._weights = weights or Weights()

    @classmethod
    def open(cls, folder: Path, encoder: Encoder, reranker: Reader | Reranker | None = None) -> Self:
        """Load the index in a folder for the encoder that made it.

        Raises:
            IndexMismatch: another encoder or version made it.
            IndexCorrupt: its files are damaged.
        """
        return cls(Index.load(folder, encoder.identity), encoder, reranker)

    def search(self, question: str, k: int, topic: str | None = None) -> list[Hit]:
        """Return the `k` best hits, best first; fewer only when the topic holds fewer chunks.

        Raises:
            UnknownTopic: the list has no such topic.
        """
        return self.ranked(question, self.encoder.encode_query([question])[0], k, topic)

    def ranked(self, question: str, query: Vectors, k: int, topic: str | None = None) -> list[Hit]:
        """Return the `k` best hits for a question that is encoded already, the best in the reranker's order.

        Raises:
            UnknownTopic: the list has no such topic.
            RerankerUnavailable: the reranker fails.
        """
        if self.reranker is None:
            return self.near(question, query, k, topic)
        if isinstance(self.reranker, Reader):
            ordered = read_first(self.reranker, question, self.near(question, query, max(k, READ), topic))
        else:
            near = self.near(question, query, max(k, RERANKED), topic)
            scores = self.reranker.scores(question, [chunk_text(hit.chunk) for hit in near[:RERANKED]])
            ordered = [near[place] for place in np.argsort(-scores, kind="stable")] + near[RERANKED:]
        chosen = self._spread([Scored(hit.row, -float(place)) for place, hit in enumerate(ordered)], k)
        hits = {hit.row: hit for hit in ordered}
        return [replace(hits[one.row], rank=rank) for rank, one in enumerate(chosen, 1)]

    def near(self, question: str, query: Vectors, k: int, topic: str | None = None) -> list[Hit]:
        """Return the `k` best hits by score, whatever the reranker says; `query` is float32 [dimension]."""
        return self.among(question, query, k, self.index.topic_rows.under(topic) if topic else None)

    def among(self, question: str, query: Vectors, k: int, rows: Rows | None) -> list[Hit]:
        """Return what `near` does, of some rows only, ascending; None for all."""
        language = language_asked(question)
        terms = shared_terms(self.index, question, language, self._weights)
        found = self._scored(query, terms, self._candidates(query, terms, k, rows), language)
        chosen = self._spread(found, max(k, LOOKED_OVER))
        numbers = np.array([one.row for one in chosen], np.int64)
        own, vectors = self.index.written_in(language)[numbers], self.index.store.rows(numbers)
        chosen = self._spread(twins_turned(chosen, own.tolist(), vectors, self._weights.twins), k)
        return [Hit(self.index.chunks[one.row], one.row, rank, one.score) for rank, one in enumerate(chosen, 1)]

    def sentence_scores(self, query: Vectors, hit: Hit) -> list[float]:
        """Return the cosine of an encoded question with each sentence of a hit, read in the light of its title."""
        start = self.index.sentence_starts[hit.row]
        vectors = self.index.sentence_vectors[start : start + len(hit.chunk.sentences)]
        return [float(score) for score in vectors.astype("float32") @ query]

    def _candidates(self, query: Vectors, terms: NDArray[np.float32], k: int, rows: Rows | None) -> Rows:
        """Return the rows that are scored: the nearest, among them enough of each language, and some by terms."""
        nearest = self._nearest(query, k, rows)
        found = {*nearest, *(row for row, _ in best(terms, CANDIDATES, rows))}
        for marks in map(self.index.written_in, LANGUAGES):
            if marks[nearest].sum() < QUOTA:
                among = marks if rows is None else rows[marks[rows]]
                some = self.index.store.search(query, QUOTA, among, exact=rows is not None)
                found.update(row for row, _ in some)
        return np.array(sorted(found), np.int64)

    def _nearest(self, query: Vectors, k: int, rows: Rows | None) -> list[int]:
        """Return the nearest rows: so many that `k` stay when an article has only a few, if they exist."""
        most = max(NEAREST, k * OVERFETCH)
        while True:
            found = [row for row, _ in self.index.store.search(query, most, rows)]
            if len(found) < most or self._staying(found) >= k:
                return found
            most *= OVERFETCH

    def _staying(self, rows: Iterable[int]) -> int:
        articles = Counter(self.index.articles[row] for row in rows)
        return sum(min(count, CHUNKS_PER_ARTICLE) for count in articles.values())

    def _scored(self, query: Vectors, terms: NDArray[np.float32], rows: Rows, language: Language) -> list[Scored]:
        """Return rows with their scores, best first."""
        nearness = Passages.of(self.index, rows).nearness(query, self._weights.sentences)
        scales = self._background.scales(query, self._weights.sentences)
        own = scales[language]
        above = own.deviations(nearness)
        if self._weights.by_language:
            marks = [self.index.written_in(one)[rows] for one in scales]
            above = np.select(marks, [one.deviations(nearness) for one in scales.values()])
        scores = own.nearness(above + np.float32(self._weights.terms) * terms[rows])
        return [Scored(int(rows[place]), float(scores[place])) for place in np.argsort(-scores, kind="stable")]

    def _spread(self, found: Sequence[Scored], k: int) -> list[Scored]:
        """Take a few chunks of an article at the most; its line on the list counts as another article."""
        articles = [(self.index.articles[one.row], self.index.kinds[one.row]) for one in found]
        return spread(found, articles, k)

    @cached_property
    def _background(self) -> Background:
        return Background(self.index)
