"""What refusing buys: the risk of a wrong answer by the share of questions that are answered (El-Yaniv & Wiener 2010).

An answerer that refuses when unsure can be set to answer more or less. Its confidences and what its answers would have
been worth, had it refused none, give all of these settings at once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.rows import Row
from eval.statistics.separation import auc


@dataclass(frozen=True, slots=True)
class Point:
    """What comes of answering whatever is at least as sure as a threshold; None: everything, sure of it or not.

    `coverage` is the share of all questions that are answered, `risk` the share of these that are not right.
    """

    threshold: float | None
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Selective:
    """A run's risk at each coverage.

    `points` has one a confidence, surest first, ending with all questions, and `best` the same for an answerer that
    knows when it is right; `aurc` and `best_aurc` are the areas below them, `operating` where the answerer stands.
    `coverage_at_5` is the largest with at most 5 % of risk, found on these questions and so on the bright side.
    `auroc` is the chance that an answerable question has a higher confidence than an unanswerable one; None without
    both.
    """

    points: tuple[Point, ...]
    best: tuple[Point, ...]
    aurc: float
    best_aurc: float
    operating: Point
    auroc: float | None
    coverage_at_5: float
    questions: int


def selective(rows: Sequence[Row]) -> Selective | None:
    """Return how risk goes with coverage; None when no row has a confidence.

    A row without one is answered last. What nothing answers is never right. Confidences mean the same within an index
    and a language only: ask for each language, too.
    """
    if all(row.confidence is None for row in rows):
        return None
    sure = [-math.inf if row.confidence is None else row.confidence for row in rows]
    rights = [row.would_be_right or 0.0 for row in rows]
    points = curve(sure, rights)
    best = curve(range(len(rows), 0, -1), sorted(rights, reverse=True))
    return Selective(
        points=points,
        best=best,
        aurc=area(points),
        best_aurc=area(best),
        operating=_operating(sure, rights),
        auroc=_auroc(rows),
        coverage_at_5=_coverage_at(0.05, points),
        questions=len(rows),
    )


def curve(sure: Sequence[float], rights: Sequence[float]) -> tuple[Point, ...]:
    """Return a point for each distinct confidence, highest first: equal ones are answered together or not at all."""
    confidence, right = np.array(sure, np.float64), np.array(rights, np.float64)
    thresholds, group = np.unique(-confidence, return_inverse=True)
    answered = np.cumsum(np.bincount(group))
    wrong = np.cumsum(np.bincount(group, weights=1 - right))
    return tuple(
        Point(None if np.isposinf(one) else float(-one), float(many / len(sure)), float(bad / many))
        for one, many, bad in zip(thresholds, answered, wrong, strict=True)
    )


def area(points: Sequence[Point]) -> float:
    """Return the area under a risk-coverage curve: the mean over all questions of the risk at their own confidence.

    That is AURC as Geifman, Uziel and El-Yaniv define it (ICLR 2019, section 2), equal confidences as one threshold.
    """
    before = (0.0, *(point.coverage for point in points))
    return sum(point.risk * (point.coverage - least) for point, least in zip(points, before, strict=False))


def _operating(sure: Sequence[float], rights: Sequence[float]) -> Point:
    """Return what is answered as things are: whatever has a confidence above 0. No answer, no risk."""
    answered = [right for confidence, right in zip(sure, rights, strict=True) if confidence > 0]
    risk = 1 - sum(answered) / len(answered) if answered else 0.0
    return Point(0.0, len(answered) / len(sure), risk)


def _auroc(rows: Sequence[Row]) -> float | None:
    """Return how well confidence tells what is answerable; a failure says nothing, and is left out."""
    found = [row for row in rows if row.failure is None]
    sure = [-math.inf if row.confidence is None else row.confidence for row in found]
    return auc(sure, [row.question.answerable for row in found])


def _coverage_at(risk: float, points: Sequence[Point]) -> float:
    return max((point.coverage for point in points if point.risk <= risk), default=0.0)
