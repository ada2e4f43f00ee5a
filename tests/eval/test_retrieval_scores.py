from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from eval.scores.retrieval import retrieval_scores

KEYS = [f"key{number}" for number in range(30)]


def test_a_ranking_by_hand() -> None:
    """Three are relevant; the second and the seventh of the ranking are two of them, the third is not found."""
    ranking = ["x1", "r1", "x2", "x3", "x4", "x5", "r2", "x6"]
    found = retrieval_scores(ranking, {"r1", "r2", "r3"})

    assert found["recall@5"] == pytest.approx(1 / 3)
    assert found["recall@10"] == pytest.approx(2 / 3)
    assert found["mrr"] == pytest.approx(1 / 2)
    # gained: 1/log2(2+1) + 1/log2(7+1) = .6309 + .3333; at best: 1 + .6309 + .5
    assert found["ndcg@10"] == pytest.approx((1 / log2(3) + 1 / log2(8)) / (1 + 1 / log2(3) + 1 / log2(4)))
    assert found["ndcg@10"] == pytest.approx(0.4525, abs=1e-4)


def test_nothing_found_is_zero_and_nothing_relevant_is_nothing() -> None:
    """An empty ranking fails every measure; where nothing is relevant, none applies."""
    assert set(retrieval_scores([], {"r1"}).values()) == {0.0}
    assert set(retrieval_scores(["x1"], set()).values()) == {None}


@settings(derandomize=True, deadline=None)
@given(st.permutations(KEYS), st.integers(0, 30), st.sets(st.sampled_from(KEYS), min_size=1, max_size=15))
def test_rankings_agree_with_a_second_computation(order: list[str], depth: int, relevant: set[str]) -> None:
    """Recall and reciprocal rank are those of plain sets, nDCG is scikit-learn's."""
    ranking = order[:depth]
    found = retrieval_scores(ranking, relevant)

    for cut in (5, 10):
        assert found[f"recall@{cut}"] == pytest.approx(len(relevant & set(ranking[:cut])) / len(relevant))
    ranks = [rank for rank, key in enumerate(ranking, 1) if key in relevant]
    assert found["mrr"] == pytest.approx(1 / ranks[0] if ranks else 0.0)
    # scikit-learn ranks all there is: ten irrelevant ones stand between what was found and what was not
    everything = [*ranking, *(f"filler{number}" for number in range(10)), *order[depth:]]
    gains = np.array([[float(key in relevant) for key in everything]])
    assert found["ndcg@10"] == pytest.approx(ndcg_score(gains, -np.arange(len(everything))[None, :], k=10))
