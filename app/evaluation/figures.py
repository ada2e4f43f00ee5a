"""A run's figures: means of the headline measures with their intervals, by part, direction and kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.evaluation.intervals import share_interval
from app.evaluation.runs import Kept, Row

HEADLINES = ("right", "recall@5", "nugget_recall", "citation_precision")
"""What groups are compared by, as in the report's page."""
OPEN, HELD_OUT = "open", "held-out"


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a measure over the questions that it applies to, and the 95 % bounds of where it lies."""

    value: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that have something in common: its name, how many, and a mean for each of the headlines."""

    name: str
    questions: int
    means: tuple[Mean | None, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is told of a run; directions and kinds are of its open questions, where it has any.

    `half_ms` and `most_ms` are how long half, and 95 % of the answers took at most (None: none was timed).
    """

    parts: tuple[Group, ...]
    directions: tuple[Group, ...]
    kinds: tuple[Group, ...]
    failures: int
    half_ms: float | None
    most_ms: float | None


def mean_of(rows: Sequence[Row], measure: str) -> Mean | None:
    """Return a measure's mean over rows; None when it applies to none of them."""
    scored = [(score, row.question.about) for row in rows if (score := row.scores.get(measure)) is not None]
    if not scored:
        return None
    scores, about = zip(*scored, strict=True)
    return Mean(sum(scores) / len(scores), *share_interval(scores, about), len(scores))


def direction_of(row: Row) -> str:
    """Return the languages of question and article: "zh→en"; "zh→" when nothing answers."""
    return f"{row.question.language}→{row.question.article_language or ''}"


@lru_cache(8)
def figures_of(kept: Kept) -> Figures:
    """Return the figures of a run; they are kept, for ten thousand draws a mean take their time."""
    run = kept.run
    parts = _grouped(run.rows, lambda row: HELD_OUT if row.question.held_out else OPEN)
    main = parts.get(OPEN) or parts.get(HELD_OUT) or []
    times = [row.answer.timings_ms["total"] for row in run.rows if "total" in row.answer.timings_ms]
    return Figures(
        parts=tuple(_group(name, parts[name]) for name in (OPEN, HELD_OUT) if name in parts),
        directions=tuple(_group(*item) for item in _grouped(main, direction_of).items()),
        kinds=tuple(_group(*item) for item in _grouped(main, lambda row: row.question.kind).items()),
        failures=sum(row.failure is not None for row in run.rows),
        half_ms=_percentile(times, 50),
        most_ms=_percentile(times, 95),
    )


def _group(name: str, rows: Sequence[Row]) -> Group:
    return Group(name, len(rows), tuple(mean_of(rows, measure) for measure in HEADLINES))


def _grouped(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _percentile(times: Sequence[float], share: int) -> float | None:
    return float(np.percentile(times, share, method="inverted_cdf")) if times else None
