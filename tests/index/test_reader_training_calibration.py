"""Calibration finds what synthetic logits were made of, and agrees with what others compute."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from index.reading.card import Scale
from index.reading.training.calibration import reliability, scale, scales
from index.reading.training.evaluation import auc
from index.reading.training.pairs import NOWHERE, Pair

MANY = 40_000
BOTH = st.lists(st.tuples(st.booleans(), st.integers(-5, 5)), min_size=2, max_size=60)


def drawn(temperature: float, intercept: float, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Return which pairs answer, half of them, and logits of which (logit + intercept) / temperature are the log-odds.

    Normal logits of equal spread at ±d/2 have log-odds in proportion to them.
    """
    rng = np.random.default_rng(seed)
    wanted = rng.random(MANY) < 0.5
    odds = rng.normal(np.where(wanted, 1.0, -1.0), np.sqrt(2.0))  # log-odds of N(1, 2) against N(-1, 2) are the value
    return wanted, odds * temperature - intercept


@pytest.mark.parametrize(("temperature", "intercept"), [(1.0, 0.0), (2.5, -1.5), (0.4, 3.0)])
def test_a_known_scale_is_found(temperature: float, intercept: float) -> None:
    """From 40,000 logits the temperature is found to 3 %, the shift to a twentieth of the logits' spread."""
    found = scale(*drawn(temperature, intercept))
    assert found.temperature == pytest.approx(temperature, rel=0.03)
    assert found.intercept == pytest.approx(intercept, abs=0.05 * temperature)


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_the_scale_is_the_best(share: float) -> None:
    """No other line has less cross-entropy, both classes weighing alike, also where few pairs answer."""
    wanted, logits = drawn(1.7, -0.6)
    kept = ~wanted | (np.random.default_rng(1).random(MANY) < share)
    wanted, logits = wanted[kept][:5000], logits[kept][:5000]
    found = scale(wanted, logits)

    def loss(numbers: np.ndarray) -> float:
        odds = (logits + numbers[1]) / np.exp(numbers[0])
        return float(np.logaddexp(0, -odds[wanted]).mean() + np.logaddexp(0, odds[~wanted]).mean())

    temperature, intercept = minimize(loss, [0.0, 0.0], method="Nelder-Mead", tol=1e-9).x
    assert found.temperature == pytest.approx(np.exp(temperature), abs=2e-4)  # four places are written
    assert found.intercept == pytest.approx(intercept, abs=2e-4)


def test_logits_that_tell_all_apart() -> None:
    """Few pairs may be told apart without a fault: they are sure, and the scale is one that a card takes."""
    wanted = np.array([True] * 5 + [False] * 5)
    found = scale(wanted, np.where(wanted, 6.0, -2.0))
    assert found.log_odds(6.0) > 4
    assert found.log_odds(-2.0) < -4


def test_logits_that_tell_the_contrary() -> None:
    """A reader that takes wrong for right gets a scale that a card takes, by which it is sure of nothing."""
    wanted, logits = drawn(1.0, 0.0)
    found = scale(wanted[:400], -logits[:400])
    assert abs(found.log_odds(5.0)) < 0.1
    assert abs(found.log_odds(-5.0)) < 0.1


def test_directions_have_scales_of_their_own() -> None:
    """Where forty pairs of each kind are held back the scale is the direction's own, elsewhere that of all."""
    wanted, logits = drawn(2.0, 1.0)
    wanted, logits = wanted[:1200], logits[:1200]
    directions = ["en-en"] * 1000 + ["zh-zh"] * 190 + ["en-zh"] * 10
    logits[1000:1190] *= 3
    held = [
        Pair((0, 2), (1, 1) if right else NOWHERE, "right", way)
        for right, way in zip(wanted, directions, strict=True)
    ]  # fmt: skip
    found = scales(held, logits)
    assert found["en-en"] == scale(wanted[:1000], logits[:1000])
    assert found["zh-zh"] == scale(wanted[1000:1190], logits[1000:1190])
    assert found["en-zh"] == found["zh-en"] == scale(wanted, logits)
    assert found["zh-zh"].temperature > 2 * found["en-en"].temperature


def test_reliability_by_hand() -> None:
    """Pairs fall into tenths by their probability: log-odds of ln 3 are three quarters."""
    odds = np.log([3.0, 3.0, 3.0, 3.0, 1 / 9]).astype(np.float64)
    rows = reliability(np.array([True, True, True, False, False]), np.append(odds[:4], np.log(1 / 8)))
    assert rows == [
        {"said": pytest.approx(1 / 9), "is": 0.0, "of": 1},
        {"said": pytest.approx(0.75), "is": 0.75, "of": 4},
    ]
    assert reliability(np.array([True]), np.array([800.0])) == [{"said": 1.0, "is": 1.0, "of": 1}]


@given(BOTH.filter(lambda some: len({right for right, _ in some}) == 2))
def test_auc_counts_pairs(some: list[tuple[bool, int]]) -> None:
    """It is how often what answers has the higher score, ties counting half (Mann and Whitney 1947)."""
    wanted, scores = np.array([right for right, _ in some]), np.array([float(score) for _, score in some])
    signs = np.sign([one - other for one in scores[wanted] for other in scores[~wanted]])
    assert auc(wanted, scores) == pytest.approx(((1 + signs) / 2).mean())


def test_auc_of_one_kind() -> None:
    """Where all answer, or none does, nothing is told apart."""
    assert auc(np.array([True, True]), np.array([1.0, 2.0])) == auc(np.array([], bool), np.array([])) == 0.5
    assert Scale(temperature=2, intercept=1).log_odds(3) == 2
