"""What changed between two runs, on the questions that are the same in both."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from app.evaluation.figures import HEADLINES
from app.evaluation.intervals import interval
from app.evaluation.runs import Question, Row, Run

Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after; `low` and `high` are the 95 % bounds of what lies between."""

    measure: str
    before: float
    after: float
    change: float
    low: float
    high: float
    questions: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out that nothing changed."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Changes:
    """An earlier run beside a later one: how many questions both were asked, and which became right or wrong."""

    shared: int
    headlines: tuple[Change, ...]
    newly_right: tuple[Question, ...]
    newly_wrong: tuple[Question, ...]


def changes_between(before: Run, after: Run) -> Changes:
    """Compare two runs question by question."""
    earlier = {row.question.id: row for row in before.rows}
    met = ((earlier[row.question.id], row) for row in after.rows if row.question.id in earlier)
    pairs = [(was, row) for was, row in met if was.question == row.question]
    moved = [(row.question, (row.scores.get("right") or 0.0) - (was.scores.get("right") or 0.0)) for was, row in pairs]
    return Changes(
        shared=len(pairs),
        headlines=tuple(found for measure in HEADLINES if (found := _change(pairs, measure))),
        newly_right=tuple(question for question, change in moved if change > 0),
        newly_wrong=tuple(question for question, change in moved if change < 0),
    )


def _change(pairs: Sequence[Pair], measure: str) -> Change | None:
    scored = [(was.scores.get(measure), row.scores.get(measure), row.question.about) for was, row in pairs]
    both = [(old, new, about) for old, new, about in scored if old is not None and new is not None]
    if not both:
        return None
    before, after, about = zip(*both, strict=True)
    changes = [new - old for old, new, _ in both]
    return Change(measure, fmean(before), fmean(after), fmean(changes), *interval(changes, about), len(both))
