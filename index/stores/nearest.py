"""One question to FAISS: which rows score best, among those that are marked."""

import os
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors

Marks = NDArray[np.bool_]
"""True for each row that may be found."""


def nearest(
    index: faiss.Index, query: Vectors, most: int, marks: Marks | None, lists: int | None = None
) -> tuple[NDArray[np.int64], Vectors]:
    """Return the `most` best rows and their inner products, best first; fewer where the lists looked at hold fewer.

    One thread: FAISS would divide this one question among all cores and wait for the slowest. On a busy machine 10,000
    rows took 46 ms so, and take 1.4 ms alone.

    Args:
        index: what is searched.
        query: float32 [dimension].
        most: how many rows.
        marks: only these; all when None.
        lists: in an index of lists, how many of them to look at.
    """
    faiss.omp_set_num_threads(1)
    order: Any = faiss.SearchParameters() if lists is None else faiss.SearchParametersIVF(nprobe=lists)  # type: ignore[call-arg]
    if marks is not None:  # one bit a row, which takes no look-up
        bits = np.packbits(marks, bitorder="little")
        order.sel = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # its Python takes an array
    scores, rows = index.search(query.reshape(1, -1), most, params=order)
    found = rows[0] >= 0
    return rows[0][found], scores[0][found]


def use_all_cores() -> None:
    """Let FAISS use every core from now on in this thread, as building needs."""
    faiss.omp_set_num_threads(os.cpu_count() or 1)
