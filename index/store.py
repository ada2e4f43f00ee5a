"""Vectors and the search among them, kept in the way that suits their number."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors
from index.errors import damaged
from index.stores.clustered import MAGIC, ClusteredVectors
from index.stores.flat import FlatVectors
from index.stores.nearest import Marks

Rows = Sequence[int] | NDArray[np.int64]
# `python -m eval.benchmarks.scale --sizes 10000 20000 50000 100000 1000000`: the 10th percentiles of milliseconds, two
# cores that others used, too. A question was encoded in 7 ms while they did not, in 25 to 60 while they did.
#   vectors            10,000   20,000   50,000   100,000   1,000,000
#   flat                  2.3      4.4      8.2        25
#   clustered              .8      1.1      1.8       3.1          56
#   clusters' recall@10  .994     .996     .996      .996        .972
#   clusters' build, s      6        9       13        40         326
# Up to 50,000 flat takes about as long as encoding the question, 180 MB, and misses nothing; from there on it would be
# what is waited for. The clusters' vectors are mapped: a quarter of flat's bytes, none of them the process's own.
FLAT_MOST = 50_000


class VectorStore:
    """Unit vectors by row number; a score is the inner product: their cosine.

    Scores are exact at any size. Up to `FLAT_MOST` vectors, and among given rows at any size, so is the search.
    """

    def __init__(self, kept: FlatVectors | ClusteredVectors) -> None:
        self._kept = kept

    @classmethod
    def of(cls, vectors: Vectors, flat_most: int | None = None) -> Self:
        """Make a store of float32 [rows, dimension] unit vectors, flat up to `flat_most` (FLAT_MOST) of them."""
        most = FLAT_MOST if flat_most is None else flat_most
        return cls(FlatVectors.of(vectors) if len(vectors) <= most else ClusteredVectors.of(vectors))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a store from its file, and from the one beside it where vectors are many.

        Raises:
            IndexCorrupt: a file is missing or damaged.
        """
        try:
            with path.open("rb") as file:
                kind = ClusteredVectors if file.read(len(MAGIC)) == MAGIC else FlatVectors
            return cls(kind.load(path))
        except (OSError, EOFError, MemoryError, RuntimeError, ValueError) as error:
            raise damaged(path) from error

    def save(self, path: Path) -> None:
        """Write the store to a file, and to `NAME.npy` beside it where vectors are many."""
        self._kept.save(path)

    @property
    def flat(self) -> bool:
        """Whether every search looks at every vector."""
        return isinstance(self._kept, FlatVectors)

    def __len__(self) -> int:
        return len(self._kept)

    def vectors(self) -> Vectors:
        """Return all vectors, float32 [rows, dimension]; those of a large store stay in their file until looked at."""
        return self._kept.vectors()

    def rows(self, rows: Rows) -> Vectors:
        """Return the vectors of some rows, float32 [rows, dimension]."""
        return self._kept.rows(np.asarray(rows, np.int64))

    def search(
        self, query: Vectors, k: int, rows: Rows | Marks | None = None, *, exact: bool = True
    ) -> list[tuple[int, float]]:
        """Return the `k` nearest rows with their scores, best first.

        Args:
            query: float32 [dimension], a unit vector.
            k: how many; fewer come back only when fewer exist.
            rows: search only among these, by number or as one bool a row; all when None.
            exact: whether a large store looks at each of the given rows, which takes long where they are many.
        """
        chosen = None if rows is None else self._marked(rows)
        most = min(k, len(self) if chosen is None else int(chosen.sum()))
        return self._kept.search(query, most, chosen, exact=exact) if most > 0 else []

    def _marked(self, rows: Rows | Marks) -> Marks:
        if isinstance(rows, np.ndarray) and rows.dtype == np.bool_:
            return np.asarray(rows, np.bool_)
        marks = np.zeros(len(self), np.bool_)
        marks[np.asarray(rows, np.int64)] = True
        return marks
