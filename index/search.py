"""A question to hits: the nearest chunks, a few an article, within a topic when one is given."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Encoder, Vectors
from index.reader import Index
from index.rerankers import Reranker
from index.texts import chunk_text
from ingest.documents import Chunk
from ingest.language import language_of

CHUNKS_PER_ARTICLE = 2  # more of one article come back only when too few others exist
OVERFETCH = 8
CANDIDATES = 100
RERANKED = 32  # hits that a reranker reads: its time grows with them
# On the shipped list's questions, source 1 is right for .88 at 0, .93 at .02, .96 at .04 to .1.
TERM_WEIGHT = 0.04
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found: its row in the index, its rank (from 1), its score.

    The score is the cosine with the question, and up to TERM_WEIGHT more for the chunk that shares most of the
    question's terms; higher is nearer. A reranker changes ranks, not scores.
    """

    chunk: Chunk
    row: int
    rank: int
    score: float


class Searcher:
    """Searches one index with the encoder that made it, and lets a reranker order what it finds."""

    def __init__(self, index: Index, encoder: Encoder, reranker: Reranker | None = None) -> None:
        index.manifest.check(encoder.identity, index.manifest.chunker)
        self.index = index
        self.encoder = encoder
        self.reranker = reranker

    @classmethod
    def open(cls, folder: Path, encoder: Encoder, reranker: Reranker | None = None) -> Self:
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
        """Return the `k` best hits for a question that is encoded already, the nearest in the reranker's order.

        Raises:
            UnknownTopic: the list has no such topic.
            RerankerUnavailable: the reranker fails.
        """
        if self.reranker is None:
            return self.near(question, query, k, topic)
        near = self.near(question, query, max(k, RERANKED), topic)
        scores = self.reranker.scores(question, [chunk_text(hit.chunk) for hit in near[:RERANKED]])
        order = [*np.argsort(-scores, kind="stable").tolist(), *range(RERANKED, len(near))]
        chosen = self._spread([(near[place].row, -float(rank)) for rank, place in enumerate(order)], k)
        hits = {hit.row: hit for hit in near}
        return [replace(hits[row], rank=rank) for rank, (row, _) in enumerate(chosen, 1)]

    def near(self, question: str, query: Vectors, k: int, topic: str | None = None) -> list[Hit]:
        """Return the `k` best hits by score, whatever the reranker says; `query` is float32 [dimension]."""
        rows = self.index.topic_rows.under(topic) if topic else None
        dense = self._nearest(query, k, rows)
        bonus = self._term_bonus(question, rows)
        missing = [row for row in bonus if row not in dense]
        dense.update(zip(missing, self.index.store.scores(query, missing), strict=True))
        found = sorted(((row, score + bonus.get(row, 0.0)) for row, score in dense.items()), key=lambda hit: -hit[1])
        return [
            Hit(self.index.chunks[row], row, rank, score) for rank, (row, score) in enumerate(self._spread(found, k), 1)
        ]

    def _nearest(self, query: Vectors, k: int, rows: Rows | None) -> dict[int, float]:
        """Return the nearest chunks' cosines: so many that `k` stay when an article has only a few, if they exist."""
        most = max(CANDIDATES, k * OVERFETCH)
        while True:
            found = dict(self.index.store.search(query, most, rows))
            articles = Counter(self.index.articles[row] for row in found)
            if len(found) < most or sum(min(count, CHUNKS_PER_ARTICLE) for count in articles.values()) >= k:
                return found
            most *= OVERFETCH

    def _term_bonus(self, question: str, rows: Rows | None) -> dict[int, float]:
        """Weigh shared terms among chunks in the question's language only: across languages just chance ones match."""
        scores = self.index.terms.scores(question, rows)
        language = language_of(question)
        same = [row for row in np.flatnonzero(scores > 0).tolist() if self.index.languages[row] == language]
        best = sorted(same, key=lambda row: -scores[row])[:CANDIDATES]
        return {row: TERM_WEIGHT * float(scores[row] / scores[best[0]]) for row in best}

    def sentence_scores(self, query: Vectors, hit: Hit) -> list[float]:
        """Return the cosine of an encoded question with each sentence of a hit."""
        start = self.index.sentence_starts[hit.row]
        vectors = self.index.sentence_vectors[start : start + len(hit.chunk.sentences)]
        return [float(score) for score in vectors.astype("float32") @ query]

    def _spread(self, found: Sequence[tuple[int, float]], k: int) -> list[tuple[int, float]]:
        """Take at most a few chunks of an article, and its line on the list, then fill up with the best of the rest."""
        taken: Counter[tuple[str, str]] = Counter()
        first: list[tuple[int, float]] = []
        rest: list[tuple[int, float]] = []
        for row, score in found:
            article = (self.index.articles[row], self.index.chunks[row].document.kind)
            taken[article] += 1
            (first if taken[article] <= CHUNKS_PER_ARTICLE else rest).append((row, score))
        chosen = (first + rest)[:k]
        return sorted(chosen, key=lambda hit: -hit[1])
