"""How sure a figure is: the bootstrap over the questions of a set; a mean's interval is the one that the page shows."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.evaluation.intervals import DRAWS, SEED, TAIL, Interval, interval, share_interval

__all__ = ["DRAWS", "SEED", "Interval", "bounds", "by_subject", "interval", "share_interval", "sums_drawn"]

Numbers = NDArray[np.float64]


def sums_drawn(rows: Sequence[Sequence[float]], about: Sequence[str], seed: int = SEED) -> Numbers:
    """Return the sums of rows in each draw of the bootstrap: with replacement, as many subjects as there are.

    Args:
        rows: numbers, [questions, columns].
        about: what each is about; rows that are about the same are drawn together.
        seed: another for a sample that is drawn independently.

    Returns:
        [DRAWS, columns].
    """
    kinds = by_subject(rows, about)
    alike, often = np.unique(kinds, axis=0, return_counts=True)  # subjects alike in all are interchangeable
    found: Numbers = np.random.default_rng(seed).multinomial(len(kinds), often / len(kinds), DRAWS) @ alike
    return found


def by_subject(rows: Sequence[Sequence[float]], about: Sequence[str]) -> Numbers:
    """Return the sums of the rows that are about the same, [subjects, columns]."""
    sums: dict[str, list[Sequence[float]]] = defaultdict(list)
    for row, subject in zip(rows, about, strict=True):
        sums[subject].append(row)
    return np.array([np.sum(some, axis=0) for some in sums.values()], np.float64)


def bounds(low: Numbers, high: Numbers | None = None) -> Interval:
    """Return the percentiles between which the draws lie; of `high`, where given, the upper one."""
    ends = [(low, 100 * TAIL), (low if high is None else high, 100 * (1 - TAIL))]
    least, most = (round(float(np.percentile(draws, at)), 4) for draws, at in ends)
    return least, most
