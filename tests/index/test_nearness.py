"""How near chunks and their sentences are to a question, beside one at a time in float64."""

from collections.abc import Callable

import brute_force
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders import Encoder
from index.encoders.protocol import Vectors
from index.search import Searcher
from index.search.nearness import Passages
from ingest.documents import Document

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[..., Searcher]
UnitVectors = Callable[[int, int], Vectors]


def with_sentences(make_searcher: MakeSearcher, make_document: MakeDocument, counts: list[int]) -> Searcher:
    """Return a searcher over chunks that have so many sentences each."""
    draw = np.random.default_rng(len(counts))
    vectors = draw.standard_normal((len(counts) + sum(counts), 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ends = len(counts) + np.cumsum(counts)
    sentences = [vectors[end - count : end] for end, count in zip(ends.tolist(), counts, strict=True)]
    documents = [make_document(str(row), "text") for row in range(len(counts))]
    return make_searcher(documents, vectors[: len(counts)], sentences)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), st.sampled_from([0.0, 0.5, 2.0]), st.data())
def test_nearness_is_brute_forces(
    make_searcher: MakeSearcher,
    make_document: MakeDocument,
    unit_vectors: UnitVectors,
    counts: list[int],
    share: float,
    data: st.DataObject,
) -> None:
    """Whichever chunks are asked for, in any order and repeated, with sentences or without: each has its own figure."""
    index = with_sentences(make_searcher, make_document, counts).index
    rows = np.array(data.draw(st.lists(st.integers(0, len(counts) - 1), max_size=30)), np.int64)
    query = unit_vectors(1, 30)[0]
    found = Passages.of(index, rows).nearness(query, share)
    assert found.dtype == np.float32
    assert found == pytest.approx(brute_force.nearness(index, query, share)[rows], abs=1e-5)


@pytest.mark.parametrize("counts", [[0], [0, 0, 0], [0, 2, 0], [3, 0]])
def test_chunks_without_sentences_have_their_own_cosine(
    make_searcher: MakeSearcher, make_document: MakeDocument, unit_vectors: UnitVectors, counts: list[int]
) -> None:
    """A chunk without sentences is as near as its vector, wherever it stands; no neighbour's sentence is taken."""
    index = with_sentences(make_searcher, make_document, counts).index
    query = unit_vectors(1, 31)[0]
    found = Passages.of(index, np.arange(len(counts))).nearness(query, 0.5)
    bare = [row for row, count in enumerate(counts) if not count]
    assert found[bare] == pytest.approx(index.store.vectors()[bare] @ query, abs=1e-6)


def test_one_sentence_lifts_its_chunk(make_searcher: MakeSearcher, make_document: MakeDocument) -> None:
    """Of two equal chunks the one that says the very thing is nearer, by a third of what its sentence is nearer."""
    asked, other = np.eye(16, dtype=np.float32)[:2]
    whole = (asked + other) / np.sqrt(np.float32(2))
    searcher = make_searcher(
        [make_document("a", "a"), make_document("b", "b")],
        np.array([whole, whole]),
        [np.array([other, asked]), np.array([other, other, whole])],
    )
    first, second = Passages.of(searcher.index, np.arange(2)).nearness(asked, 0.5).tolist()
    assert first == pytest.approx((0.5**0.5 + 0.5) / 1.5, abs=1e-3)
    assert second == pytest.approx(0.5**0.5, abs=1e-3)
    assert searcher.near("—", asked, 1)[0].row == 0


def test_nearness_of_real_passages(searcher: Searcher, encoder: Encoder) -> None:
    """With the real encoder and its index from disk, too."""
    query = encoder.encode_query(["Why does hot water spoil green tea?"])[0]
    rows = np.array([4, 0, 3])
    found = Passages.of(searcher.index, rows).nearness(query, 0.5)
    assert found == pytest.approx(brute_force.nearness(searcher.index, query)[rows], abs=1e-5)
    assert np.argmax(found) == 0
