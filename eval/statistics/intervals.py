"""How sure a mean is: bootstrap intervals over the questions of one set, with a fixed seed."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

DRAWS = 10_000
SEED = 20_240_607
LEVEL = 95

Interval = tuple[float, float]
Numbers = NDArray[np.float64]


def interval(values: Sequence[float], about: Sequence[str]) -> Interval:
    """Return the bootstrap's interval of a mean (Efron 1979, percentiles).

    Questions about one passage are found or missed together, so they are drawn together. For the difference of two
    systems give the differences question by question: the bootstrap is then paired.

    Args:
        values: one number a question.
        about: what each question is about; questions that are about the same are one draw.
    """
    drawn = sums_drawn([(value, 1.0) for value in values], about)
    return bounds(drawn[:, 0] / drawn[:, 1])


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
    ends = [(low, (100 - LEVEL) / 2), (low if high is None else high, (100 + LEVEL) / 2)]
    least, most = (round(float(np.percentile(draws, at)), 4) for draws, at in ends)
    return least, most


def share_interval(values: Sequence[float], about: Sequence[str]) -> Interval:
    """Return the interval of the mean of numbers from 0 to 1, never narrower than is known.

    Where all are 0, or all are 1, every draw of the bootstrap is alike. Clopper and Pearson's bound (1934) holds there
    too; for it, all that is about one thing is one question. Of one such thing alone, nothing else is known.
    """
    subjects = len(set(about))
    if set(values) <= {0.0} or set(values) <= {1.0}:
        exact = binomtest(subjects if values[0] else 0, subjects).proportion_ci(LEVEL / 100)
        return round(float(exact.low), 4), round(float(exact.high), 4)
    return interval(values, about) if subjects > 1 else (0.0, 1.0)
