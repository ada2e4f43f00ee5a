"""Vectors whole in memory, each compared with the question: exact, and built in no time."""

from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors
from index.stores.nearest import Marks, nearest


class FlatVectors:
    """Float32 vectors in memory; `search` looks at each."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """Copy float32 [rows, dimension] vectors."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read vectors from a file.

        Raises:
            OSError, RuntimeError: the file is missing or damaged.
        """
        return cls(faiss.deserialize_index(np.frombuffer(path.read_bytes(), np.uint8)))

    def save(self, path: Path) -> None:
        """Write the vectors to a file (through Python, whose errors tell a full disk from others)."""
        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self) -> Vectors:
        """Return all vectors, float32 [rows, dimension]."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), np.float32)

    def rows(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the vectors of some rows, float32 [rows, dimension]."""
        return np.asarray(self._index.reconstruct_batch(rows), np.float32)

    def search(
        self,
        query: Vectors,
        most: int,
        marks: Marks | None,
        *,
        exact: bool,  # noqa: ARG002 - it always is
    ) -> list[tuple[int, float]]:
        """Return the `most` best of the marked rows, of all when None, with their scores, best first."""
        rows, scores = nearest(self._index, query, most, marks)
        return list(zip(rows.tolist(), scores.tolist(), strict=True))
