"""What a judge is worth, and what its verdicts come to once its errors are known."""

from collections.abc import Sequence

import numpy as np

from app.evaluation.intervals import SEED, Numbers, bounds, interval, sums_drawn
from eval.judge.results import Calibration, Share
from eval.judge.verdicts import Verdict

Labelled = Sequence[tuple[bool, Verdict, str]]
"""Of each labelled answer: whether it is right, what the judge says, and its question."""
Answers = Sequence[tuple[Verdict, str]]
"""Of each answer: what the judge says, and what the question is about."""


def calibration(labelled: Labelled) -> Calibration:
    """Return how a judge did; kappa's bounds are a bootstrap's over questions, as two answers to one are alike."""
    cells, about = _known(labelled)
    if not cells:
        return Calibration(len(labelled), len(labelled), None, None, None, None)
    whole = np.sum(cells, axis=0)
    sensitivity, specificity = (_number(one) for one in rates(whole))
    kappas = np.nan_to_num(kappa(sums_drawn(cells, about)))  # a draw of one label only agrees no better than chance
    missing = len(labelled) - int(whole.sum())
    return Calibration(len(labelled), missing, sensitivity, specificity, _number(kappa(whole)), bounds(kappas, kappas))


def share(answers: Answers, labelled: Labelled) -> Share:
    """Return the share of right answers as judged and corrected, with the bounds of a bootstrap over both samples.

    A draw in which the judge is no better than chance says nothing: it counts as 0 for the lower bound, as 1 for the
    upper one.
    """
    known = [(float(verdict), about) for verdict, about in answers if verdict is not None]
    missing = len(answers) - len(known)
    if not known:
        return Share(len(answers), missing, None, None, None, None)
    values, about = zip(*known, strict=True)
    raw, (cells, questions) = sum(values) / len(values), _known(labelled)
    if not cells:
        return Share(len(answers), missing, raw, interval(values, about), None, None)
    corrected = rogan_gladen(np.array(raw), *rates(np.sum(cells, axis=0)))
    sums = sums_drawn([(value, 1.0) for value in values], about, SEED + 1)
    draws = rogan_gladen(sums[:, 0] / sums[:, 1], *rates(sums_drawn(cells, questions)))
    within = bounds(np.nan_to_num(draws, nan=0.0), np.nan_to_num(draws, nan=1.0))
    return Share(len(answers), missing, raw, interval(values, about), _number(corrected), within)


def rates(counts: Numbers) -> tuple[Numbers, Numbers]:
    """Return sensitivity and specificity, nan where no answer has the label.

    The last axis of `counts` is: right answers taken for right, and for wrong; wrong ones for right, and for wrong.
    """
    hits, misses, alarms, rejections = np.moveaxis(counts, -1, 0)
    with np.errstate(invalid="ignore"):
        return hits / (hits + misses), rejections / (alarms + rejections)


def kappa(counts: Numbers) -> Numbers:
    """Return the agreement beyond chance of such counts (Cohen 1960); nan where chance agrees always."""
    hits, misses, alarms, rejections = np.moveaxis(counts, -1, 0)
    total = counts.sum(axis=-1)
    observed = (hits + rejections) / total
    said, are = (hits + alarms) / total, (hits + misses) / total
    chance = said * are + (1 - said) * (1 - are)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Numbers = np.where(chance < 1, (observed - chance) / (1 - chance), np.nan)
    return found


def rogan_gladen(raw: Numbers, sensitivity: Numbers, specificity: Numbers) -> Numbers:
    """Return the true share behind a judged one (Rogan and Gladen, 1978), within 0 and 1.

    (raw + specificity - 1) / (sensitivity + specificity - 1); nan for a judge that is no better than chance.
    """
    better = sensitivity + specificity - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(better > 0, np.clip((raw + specificity - 1) / better, 0, 1), np.nan)


def _known(labelled: Labelled) -> tuple[list[list[float]], list[str]]:
    """Return what kind each labelled answer with a verdict is of, as a count, and its question."""
    known = [(right, verdict, about) for right, verdict, about in labelled if verdict is not None]
    cells = [
        [right and said, right and not said, not right and said, not right and not said] for right, said, _ in known
    ]
    return [[float(cell) for cell in row] for row in cells], [about for _, _, about in known]


def _number(value: Numbers) -> float | None:
    return None if np.isnan(value) else float(value)
