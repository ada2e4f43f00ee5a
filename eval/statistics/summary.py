"""Rows to means: of all questions and of each group, each with its interval."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from app.evaluation.figures import Mean
from app.evaluation.intervals import interval, share_interval
from eval.rows import Row
from eval.scores.measures import BY_NAME, Better

Group = Callable[[Row], str]


def mean_of(rows: Sequence[Row], measure: str) -> Mean | None:
    """Return a measure's mean over rows; None when it applies to none of them."""
    found = [(score, row.question.about) for row in rows if (score := row.scores.get(measure)) is not None]
    if not found:
        return None
    scores, about = zip(*found, strict=True)
    bounds = interval if BY_NAME[measure].better is Better.NEITHER else share_interval  # lengths have no upper end
    low, high = bounds(scores, about)
    return Mean(sum(scores) / len(scores), low, high, len(scores))


def by_kind(row: Row) -> str:
    """Group by what is asked for."""
    return row.question.kind.value


def by_direction(row: Row) -> str:
    """Group by the languages of question and article."""
    return row.question.direction


def by_part(row: Row) -> str:
    """Group by whether anybody may have tuned on it."""
    return "held-out" if row.question.held_out else "open"


def grouped(rows: Sequence[Row], group: Group) -> Mapping[str, list[Row]]:
    """Return rows by group, groups in the order in which they first come."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(group(row), []).append(row)
    return found


def percentile(rows: Sequence[Row], share: float) -> float | None:
    """Return the shortest time, in milliseconds, within which a share of the answers came; what failed has no time."""
    times = [row.total_ms for row in rows if row.total_ms is not None]
    return float(np.percentile(times, 100 * share, method="inverted_cdf")) if times else None
