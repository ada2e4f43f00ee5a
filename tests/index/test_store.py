"""Vectors on file and in FAISS: hits and scores beside NumPy's."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.encoders.protocol import Vectors
from index.errors import IndexCorrupt
from index.store import VectorStore

UnitVectors = Callable[[int, int], Vectors]


def nearest(vectors: Vectors, query: Vectors, k: int, rows: list[int]) -> list[tuple[int, float]]:
    """Rank rows by float64 inner products: what a store must find."""
    scores = vectors.astype(np.float64) @ query.astype(np.float64)
    return sorted(((row, float(scores[row])) for row in set(rows)), key=lambda hit: -hit[1])[:k]


@pytest.mark.parametrize("k", [1, 7, 300, 1000])
@pytest.mark.parametrize("rows", [None, [5], [2, 299, 17, 17, 100], list(range(0, 300, 3)), []])
def test_hits_are_those_of_brute_force(unit_vectors: UnitVectors, k: int, rows: list[int] | None) -> None:
    """The nearest rows, among all or among given ones, come back in order with their cosines."""
    vectors, query = unit_vectors(300, 1), unit_vectors(1, 2)[0]
    found = VectorStore.of(vectors).search(query, k, rows)
    expected = nearest(vectors, query, k, list(range(300)) if rows is None else rows)
    assert [row for row, _ in found] == [row for row, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)


def test_vectors_of_given_rows(unit_vectors: UnitVectors) -> None:
    """Vectors come in the order of the rows asked for, to the last bit."""
    vectors, rows = unit_vectors(50, 3), [49, 0, 7, 7]
    assert np.array_equal(VectorStore.of(vectors).rows(rows), vectors[rows])
    assert VectorStore.of(vectors).rows([]).shape == (0, vectors.shape[1])


def test_a_store_on_file_is_the_same_store(unit_vectors: UnitVectors, tmp_path: Path) -> None:
    """Saved and loaded, every vector is the same to the last bit."""
    vectors = unit_vectors(40, 5)
    VectorStore.of(vectors).save(tmp_path / "vectors.faiss")
    loaded = VectorStore.load(tmp_path / "vectors.faiss")
    assert len(loaded) == 40
    assert np.array_equal(loaded.vectors(), vectors)


def test_an_empty_store_finds_nothing(unit_vectors: UnitVectors, tmp_path: Path) -> None:
    """A store of no rows can be saved, loaded and searched."""
    VectorStore.of(unit_vectors(0, 6)).save(tmp_path / "vectors.faiss")
    loaded = VectorStore.load(tmp_path / "vectors.faiss")
    assert len(loaded) == 0
    assert loaded.search(unit_vectors(1, 7)[0], 5) == []
    assert loaded.vectors().shape == (0, 16)


def test_asking_for_none_finds_none(unit_vectors: UnitVectors) -> None:
    """No hits are asked for, none come."""
    assert VectorStore.of(unit_vectors(3, 8)).search(unit_vectors(1, 9)[0], 0) == []


@pytest.mark.parametrize("kept", [0, 3, 30, -1])
def test_a_file_cut_short_is_refused(unit_vectors: UnitVectors, tmp_path: Path, kept: int) -> None:
    """However much is missing, the file is named and the remedy given."""
    path = tmp_path / "vectors.faiss"
    VectorStore.of(unit_vectors(10, 10)).save(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(IndexCorrupt, match=r"vectors\.faiss is damaged; run `citeshelf build` again\.$"):
        VectorStore.load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is refused like a damaged one."""
    with pytest.raises(IndexCorrupt, match=r"vectors\.faiss is damaged; run `citeshelf build` again\.$"):
        VectorStore.load(tmp_path / "vectors.faiss")
