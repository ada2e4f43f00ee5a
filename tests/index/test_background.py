"""The background of each language: mean and deviation beside sums written out, and what few chunks make of them."""

from collections.abc import Callable

import brute_force
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders.protocol import Vectors
from index.reader import Index
from index.search import Searcher
from index.search.background import LEAST, SAMPLE, Background, Scale
from ingest.documents import Document

MakeDocument = Callable[..., Document]
MakeSearcher = Callable[..., Searcher]
UnitVectors = Callable[[int, int], Vectors]
TEXT = {"en": "plain", "zh": "普通"}


@pytest.fixture(scope="module")
def make_index(make_searcher: MakeSearcher, make_document: MakeDocument) -> Callable[[list[str], Vectors], Index]:
    """Return a maker of indexes: the language of each chunk, and its vector."""

    def make(languages: list[str], vectors: Vectors) -> Index:
        return make_searcher([make_document(str(row), TEXT[one]) for row, one in enumerate(languages)], vectors).index

    return make


@settings(max_examples=80, derandomize=True, deadline=None)
@given(languages=st.lists(st.sampled_from(["en", "zh"]), min_size=1, max_size=40), seed=st.integers(0, 50))
def test_scales_are_those_of_all_chunks(
    make_index: Callable[..., Index], unit_vectors: UnitVectors, languages: list[str], seed: int
) -> None:
    """Mean and deviation are those of a language's chunks, with eight chunks' weight of all; of all where it has none.

    So they are with one chunk, with few, and with a language that is missing.
    """
    index = make_index(languages, unit_vectors(len(languages), seed))
    query = unit_vectors(1, seed + 60)[0]
    near = brute_force.nearness(index, query)
    found = Background(index).scales(query, 0.5)
    assert set(found) == {"en", "zh"}
    for language, one in found.items():
        own = [value for value, other in zip(near, languages, strict=True) if other == language]
        assert (one.mean, one.deviation) == pytest.approx(brute_force.scale(own, near.tolist()), abs=1e-5)


def test_one_chunk_alone(make_index: Callable[..., Index], unit_vectors: UnitVectors) -> None:
    """Its own nearness is all there is: the deviation is the least, not none, in both languages."""
    query = unit_vectors(1, 61)[0]
    index = make_index(["zh"], unit_vectors(1, 62))
    found = Background(index).scales(query, 0.5)
    assert found["en"].mean == found["zh"].mean == pytest.approx(float(index.store.vectors()[0] @ query), abs=1e-3)
    assert found["en"].deviation == found["zh"].deviation == LEAST


def test_an_empty_index_has_a_background(make_index: Callable[..., Index], unit_vectors: UnitVectors) -> None:
    """Without a chunk scores would stay as they are."""
    found = Background(make_index([], unit_vectors(0, 63))).scales(unit_vectors(1, 64)[0], 0.5)
    assert set(found.values()) == {Scale(0.0, 1.0)}


def test_few_chunks_lean_on_the_others(make_index: Callable[..., Index], unit_vectors: UnitVectors) -> None:
    """Two equal Chinese chunks, which deviate by nothing from each other, are judged by how much others deviate."""
    vectors = np.concatenate([unit_vectors(200, 65), np.tile(unit_vectors(1, 66), (2, 1))])
    query = unit_vectors(1, 67)[0]
    found = Background(make_index(["en"] * 200 + ["zh"] * 2, vectors)).scales(query, 0.5)
    assert found["zh"].deviation > 0.8 * found["en"].deviation > 5 * LEAST


def test_many_chunks_are_sampled(make_index: Callable[..., Index], unit_vectors: UnitVectors) -> None:
    """Of thousands of chunks a few give the figures of all, nearly, and the same at each opening."""
    centre = unit_vectors(1, 68)[0]
    vectors = (
        unit_vectors(3000, 69) + np.where(np.arange(3000) < 2000, 1, -1)[:, np.newaxis].astype(np.float32) * centre
    )
    vectors = np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
    index = make_index(["en"] * 2000 + ["zh"] * 1000, vectors)
    found, again = (Background(index).scales(centre, 0.5) for _ in range(2))
    assert found == again
    near = brute_force.nearness(index, centre)
    for language, own in (("en", near[:2000]), ("zh", near[2000:])):
        error = 5 * own.std() / SAMPLE**0.5
        assert found[language].mean == pytest.approx(own.mean(), abs=error + 2 * 8 / SAMPLE)
        assert found[language].mean != pytest.approx(own.mean(), abs=1e-9)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.floats(-1, 1), st.floats(LEAST, 1), st.lists(st.floats(-1, 1, width=32), max_size=9))
def test_deviations_and_back(mean: float, deviation: float, values: list[float]) -> None:
    """What is told in deviations is the same again when told as nearness."""
    scale, near = Scale(mean, deviation), np.array(values, np.float32)
    assert scale.nearness(scale.deviations(near)) == pytest.approx(near, abs=1e-5)
    assert scale.deviations(np.array([mean + deviation], np.float32)) == pytest.approx(1, abs=1e-4)
