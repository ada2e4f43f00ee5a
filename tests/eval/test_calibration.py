from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from worked import A, question, row

from eval.rows import Row
from eval.statistics.calibration import calibration, crossed, fitted


def _rows(confidence: Sequence[float], right: Sequence[float], subjects: int) -> list[Row]:
    return [
        row(question(f"{A}/{place % subjects}", id=str(place)), confidence=float(one), would_be_right=float(is_right))
        for place, (one, is_right) in enumerate(zip(confidence, right, strict=True))
    ]


def _drawn(many: int, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Return confidences and outcomes of a known curve: right with the chance of expit(6 c - 1)."""
    random = np.random.default_rng(seed)
    confidence = random.normal(0.2, 0.3, many)
    return confidence, (random.random(many) < 1 / (1 + np.exp(1 - 6 * confidence))).astype(float)


def _second(confidence: np.ndarray, right: np.ndarray) -> LogisticRegression:
    """Return scikit-learn's curve for Platt's targets: each question is right and wrong at once, with two weights."""
    rights, wrongs = right.sum(), (1 - right).sum()
    target = np.where(right > 0, (rights + 1) / (rights + 2), 1 / (wrongs + 2))
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    twice = np.concatenate([confidence, confidence])[:, None]
    return model.fit(twice, [1] * len(right) + [0] * len(right), np.concatenate([target, 1 - target]))


@pytest.mark.parametrize(("many", "scale"), [(20, 1.0), (300, 1.0), (300, 1000.0)])
def test_the_curve_is_that_of_scikit_learn(many: int, scale: float) -> None:
    """The same slope and intercept, whatever the unit of a confidence."""
    confidence, right = _drawn(many)
    found, other = fitted(confidence * scale, right), _second(confidence, right)
    assert found.slope * scale == pytest.approx(other.coef_[0, 0], rel=1e-3)
    assert found.intercept == pytest.approx(other.intercept_[0], abs=2e-3)
    assert found(0.3 * scale) == pytest.approx(other.predict_proba([[0.3]])[0, 1], abs=1e-3)


def test_targets_by_hand() -> None:
    """Without any difference in confidence the probability is the mean target: 3 right of 4 → (3 * 4/5 + 1/3) / 4."""
    found = fitted(np.full(4, 0.5), np.array([1.0, 1.0, 1.0, 0.0]))
    assert found(0.5) == pytest.approx((3 * 4 / 5 + 1 / 3) / 4, abs=1e-4)


def test_confidences_that_never_err_have_a_finite_curve() -> None:
    """Nor do outcomes that are all alike break it."""
    confidence = np.linspace(-1, 1, 20)
    parted = fitted(confidence, (confidence > 0).astype(float))
    assert 0 < parted.slope < 100
    assert parted(-1) < 0.1
    assert parted(1) > 0.9
    assert fitted(confidence, np.ones(20))(0.0) == pytest.approx(21 / 22, abs=1e-3)


def test_no_question_is_judged_by_a_curve_that_saw_its_subject() -> None:
    """What one subject's outcomes are does not move its own probabilities, but those of others."""
    confidence, right = _drawn(60)
    about = [str(place // 3) for place in range(60)]
    turned = right.copy()
    turned[:3] = 1 - right[:3]  # the first subject's
    before, after = crossed(confidence, right, about), crossed(confidence, turned, about)
    assert before[:3] == pytest.approx(after[:3], abs=1e-12)
    assert (before[3:] != after[3:]).sum() >= 40


def test_errors_agree_with_a_second_computation() -> None:
    """Brier by scikit-learn, the calibration error bin by bin; bins are of like size and hold all questions."""
    confidence, right = _drawn(300)
    found = calibration(_rows(confidence, right, 100))
    assert found is not None
    predicted = crossed(confidence, right, [f"{A}/{place % 100}" for place in range(300)])

    assert found.brier == pytest.approx(brier_score_loss(right, predicted))
    assert found.brier_of_share == pytest.approx(brier_score_loss(right, np.full(300, right.mean())))
    assert [one.questions for one in found.bins] == [30] * 10
    order = np.argsort(confidence)
    bins = [(predicted[own].mean(), right[own].mean()) for own in np.split(order, 10)]
    assert [(one.predicted, one.right) for one in found.bins] == [pytest.approx(one) for one in bins]
    assert found.error == pytest.approx(np.mean([abs(one - other) for one, other in bins]))
    assert all(one.least <= one.most and one.low <= one.right <= one.high for one in found.bins)


def test_a_calibrated_answerer_errs_as_chance_does() -> None:
    """Where the curve is the true one, the error is what chance shows; confidences without meaning gain nothing."""
    confidence, right = _drawn(2000)
    found = calibration(_rows(confidence, right, 2000))
    assert found is not None
    assert found.error == pytest.approx(found.error_by_chance, abs=0.015)
    assert found.brier < found.brier_of_share - 0.03
    assert (found.logistic.slope, found.logistic.intercept) == pytest.approx((6, -1), abs=0.6)

    noise = calibration(_rows(np.random.default_rng(1).permutation(confidence), right, 2000))
    assert noise is not None
    assert noise.brier == pytest.approx(noise.brier_of_share, abs=0.002)


def test_equal_confidences_share_a_bin() -> None:
    """Forty questions with two confidences are two bins, and each has its share: 15 of 20, 5 of 20."""
    right = [1.0] * 15 + [0.0] * 5 + [1.0] * 5 + [0.0] * 15
    found = calibration(_rows([0.5] * 20 + [0.1] * 20, right, 40))
    assert found is not None
    assert [(one.least, one.most, one.right, one.questions) for one in found.bins] == [
        (0.1, 0.1, 0.25, 20),
        (0.5, 0.5, 0.75, 20),
    ]


def test_too_little_to_calibrate_is_nothing() -> None:
    """Nine questions with a confidence, or any number about four things."""
    confidence, right = _drawn(20)
    assert calibration([*_rows(confidence[:9], right[:9], 9), row(question())]) is None
    assert calibration(_rows(confidence, right, 4)) is None
    assert calibration(_rows(confidence[:10], right[:10], 5)) is not None
