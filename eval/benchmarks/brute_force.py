"""What NumPy finds when it compares each question with every vector."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors

AT_ONCE = 20_000
Found = NDArray[np.int64]


def nearest_rows(vectors: Vectors, questions: Vectors, some: Found, k: int) -> tuple[Found, Found]:
    """Return each question's `k` best rows, best first, among all and among some, read a block at a time."""
    marked = np.zeros(len(vectors), np.bool_)
    marked[some] = True
    best = [(np.zeros((len(questions), 0), np.int64), np.zeros((len(questions), 0), np.float32))] * 2
    for start in range(0, len(vectors), AT_ONCE):
        scores = questions @ np.array(vectors[start : start + AT_ONCE]).T
        rows = np.broadcast_to(np.arange(start, start + scores.shape[1]), scores.shape)
        inside = marked[start : start + scores.shape[1]]
        best = [_merged(best[0], rows, scores, k), _merged(best[1], rows[:, inside], scores[:, inside], k)]
    return best[0][0], best[1][0]


def _merged(best: tuple[Found, Vectors], rows: Found, scores: Vectors, k: int) -> tuple[Found, Vectors]:
    rows, scores = np.concatenate([best[0], rows], axis=1), np.concatenate([best[1], scores], axis=1)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(rows, order, 1), np.take_along_axis(scores, order, 1)


def recall(found: Sequence[Found], wanted: Found, k: int) -> float:
    """Return the mean share of each question's k best rows that were found."""
    shares = [len(np.intersect1d(some, best[:k])) / min(k, len(best)) for some, best in zip(found, wanted, strict=True)]
    return float(np.mean(shares))
