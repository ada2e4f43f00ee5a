"""What changed between two runs, measure by measure, and whether chance explains it.

Questions are compared with themselves, so that hard and easy ones do not blur the difference. Questions about one thing
are right or wrong together: as in `app.evaluation.intervals`, they are one draw, and one sign.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np
from scipy.stats import permutation_test

from app.evaluation.intervals import SEED, interval
from eval.rows import Row
from eval.scores.measures import MEASURES

RESAMPLES = 9_999
CANNOT_DIFFER = "refusal_precision"  # of two refusals of one question, both are right or both wrong
COMPARED = tuple(measure.name for measure in MEASURES if measure.name != CANNOT_DIFFER)


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of two runs, on the questions of both to which it applies in both.

    `low` and `high` are the 95 % bounds of the change; `p` is of the randomisation test, `adjusted` the same for as
    many measures as were looked at; `left_out` counts the shared questions where it applies to one of the runs only.
    """

    measure: str
    before: float
    after: float
    change: float
    low: float
    high: float
    p: float
    adjusted: float
    questions: int
    left_out: int


def shared(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return both rows of each question that two runs have alike, all that it is scored by included."""
    earlier = {row.id: row for row in before}
    pairs = ((earlier[row.id], row) for row in after if row.id in earlier)
    return [(was, row) for was, row in pairs if was.question == row.question]


def differences(before: Sequence[Row], after: Sequence[Row], measures: Sequence[str] = COMPARED) -> list[Difference]:
    """Compare two runs by each of some measures, in their order; one that applies to no pair is left out.

    A measure that is None in one of the two rows says nothing of that question: of answers where before there was a
    refusal, `false_refusal` and `right` tell.
    """
    pairs = shared(before, after)
    found = [one for measure in measures if (one := _difference(pairs, measure))]
    return [replace(one, adjusted=p) for one, p in zip(found, holm([one.p for one in found]), strict=True)]


def holm(found: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number (Holm 1979), in the order given.

    The chance of even one false alarm then stays below the level, however the measures depend on each other. To
    bound the share of false alarms (Benjamini and Hochberg 1995) finds more, but what is asked here is "did anything
    change at all?".
    """
    adjusted = [0.0] * len(found)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(found)), key=found.__getitem__)):
        least = max(least, min(1.0, (len(found) - rank) * found[place]))
        adjusted[place] = least
    return adjusted


def randomised(changes: Sequence[float], about: Sequence[str]) -> float:
    """Return the two-sided p of a mean change by a paired randomisation test (Fisher 1935; Smucker et al. 2007).

    If the runs were alike, a change might as well be one the other way round: signs are flipped, those about one thing
    together. Up to 13 things that changed, all flips are looked at, beyond that 9,999 with a fixed seed.
    """
    sums: dict[str, float] = defaultdict(float)
    for change, subject in zip(changes, about, strict=True):
        sums[subject] += change
    flipped = np.array([one for one in sums.values() if abs(one) > 1e-12])  # the flip of nothing is nothing
    if len(flipped) < 2:
        return 1.0
    test = permutation_test(
        (flipped,),
        np.sum,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(SEED),
    )
    return float(test.pvalue)


def _difference(pairs: Sequence[tuple[Row, Row]], measure: str) -> Difference | None:
    scored = [(was.scores.get(measure), row.scores.get(measure), row.question.about) for was, row in pairs]
    both = [(old, new, about) for old, new, about in scored if old is not None and new is not None]
    if not both:
        return None
    before, after, about = zip(*both, strict=True)
    changes = [new - old for old, new, _ in both]
    return Difference(
        measure,
        fmean(before),
        fmean(after),
        fmean(changes),
        *interval(changes, about),
        p=(p := randomised(changes, about)),
        adjusted=p,
        questions=len(both),
        left_out=sum((old is None) != (new is None) for old, new, _ in scored),
    )
