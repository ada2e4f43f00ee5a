"""How sure a mean is: bootstrap intervals over the questions of a set, with a fixed seed, here and in `eval`."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

DRAWS = 10_000
SEED = 20_240_607
TAIL = 0.025  # on each side of a 95 % interval

Interval = tuple[float, float]


def interval(values: Sequence[float], about: Sequence[str]) -> Interval:
    """Return the bootstrap's interval of a mean (Efron 1979, percentiles).

    Questions about one passage are found or missed together, so they are drawn together. For the difference of two
    systems give the differences question by question: the bootstrap is then paired.

    Args:
        values: one number a question.
        about: what each question is about; questions that are about the same are one draw.
    """
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for value, subject in zip(values, about, strict=True):
        sums[subject][0] += value
        sums[subject][1] += 1
    alike, often = np.unique(np.array([*sums.values()]), axis=0, return_counts=True)
    drawn = np.random.default_rng(SEED).multinomial(len(sums), often / len(sums), DRAWS) @ alike
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], (100 * TAIL, 100 - 100 * TAIL))
    return round(float(low), 4), round(float(high), 4)


def share_interval(values: Sequence[float], about: Sequence[str]) -> Interval:
    """Return the interval of the mean of numbers from 0 to 1, never narrower than is known.

    Where all are 0, or all are 1, every draw of the bootstrap is alike. Clopper and Pearson's bound (1934) holds there
    too; for it, all that is about one thing is one question. Of one such thing alone, nothing else is known.
    """
    subjects = len(set(about))
    unseen = round(1 - TAIL ** (1 / subjects), 4)
    if set(values) <= {0.0}:
        return 0.0, unseen
    if set(values) <= {1.0}:
        return round(1 - unseen, 4), 1.0
    return interval(values, about) if subjects > 1 else (0.0, 1.0)
