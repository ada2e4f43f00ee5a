"""The best rows of many scores."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.terms import best

FEW = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.5]), max_size=30)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(FEW, st.integers(1, 12), st.randoms(use_true_random=False))
def test_best_rows_are_those_of_a_sort(values: list[float], count: int, random: Random) -> None:
    """The best rows are the first of all rows sorted by score, then by row, zeros left out; so within some rows."""
    scores = np.array(values, np.float32)
    some = sorted(random.sample(range(len(values)), len(values) // 2))
    for rows in (None, np.array(some, np.int64)):
        allowed = range(len(values)) if rows is None else some
        expected = sorted((row for row in allowed if values[row] > 0), key=lambda row: (-values[row], row))
        assert best(scores, count, rows) == [(row, values[row]) for row in expected[:count]]


@pytest.mark.parametrize("count", [1, 5])
def test_best_of_nothing(count: int) -> None:
    """Where nothing scores, nothing is best."""
    assert best(np.zeros(3, np.float32), count) == []
    assert best(np.zeros(0, np.float32), count) == []


@pytest.mark.parametrize("count", [1, 7, 40, 5000])
def test_the_best_of_many_blocks(count: int) -> None:
    """Over many rows, of which ties and zeros are most, the best are still the first of a sort."""
    random = np.random.default_rng(count)
    scores = np.where(random.random(20_000) < 0.6, 0, random.integers(0, 4000, 20_000) / 100).astype(np.float32)
    some = np.sort(random.choice(20_000, 15_000, replace=False))
    for rows in (np.arange(20_000), some):
        order = rows[np.lexsort((rows, -scores[rows]))][:count]
        assert [row for row, _ in best(scores, count, rows)] == order[scores[order] > 0].tolist()
