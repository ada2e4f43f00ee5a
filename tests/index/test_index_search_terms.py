"""Shared terms among hits, and the scores of single sentences."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.search import CANDIDATES, TERM_WEIGHT, Searcher
from index.texts import sentence_texts
from ingest.documents import Document

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[[Sequence[Document], Vectors], Searcher]
UnitVectors = Callable[[int, int], Vectors]
TEXTS = [
    "A ring of workers adds gradients.",
    "The ring again: a ring, and one more ring.",
    "Trees grow in the forest.",
    "用 ring 规约梯度，环上的进程各传一块。",
    "梯度规约也可以走树。",
]


@pytest.fixture
def mixed(make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors) -> Searcher:
    """Five chunks, three English and two Chinese, with vectors that mean nothing."""
    return make_searcher([make_document(str(row), text) for row, text in enumerate(TEXTS)], unit_vectors(5, 1))


def bonuses(searcher: Searcher, question: str, query: Vectors) -> list[float]:
    """Return how much of each chunk's score is not its cosine."""
    scores = {hit.row: hit.score for hit in searcher.near(question, query, len(searcher.index.chunks))}
    cosines = searcher.index.store.vectors() @ query
    return [scores[row] - float(cosine) for row, cosine in enumerate(cosines)]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("What is a ring?", [0, 1]),  # not 3, which has the word in a Chinese text
        ("ring 上的梯度怎样传递？", [3, 4]),  # not 0 and 1
        ("Where do trees grow?", [2]),
        ("What about kangaroos?", []),
        ("梯度 and gradients in a long English question", [0]),
    ],
)
def test_only_chunks_of_the_questions_language_gain(
    mixed: Searcher, unit_vectors: UnitVectors, question: str, rows: list[int]
) -> None:
    """Chunks that share terms with the question gain, the best one TERM_WEIGHT, those in the other language nothing."""
    found = bonuses(mixed, question, unit_vectors(1, 2)[0])
    assert [row for row, bonus in enumerate(found) if bonus > 1e-4] == rows
    assert max(found) == pytest.approx(TERM_WEIGHT if rows else 0.0, abs=1e-5)
    assert min(found) == pytest.approx(0.0, abs=1e-5)


def test_gains_are_in_proportion_to_bm25(mixed: Searcher, unit_vectors: UnitVectors) -> None:
    """A chunk's gain is its share of the best BM25 score."""
    scores = mixed.index.terms.scores("ring of gradients")
    found = bonuses(mixed, "ring of gradients", unit_vectors(1, 3)[0])
    assert found[0] / found[1] == pytest.approx(scores[0] / scores[1], abs=1e-3)
    assert scores[0] != scores[1]


def test_gains_stay_within_the_topic(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """Within a topic, terms bring in no chunk from outside, and the best inside gains the whole weight."""
    topics = [[("Rings",)], [("Other",)], [("Other",)]]
    documents = [make_document(str(row), text, "", topics[row]) for row, text in enumerate(TEXTS[:3])]
    searcher = make_searcher(documents, unit_vectors(3, 4))
    query = unit_vectors(1, 5)[0]
    (hit,) = searcher.near("a ring, a ring", query, 3, "Rings")
    assert hit.row == 0
    assert hit.score == pytest.approx(float(searcher.index.store.vectors()[0] @ query) + TERM_WEIGHT, abs=1e-5)


def test_terms_bring_in_chunks_that_vectors_miss(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors
) -> None:
    """A chunk behind all candidates by its vector is still found by a term, with its right score."""
    query = unit_vectors(1, 6)[0]
    nearer = np.tile(query, (CANDIDATES + 50, 1))
    other = unit_vectors(1, 7)[0]
    behind = query + 0.1 * (other - (other @ query) * query)  # a cosine a little under 1
    behind /= np.linalg.norm(behind)
    documents = [make_document(str(row), "plain") for row in range(len(nearer))] + [make_document("rare", "a quokka")]
    searcher = make_searcher(documents, np.vstack([nearer, behind]).astype(np.float32))
    first = searcher.near("quokka", query, 1)[0]
    assert first.row == len(nearer)
    assert first.score == pytest.approx(float(behind @ query) + TERM_WEIGHT, abs=1e-5)
    assert first.score > 1


def test_sentence_scores_are_cosines(searcher: Searcher, encoder: Encoder) -> None:
    """Each sentence of each hit scores what its own vector gives, within half precision."""
    query = encoder.encode_query(["How do gradients travel around a ring?"])[0]
    hits = searcher.near("How do gradients travel around a ring?", query, 10)
    assert sum(len(hit.chunk.sentences) for hit in hits) == len(searcher.index.sentence_vectors)
    for hit in hits:
        expected = encoder.encode_document(sentence_texts(hit.chunk)) @ query
        assert searcher.sentence_scores(query, hit) == pytest.approx(expected.tolist(), abs=1e-3)


def test_scores_are_cosines_and_gains(searcher: Searcher, encoder: Encoder) -> None:
    """With the real encoder, a hit's score lies between its cosine and TERM_WEIGHT above."""
    question = "Does green tea taste bitter?"
    cosines = searcher.index.store.vectors() @ encoder.encode_query([question])[0]
    hits = searcher.search(question, 10)
    gains = {hit.chunk.document.title: hit.score - float(cosines[hit.row]) for hit in hits}
    assert gains.pop("Green tea") == pytest.approx(TERM_WEIGHT, abs=1e-5)
    assert gains == pytest.approx(dict.fromkeys(gains, 0.0), abs=1e-5)
