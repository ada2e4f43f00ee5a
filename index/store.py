"""Vectors and the search among them; the one file that knows FAISS."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors
from index.errors import IndexCorrupt

Rows = Sequence[int] | NDArray[np.int64]


class VectorStore:
    """Unit vectors by row number, searched exactly; a score is the inner product: their cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """Make a store of float32 [rows, dimension] unit vectors."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a store from a file.

        Raises:
            IndexCorrupt: the file is missing or damaged.
        """
        try:
            index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), np.uint8))
        except (OSError, RuntimeError) as error:
            raise IndexCorrupt(f"the index file {path} is damaged", "run `citeshelf build` again") from error
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the store to a file (through Python, whose errors tell a full disk from others)."""
        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self) -> Vectors:
        """Return all vectors, float32 [rows, dimension]."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), np.float32)

    def scores(self, query: Vectors, rows: Sequence[int]) -> list[float]:
        """Return the scores of the given rows."""
        return [float(self._index.reconstruct(row) @ query) for row in rows]

    def rows(self, rows: Rows) -> Vectors:
        """Return the vectors of some rows, float32 [rows, dimension]."""
        found = np.empty((len(rows), int(self._index.d)), np.float32)
        for place, row in enumerate(rows):
            self._index.reconstruct(int(row), found[place])
        return found

    def search(self, query: Vectors, k: int, rows: Rows | None = None) -> list[tuple[int, float]]:
        """Return the `k` nearest rows with their scores, best first.

        Args:
            query: float32 [dimension], a unit vector.
            k: how many; fewer come back only when fewer exist.
            rows: search only among these; all when None.
        """
        chosen = None if rows is None else self._marked(rows)
        most = min(k, len(self) if chosen is None else int(chosen.sum()))
        if most < 1:
            return []
        scores, found = self._index.search(query.reshape(1, -1), most, params=_only(chosen))
        return [(int(row), float(score)) for row, score in zip(found[0], scores[0], strict=True) if row >= 0]

    def _marked(self, rows: Rows) -> NDArray[np.bool_]:
        marks = np.zeros(len(self), np.bool_)
        marks[np.asarray(rows, np.int64)] = True
        return marks


def _only(chosen: NDArray[np.bool_] | None) -> faiss.SearchParameters | None:
    """Return FAISS's order to leave out rows while it searches: one bit a row, which takes no look-up."""
    if chosen is None:
        return None
    bits = np.packbits(chosen, bitorder="little")
    order = faiss.SearchParameters()
    order.sel = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # its Python takes an array
    return order
