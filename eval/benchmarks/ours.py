"""Citeshelf's own search over a question set, whole and in parts; one chunk a passage."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import numpy as np

from eval.question_sets import Passage, Query, QuestionSet
from index.encoders.protocol import Encoder
from index.manifest import FORMAT, Manifest, corpus_hash
from index.reader import Index
from index.rerankers import Reader, Reranker
from index.search import Searcher
from index.store import VectorStore
from index.terms import TermIndex
from index.texts import chunk_text, sentence_texts
from index.titled import TitledEncoder
from ingest.chunk import CHUNKER
from ingest.documents import Chunk, Document, Link
from ingest.sentences import sentence_spans
from ingest.status import Source

Rank = Callable[[Query, int], list[str]]
"""A question and a number k to the ids of the k best passages, best first."""


def own_parts(questions: QuestionSet, encoder: Encoder, reranker: Reader | Reranker | None = None) -> dict[str, Rank]:
    """Return what the search does (`fused`) and its parts alone: nearest vectors (`dense`), BM25 (`terms`).

    With a reranker there is also what it makes of it (`reranked`).
    """
    index = passage_index(questions.passages, encoder)
    encoder.encode_query([query.text for query in questions.queries])  # together is faster, the cache keeps them
    ids = [one.id for one in questions.passages]

    def dense(query: Query, k: int) -> list[str]:
        return [ids[row] for row, _ in index.store.search(encoder.encode_query([query.text])[0], k)]

    def terms(query: Query, k: int) -> list[str]:
        scores = index.terms.scores(query.text)
        return [ids[row] for row in np.argsort(-scores, kind="stable")[:k] if scores[row] > 0]

    def searching(searcher: Searcher) -> Rank:
        return lambda query, k: [ids[hit.row] for hit in searcher.search(query.text, k)]

    parts = {"fused": searching(Searcher(index, encoder)), "dense": dense, "terms": terms}
    return parts | ({"reranked": searching(Searcher(index, encoder, reranker))} if reranker else {})


def passage_index(passages: Sequence[Passage], encoder: Encoder) -> Index:
    """Return an index in memory in which each passage is one article of one chunk."""
    documents = tuple(_document(one) for one in passages)
    chunks = tuple(Chunk(one, 0, len(one.text), (), _sentences(one.text)) for one in documents)
    texts = [chunk_text(one) for one in chunks]
    sentences = [text for one in chunks for text in sentence_texts(one)]
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.identity,
        chunker=CHUNKER,
        max_tokens=encoder.max_tokens,
        list_name="benchmark",
        corpus=corpus_hash(encoder.identity, CHUNKER, texts),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        chunks=len(chunks),
        files={},
    )
    return Index(
        manifest=manifest,
        documents=documents,
        chunks=chunks,
        links=(),
        store=VectorStore.of(encoder.encode_document(texts)),
        terms=TermIndex.of(texts),
        sentence_vectors=TitledEncoder(encoder).encode(sentences).astype(np.float16),
    )


def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text, 0, len(text)))


def _document(passage: Passage) -> Document:
    url = f"https://passages.example/{passage.id}"
    return Document(Link(url, ()), url, passage.title, passage.text, (), Source.NOTE)
