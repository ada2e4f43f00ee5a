"""The benchmark of scale on a few hundred vectors: its figures beside figures computed another way."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.benchmarks.brute_force import nearest_rows, recall
from eval.benchmarks.memory import STATUS
from eval.benchmarks.results import read
from eval.benchmarks.scale import main
from eval.benchmarks.store_memory import memory_of
from eval.benchmarks.synthetic import Passages
from index.encoders.protocol import Vectors
from index.store import VectorStore

DIMENSION = 64
BYTES_EACH = 4


def synthetic(folder: Path, rows: int, seed: int = 0, dimension: int = DIMENSION) -> Vectors:
    """Return so many synthetic passages, read from the file they are written to."""
    Passages(rows, dimension, seed).write(folder / "given.npy")
    return np.asarray(np.load(folder / "given.npy"))


def test_both_kinds_of_store_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each size gives a line and a record for the store it gets, then for the other kind; a filter is exact in both."""
    sizes = ["--sizes", "300", "900", "--flat-most", "600"]
    assert main([*sizes, "--questions", "6", "--out", str(tmp_path)]) == 0
    (path,) = tmp_path.glob("scale-*.json")
    stores = read(path)["figures"]["stores"]
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()[:-1]] == stores
    kinds = [(one["rows"], one["kind"]) for one in stores]
    assert kinds == [(300, "flat"), (300, "clustered"), (900, "clustered"), (900, "flat")]
    for one in stores:
        assert one["exact"] == 1
        assert one["recall@10"] == 1 if one["kind"] == "flat" else 0 < one["recall@10"] <= 1
        assert one["ratio_p50"]["search"] == pytest.approx(one["p50_ms"]["search"] / one["p50_ms"]["encode"], abs=0.01)
        assert one["p10_ms"]["deep"] <= one["p50_ms"]["deep"] <= one["p95_ms"]["deep"]
        assert 1e-6 < one["float16_off"] < 1e-3


def test_synthetic_passages_lie_as_real_ones_do(tmp_path: Path) -> None:
    """Unit vectors with the pairwise cosines the docstring gives, passages of an article nearest to each other."""
    vectors = synthetic(tmp_path, 2000, dimension=896)
    cosines = vectors @ vectors.T
    assert np.allclose(np.diag(cosines), 1, atol=1e-5)
    pairs = cosines[np.triu_indices(2000, 1)]
    assert np.percentile(pairs, [1, 50, 99]) == pytest.approx([0.25, 0.37, 0.56], abs=0.03)
    np.fill_diagonal(cosines, -1)
    assert np.mean(cosines.argmax(axis=1) // 20 == np.arange(2000) // 20) > 0.95
    questions = Passages(2000, 896).questions(vectors[:200])
    assert np.median((questions * vectors[:200]).sum(axis=1)) == pytest.approx(0.67, abs=0.02)


def test_the_same_seed_makes_the_same_passages(tmp_path: Path) -> None:
    """Vectors and questions are the same for a seed, others for another, also where they are made in several blocks."""
    vectors = synthetic(tmp_path, 12_000)
    assert np.array_equal(synthetic(tmp_path, 12_000), vectors)
    assert not np.array_equal(synthetic(tmp_path, 12_000, seed=1), vectors)
    assert len(np.unique(vectors, axis=0)) == 12_000
    asked = [Passages(12_000, DIMENSION, seed).questions(vectors[:3]) for seed in (0, 0, 1)]
    assert np.array_equal(asked[0], asked[1])
    assert not np.array_equal(asked[0], asked[2])


def test_what_is_nearest_is_found_block_by_block(tmp_path: Path) -> None:
    """The rows that a whole sort finds come back, among all and among some, from any of the blocks."""
    vectors = synthetic(tmp_path, 45_000, dimension=8)
    questions = vectors[[0, 21_000, 44_999]]
    some = np.arange(5, 45_000, 7)
    among_all, among_some = nearest_rows(vectors, questions, some, 100)
    scores = questions @ vectors.T
    wanted = -np.sort(-scores, axis=1)[:, :100]
    assert np.allclose(np.take_along_axis(scores, among_all, 1), wanted, atol=1e-6)
    wanted = -np.sort(-scores[:, some], axis=1)[:, :100]
    assert np.allclose(np.take_along_axis(scores, among_some, 1), wanted, atol=1e-6)
    assert set(among_some.ravel().tolist()) <= set(some.tolist())


def test_recall_counts_what_was_found_of_the_best() -> None:
    """The mean share of the k best; of fewer where fewer exist."""
    wanted = np.array([[1, 2, 3], [4, 5, 6]])
    assert recall([np.array([2, 9]), np.array([5, 4])], wanted, 2) == 0.75
    assert recall([np.array([1, 2, 3]), np.array([])], wanted, 10) == 0.5


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells what is resident")
def test_a_flat_store_lies_in_memory_and_a_clustered_one_in_its_files(tmp_path: Path) -> None:
    """The flat store takes at least its vectors' size of its own; the clustered one next to nothing."""
    vectors = synthetic(tmp_path, 60_000)
    taken = {}
    for kind, limit in (("flat", 60_000), ("clustered", 0)):
        VectorStore.of(vectors, limit).save(tmp_path / kind)
        found = memory_of(tmp_path / kind, vectors[:20], 10)
        assert found is not None
        taken[kind] = found
    size = len(vectors) * DIMENSION * BYTES_EACH
    assert taken["flat"].anonymous >= 0.9 * size
    assert taken["clustered"].anonymous < 0.3 * size
    assert 0 < taken["clustered"].mapped < 0.9 * size
