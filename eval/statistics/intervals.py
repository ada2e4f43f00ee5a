"""How sure a mean is: bootstrap intervals over the questions of one set, with a fixed seed."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest

DRAWS = 10_000
SEED = 20_240_607
LEVEL = 95

Interval = tuple[float, float]


def interval(values: Sequence[float], about: Sequence[str]) -> Interval:
    """Return the bootstrap's interval of a mean (Efron 1979, percentiles).

    Questions about one passage are found or missed together, so they are drawn together. For the difference of two
    systems give the differences question by question: the bootstrap is then paired.

    Args:
        values: one number a question.
        about: what each question is about; questions that are about the same are one draw.
    """
    sums: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for value, subject in zip(values, about, strict=True):
        sums[subject] += value
        counts[subject] += 1
    kinds = np.array(list(zip(sums.values(), counts.values(), strict=True)), np.float64)
    alike, often = np.unique(kinds, axis=0, return_counts=True)  # subjects alike in both are interchangeable
    drawn = np.random.default_rng(SEED).multinomial(len(kinds), often / len(kinds), DRAWS) @ alike
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [(100 - LEVEL) / 2, (100 + LEVEL) / 2])
    return round(float(low), 4), round(float(high), 4)


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
