"""Whole vectors in a file that is mapped, not read: a few rows at a time come into memory, and leave it again."""

import mmap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors

AT_ONCE = 8192  # rows, 29 MB of the bundled encoder's


def mapped(path: Path) -> Vectors:
    """Return a file of float32 vectors as an array whose rows are read when they are looked at.

    float32, not float16: half the file, but a score would be off by up to 4e-5 and a rebuild would not give the same
    vectors again (`python -m eval.benchmarks.scale` prints the figure).

    Raises:
        OSError, EOFError, ValueError: the file is missing, damaged or something else.
    """
    vectors: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    if vectors.dtype != np.float32 or vectors.ndim != 2 or not vectors.flags.c_contiguous:
        raise ValueError(f"{path} holds no rows of float32")
    _advise(vectors, "MADV_RANDOM")  # rows that are asked for lie far apart: reading ahead would be for nothing
    return vectors


def blocks(vectors: Vectors) -> Iterator[Vectors]:
    """Yield all vectors, some at a time, in order."""
    for start in range(0, len(vectors), AT_ONCE):
        yield vectors[start : start + AT_ONCE]


def picked(vectors: Vectors, rows: NDArray[np.int64]) -> Vectors:
    """Return some rows; what was mapped for them stays in the system's cache and no longer counts as ours."""
    found = np.asarray(vectors[rows])
    _advise(vectors, "MADV_DONTNEED")
    return found


def inner_products(vectors: Vectors, rows: NDArray[np.int64], query: Vectors) -> Vectors:
    """Return the inner products of some rows with a query.

    Not with `@`, which divides even this little work among all cores and waits for them.
    """
    starts = range(0, len(rows), AT_ONCE)
    parts = [np.einsum("rd,d->r", picked(vectors, rows[start : start + AT_ONCE]), query) for start in starts]
    return np.concatenate([*parts, np.zeros(0, np.float32)])


def _advise(vectors: Vectors, advice: str) -> None:
    """Tell the system how mapped vectors are used, where it can be told."""
    if isinstance(vectors.base, mmap.mmap) and hasattr(mmap, advice):
        vectors.base.madvise(getattr(mmap, advice))
