"""How sure a figure is: the bootstrap over the questions of a set, with a fixed seed, here and in `eval`."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000
SEED = 20_240_607
TAIL = 0.025  # on each side of a 95 % interval

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


def sums_drawn(rows: Sequence[Sequence[float]], about: Sequence[str], seed: int = SEED) -> Numbers:
    """Return the sums of rows in each draw of the bootstrap: with replacement, as many subjects as there are.

    Args:
        rows: numbers, [questions, columns].
        about: what each is about; rows that are about the same are drawn together.
        seed: another for a sample that is drawn independently.

    Returns:
        [DRAWS, columns].
    """
    kinds = _by_subject(rows, about)
    alike, often = np.unique(kinds, axis=0, return_counts=True)  # subjects alike in all are interchangeable
    found: Numbers = np.random.default_rng(seed).multinomial(len(kinds), often / len(kinds), DRAWS) @ alike
    return found


def bounds(low: Numbers, high: Numbers | None = None) -> Interval:
    """Return the percentiles between which the draws lie; of `high`, where given, the upper one."""
    ends = [(low, 100 * TAIL), (low if high is None else high, 100 * (1 - TAIL))]
    least, most = (round(float(np.percentile(draws, at)), 4) for draws, at in ends)
    return least, most


def _by_subject(rows: Sequence[Sequence[float]], about: Sequence[str]) -> Numbers:
    """Return the sums of the rows that are about the same, [subjects, columns]."""
    sums: dict[str, list[Sequence[float]]] = defaultdict(list)
    for row, subject in zip(rows, about, strict=True):
        sums[subject].append(row)
    return np.array([np.sum(some, axis=0) for some in sums.values()], np.float64)
