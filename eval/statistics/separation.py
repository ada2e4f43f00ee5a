"""How well a score tells two kinds apart, whatever its scale: the area under the ROC curve, and how sure that is."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

from app.evaluation.intervals import DRAWS, SEED, Interval, Numbers, bounds


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Return the chance that a positive has the higher score, ties counted half; None without both kinds.

    That is the rank statistic of Mann and Whitney (1947) as a share.
    """
    is_positive = np.array(positive, bool)
    many, others = int(is_positive.sum()), int((~is_positive).sum())
    if not many or not others:
        return None
    ranks = rankdata(scores)
    return float((ranks[is_positive].sum() - many * (many + 1) / 2) / (many * others))


def auc_interval(scores: Sequence[float], positive: Sequence[bool], about: Sequence[str]) -> Interval:
    """Return the bootstrap's interval of the area; what is about one thing is drawn together."""
    return bounds(_drawn(scores, positive, about))


def lead_interval(
    ours: Sequence[float], theirs: Sequence[float], positive: Sequence[bool], about: Sequence[str]
) -> Interval:
    """Return the interval of how much larger our area is, both taken of the same draws."""
    return bounds(_drawn(ours, positive, about) - _drawn(theirs, positive, about))


def _drawn(scores: Sequence[float], positive: Sequence[bool], about: Sequence[str]) -> Numbers:
    """Return the area in each draw of subjects; a draw of one kind alone tells nothing, and counts one half.

    Of each two subjects it is counted once how many pairs of theirs are in order; a draw then weighs these counts.
    """
    subjects, of = np.unique(about, return_inverse=True)
    score, is_positive = np.array(scores, np.float64), np.array(positive, bool)
    above, below = score[is_positive], score[~is_positive]
    ordered = (above[:, None] > below).astype(np.float64) + 0.5 * (above[:, None] == below)
    between = np.zeros((len(subjects), len(subjects)))
    np.add.at(between, (of[is_positive][:, None], of[~is_positive][None, :]), ordered)
    drawn = np.random.default_rng(SEED).multinomial(len(subjects), np.full(len(subjects), 1 / len(subjects)), DRAWS)
    pairs = (drawn @ np.bincount(of[is_positive], minlength=len(subjects))) * (
        drawn @ np.bincount(of[~is_positive], minlength=len(subjects))
    )
    in_order: Numbers = ((drawn @ between) * drawn).sum(axis=1)
    areas: Numbers = np.divide(in_order, pairs, out=np.full(len(pairs), 0.5), where=pairs > 0)
    return areas
