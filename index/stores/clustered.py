"""Vectors in clusters, as bytes: the likeliest clusters are looked at, and what they give is scored again, exactly.

Two files: `NAME` is FAISS's IVF index of 8-bit codes, `NAME.npy` holds the vectors whole; both are mapped, not read.

HNSW over the same codes was as fast for as many found (.99 of ten: .5 ms both, of 20,000) and took four times as long
to build; its graph has to lie in memory, and does not help to look at all codes of a topic, as clusters do.
"""

import shutil
from math import isqrt
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors
from index.stores.nearest import Marks, nearest, use_all_cores
from index.stores.whole import blocks, inner_products, mapped, picked

MAGIC = b"IwSq"  # what FAISS's file of such an index begins with
A_CLUSTER = 40  # vectors that train one: FAISS warns below 39
SHARE = 0.3  # of the 2 √n clusters, looked at: figures beside FLAT_MOST in `index/store.py`
EXTRA = 30  # candidates scored again beyond twice as many as asked for: codes rank nearly as vectors do
FIRST, GROWTH = 500, 8  # rows whose codes a filter looks at beyond four times as many as asked for; then eightfold
ROUNDING = 1e-5  # more than float32 sums of unit vectors differ by
STEPS = 255  # from the least code to the greatest


class ClusteredVectors:
    """FAISS's index of codes, the whole vectors, and where both lie when they come from files."""

    def __init__(self, index: faiss.IndexIVFScalarQuantizer, vectors: Vectors, path: Path | None = None) -> None:
        self._index = index
        self._vectors = vectors
        self._path = path
        self._half_step = float(faiss.vector_to_array(index.sq.trained)[1]) / STEPS / 2

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """Cluster float32 [rows, dimension] vectors, which are kept as they are, not copied; the same give the same."""
        use_all_cores()
        vectors = np.ascontiguousarray(vectors, np.float32)
        rows, size = vectors.shape
        clusters = max(1, min(2 * isqrt(rows), rows // A_CLUSTER))
        kind, metric = faiss.ScalarQuantizer.QT_8bit_uniform, faiss.METRIC_INNER_PRODUCT
        index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(size), size, clusters, kind, metric, False)
        sample = np.random.default_rng(0).choice(rows, min(rows, A_CLUSTER * clusters), replace=False)
        index.train(vectors[np.sort(sample)])
        index.sq.train(_extremes(vectors))  # no value lies outside, so that a code is off by half a step at most
        for block in blocks(vectors):
            index.add(block)
        return cls(index, vectors)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Map both files.

        Raises:
            OSError, EOFError, RuntimeError, ValueError: one is missing or damaged, or they do not belong together.
        """
        index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        vectors = mapped(_whole(path))
        if vectors.shape != (index.ntotal, index.d):
            raise ValueError(f"{path} and {_whole(path)} do not belong together")
        lists: Any = faiss.downcast_InvertedLists(index.invlists)
        lists.prefetch_nthread = 0  # or each search starts 32 threads
        return cls(index, vectors, path)

    def save(self, path: Path) -> None:
        """Write both files; what lay there is replaced, not written over, for it may be mapped."""
        if path == self._path:
            return
        for one in (path, _whole(path)):
            one.unlink(missing_ok=True)
        if self._path is None:
            with path.open("wb") as file:  # through Python, whose errors tell a full disk from others
                faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]
            np.save(_whole(path), self._vectors)
        else:
            shutil.copyfile(self._path, path)
            shutil.copyfile(_whole(self._path), _whole(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self) -> Vectors:
        """Return all vectors, float32 [rows, dimension]; mapped from their file when loaded."""
        return self._vectors

    def rows(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the vectors of some rows, float32 [rows, dimension]."""
        return picked(self._vectors, rows)

    def search(self, query: Vectors, most: int, marks: Marks | None, *, exact: bool) -> list[tuple[int, float]]:
        """Return the `most` best of the marked rows, of all when None, looking at the likeliest clusters.

        Where marks are to be searched exactly, or those clusters do not hold enough of them, all codes are looked at.
        """
        if marks is not None and exact:
            return self._exact(query, most, marks)
        lists = max(1, round(self._index.nlist * SHARE))
        rows, _ = nearest(self._index, query, 2 * most + EXTRA, marks, lists)
        return self._best(query, rows, most) if len(rows) >= most else self._exact(query, most, marks)

    def _exact(self, query: Vectors, most: int, marks: Marks | None) -> list[tuple[int, float]]:
        """Look at all codes, and score all those rows again that may be among the first.

        A row scores at most what its code does, and half a step for each dimension: those whose codes are further below
        the last of the `most` that are best so far cannot be.
        """
        among = np.arange(len(self)) if marks is None else np.flatnonzero(marks)
        off = float(np.abs(query).sum()) * self._half_step + ROUNDING
        count = 4 * most + FIRST
        while count < len(among):
            rows, codes = nearest(self._index, query, count, marks, self._index.nlist)
            last = self._best(query, rows[: 2 * most], most)[-1][1]
            likely = rows[codes + off >= last]
            if len(likely) < count:
                return self._best(query, likely, most)
            count *= GROWTH
        return self._best(query, among, most)

    def _best(self, query: Vectors, rows: NDArray[np.int64], most: int) -> list[tuple[int, float]]:
        rows = np.sort(rows)
        scores = inner_products(self._vectors, rows, query)
        order = np.argsort(-scores, kind="stable")[:most]
        return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))


def _extremes(vectors: Vectors) -> Vectors:
    """Return the least and the greatest value, each as a vector of it."""
    pairs = [(float(block.min()), float(block.max())) for block in blocks(vectors)]
    ends = min(least for least, _ in pairs), max(greatest for _, greatest in pairs)
    return np.array([[end] * vectors.shape[1] for end in ends], np.float32)


def _whole(path: Path) -> Path:
    return path.with_name(path.name + ".npy")
