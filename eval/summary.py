"""Rows to means: of all questions and of each group, each with its interval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.intervals import interval
from eval.rows import Row

Group = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a measure over the questions that it applies to, and the 95 % bounds of where it lies."""

    value: float
    low: float
    high: float
    questions: int


def mean_of(rows: Sequence[Row], measure: str) -> Mean | None:
    """Return a measure's mean over rows; None when it applies to none of them."""
    found = [(score, row.question.about) for row in rows if (score := row.scores[measure]) is not None]
    if not found:
        return None
    scores, about = zip(*found, strict=True)
    low, high = interval(scores, about)
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
    """Return below which time, in milliseconds, a share of the answers came; the nearest rank."""
    times = sorted(row.total_ms for row in rows if row.total_ms is not None)
    return times[min(int(len(times) * share), len(times) - 1)] if times else None
