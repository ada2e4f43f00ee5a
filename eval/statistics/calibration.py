"""What a confidence is worth: the chance that an answer of that confidence is right.

A confidence is a distance from a bar, no probability. A logistic curve makes one of it (Platt 1999); to be honest about
it, each question's probability comes from a curve that was fitted without that question and all about the same thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from app.evaluation.intervals import SEED, Numbers, share_interval
from eval.rows import Row

BINS = 10
FEWEST = 10  # questions in a bin; with fewer in all there is nothing to calibrate
FOLDS = 5
DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence, from `least` to `most`.

    `predicted` is the mean of their probabilities, `right` the share that would be right, `low` and `high` its 95 %
    bounds.
    """

    least: float
    most: float
    predicted: float
    right: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Logistic:
    """A map from confidence to the probability of being right."""

    slope: float
    intercept: float

    def __call__(self, confidence: float) -> float:
        """Return the probability."""
        return float(expit(self.slope * confidence + self.intercept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How well probabilities hold.

    `error` is the expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015, with bins of like size),
    `error_by_chance` what probabilities that hold exactly would show on as many questions: below it the error says
    nothing. `brier` is the mean square error (Brier 1950), `brier_of_share` that of always saying the share right.
    """

    bins: tuple[Bin, ...]
    error: float
    error_by_chance: float
    brier: float
    brier_of_share: float
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration(Reliability):
    """How well probabilities made of confidences hold.

    `logistic` is fitted on all questions, for drawing and for use; bins and errors are of probabilities fitted without
    the question.
    """

    logistic: Logistic


def calibration(rows: Sequence[Row]) -> Calibration | None:
    """Return how well confidences tell what is right; None with fewer than ten of them, or five subjects."""
    sure = [row for row in rows if row.confidence is not None]
    about = [row.question.about for row in sure]
    if len(sure) < FEWEST or len(set(about)) < FOLDS:
        return None
    confidence = np.array([row.confidence for row in sure], np.float64)
    right = np.array([row.would_be_right or 0.0 for row in sure], np.float64)
    found = reliability(crossed(confidence, right, about), right, about, confidence)
    return Calibration(
        **{field.name: getattr(found, field.name) for field in fields(found)}, logistic=fitted(confidence, right)
    )


def reliability(
    predicted: Numbers, right: Numbers, about: Sequence[str], confidence: Numbers | None = None
) -> Reliability:
    """Return how well probabilities hold, of which nothing was fitted to these questions.

    Args:
        predicted: each question's probability.
        right: 1 for each that came true, else 0.
        about: what each is about; questions that are about the same are one draw of the bins' intervals.
        confidence: what the bins go by; the probabilities themselves when None.
    """
    by = predicted if confidence is None else confidence
    group = _groups(by)
    by_chance = np.random.default_rng(SEED).random((DRAWS, len(by))) < predicted
    return Reliability(
        bins=tuple(_bin(group == one, by, predicted, right, about) for one in np.unique(group)),
        error=_error(group, predicted, right),
        error_by_chance=float(np.mean([_error(group, predicted, one) for one in by_chance])),
        brier=float(np.mean((predicted - right) ** 2)),
        brier_of_share=float(right.mean() * (1 - right.mean())),
        questions=len(by),
    )


def fitted(confidence: Numbers, right: Numbers) -> Logistic:
    """Return the most likely logistic curve for targets drawn a little towards the middle (Platt 1999, section 2.2).

    Without that, confidences that tell right from wrong without error would make the slope infinite.
    """
    rights = right.sum()
    wrongs = len(right) - rights
    target = np.where(right > 0, (rights + 1) / (rights + 2), 1 / (wrongs + 2))
    middle, spread = confidence.mean(), confidence.std() or 1.0  # steps of like size in both directions
    scaled = (confidence - middle) / spread

    def loss(at: Numbers) -> tuple[float, Numbers]:
        logit = at[0] * scaled + at[1]
        rest = expit(logit) - target
        return float(np.mean(np.logaddexp(0, logit) - target * logit)), np.array([rest @ scaled, rest.sum()]) / len(
            right
        )

    slope, intercept = minimize(loss, np.zeros(2), jac=True, method="BFGS").x
    return Logistic(float(slope / spread), float(intercept - slope * middle / spread))


def crossed(confidence: Numbers, right: Numbers, about: Sequence[str]) -> Numbers:
    """Return each question's probability by a curve that was fitted to four fifths of the subjects, not its own."""
    subjects = sorted(set(about))
    order = np.random.default_rng(SEED).permutation(len(subjects))
    folds = dict(zip(subjects, order % FOLDS, strict=True))
    fold = np.array([folds[one] for one in about])
    predicted = np.empty(len(about))
    for one in range(FOLDS):
        curve = fitted(confidence[fold != one], right[fold != one])
        predicted[fold == one] = [curve(each) for each in confidence[fold == one]]
    return predicted


def _groups(confidence: Numbers) -> NDArray[np.intp]:
    """Return the number of each question's bin: quantiles, and equal confidences are never parted."""
    bins = max(1, min(BINS, len(confidence) // FEWEST))
    edges = np.unique(np.quantile(confidence, np.linspace(0, 1, bins + 1)[1:-1]))
    return np.searchsorted(edges, confidence, side="right")


def _error(group: NDArray[np.intp], predicted: Numbers, right: Numbers) -> float:
    """Return the mean over questions of how far their bin's mean probability is from its share right."""
    return float(np.abs(np.bincount(group, weights=predicted - right)).sum() / len(group))


def _bin(own: NDArray[np.bool_], confidence: Numbers, predicted: Numbers, right: Numbers, about: Sequence[str]) -> Bin:
    low, high = share_interval(right[own].tolist(), [one for one, is_own in zip(about, own, strict=True) if is_own])
    return Bin(
        least=float(confidence[own].min()),
        most=float(confidence[own].max()),
        predicted=float(predicted[own].mean()),
        right=float(right[own].mean()),
        low=low,
        high=high,
        questions=int(own.sum()),
    )
