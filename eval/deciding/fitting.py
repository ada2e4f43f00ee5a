"""Signals to weights: a logistic regression in which answerable and unanswerable questions count alike."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from app.abstaining import Weights
from app.settings import Dial
from eval.deciding.labelled import REMOVED, Labelled
from eval.questions import Kind

FOLDS = 8
FALSE_REFUSALS: Mapping[Dial, float] = {"strict": 0.1, "balanced": 0.035, "eager": 0.02}
"""Share of the answerable questions that a dial may refuse."""
SHARES = {REMOVED: 0.4, Kind.NEAR_MISS: 0.35}
"""Of what kinds of unanswerable questions count; all others share the rest."""
Numbers = NDArray[np.float64]


def matrix(some: Sequence[Labelled]) -> Numbers:
    """Return float64 [questions, 3]: nearness, whether a name is missing, the reader's log-odds or, without one, 0."""
    return np.array([(one.signals.nearness, bool(one.signals.missing), one.signals.log_odds or 0.0) for one in some])


def held_out(some: Sequence[Labelled], seed: int) -> Numbers:
    """Return each question's log-odds by a regression that was fitted without its article, float64 [questions]."""
    given, wanted, weights = matrix(some), _answers(some), _weights(some)
    found = np.zeros(len(some))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in folds.split(given, wanted, [one.about for one in some]):
        model = _model().fit(given[train], wanted[train], logisticregression__sample_weight=weights[train])
        found[test] = model.decision_function(given[test])
    return found


def fitted(some: Sequence[Labelled], seed: int) -> Weights:
    """Return the weights, and thresholds under which so many answerable questions fall that were held out."""
    model = _model().fit(matrix(some), _answers(some), logisticregression__sample_weight=_weights(some))
    scaler, line = model[0], model[-1]
    slopes = line.coef_[0] / scaler.scale_
    odds = held_out(some, seed)[_answers(some)]
    return Weights(
        intercept=round(float(line.intercept_[0] - slopes @ scaler.mean_), 4),
        nearness=round(float(slopes[0]), 4),
        missing=round(float(slopes[1]), 4),
        log_odds=round(float(slopes[2]), 4),
        thresholds={dial: round(float(np.quantile(odds, share)), 4) for dial, share in FALSE_REFUSALS.items()},
    )


def _model() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression())


def _answers(some: Sequence[Labelled]) -> NDArray[np.bool_]:
    return np.array([one.answerable for one in some])


def _weights(some: Sequence[Labelled]) -> Numbers:
    """Return how much each question counts, 1 on average."""
    groups = ["answerable" if one.answerable else one.kind if one.kind in SHARES else "others" for one in some]
    shares = {"answerable": 1.0, "others": 1 - sum(SHARES.values()), **SHARES}
    found = np.array([shares[group] / groups.count(group) for group in groups])
    return np.asarray(found * len(some) / found.sum(), np.float64)
