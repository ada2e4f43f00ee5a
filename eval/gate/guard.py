"""Whether new answers are as good as an earlier run's: each quality, on the open questions that both were asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.errors import AppError
from app.evaluation.figures import Mean
from eval.harmless import in_one_line
from eval.questions import Question, QuestionsInvalid
from eval.rows import Row, Run
from eval.scores.measures import BY_NAME, Better
from eval.statistics.summary import mean_of

EXACTLY = 1e-9  # a fall by the margin itself is allowed, whatever binary fractions make of it
_UNASKED = frozenset({"id", "kind", "article_language", "held_out"})  # nothing of it is asked or expected


class AnswersWorse(AppError):
    """A quality fell by more than its margin."""


@dataclass(frozen=True, slots=True)
class Quality:
    """A measure, and by how much its mean may get worse."""

    name: str
    margin: float

    @property
    def is_lower_better(self) -> bool:
        """Whether a rise is a fall."""
        return BY_NAME[self.name].better is Better.LOWER


class Pair(NamedTuple):
    """What an earlier run and a new one made of one question."""

    was: Row
    now: Row


@dataclass(frozen=True, slots=True)
class Change:
    """A quality's means over pairs; `now` is None where it no longer applies to any answer."""

    quality: Quality
    was: float
    now: float | None
    pairs: Sequence[Pair]

    @property
    def fall(self) -> float:
        """By how much it is worse, below 0 where it is better."""
        return self._fall(self.was, self.now)

    @property
    def is_too_far(self) -> bool:
        """Whether that is more than its margin."""
        return self.fall > self.quality.margin + EXACTLY

    @property
    def questions(self) -> int:
        """To how many questions it applied before."""
        return sum(pair.was.scores.get(self.quality.name) is not None for pair in self.pairs)

    def worse(self) -> list[Pair]:
        """Return the pairs that pull it down, the furthest first.

        What did not apply before is compared with the mean before: a new answer below it pulls, too.
        """
        falls = [(self._fall_of(pair), pair) for pair in self.pairs]
        return [pair for fall, pair in sorted(falls, key=lambda one: -one[0]) if fall > EXACTLY]

    def _fall_of(self, pair: Pair) -> float:
        was, now = (row.scores.get(self.quality.name) for row in pair)
        return 0.0 if was is now is None else self._fall(self.was if was is None else was, now)

    def _fall(self, was: float, now: float | None) -> float:
        """What no longer applies counts as the worst: an answerer that always refuses has no wrong citation."""
        if self.quality.is_lower_better:
            return (1.0 if now is None else now) - was
        return was - (now or 0.0)


def checked(qualities: Iterable[Quality]) -> list[Quality]:
    """Return qualities that can fall, the last of each name.

    Raises:
        QuestionsInvalid: one is no measure, or neither way of it is better.
    """
    known = [one.name for one in BY_NAME.values() if one.better is not Better.NEITHER]
    found = {one.name: one for one in qualities}
    if wrong := [name for name in found if name not in known]:
        raise QuestionsInvalid(f"there is no quality {in_one_line(wrong[0])}", f"use one of {', '.join(known)}")
    return list(found.values())


def paired(before: Run, now: Iterable[Row]) -> list[Pair]:
    """Return the rows of both of the questions that ask and expect the same."""
    old = {_asked(row.question): row for row in before.rows}
    return [Pair(old[key], row) for row in now if (key := _asked(row.question)) in old]


def shared(before: Run, questions: Iterable[Question]) -> list[Row]:
    """Return the earlier run's rows of the open questions that are to be asked again.

    Raises:
        QuestionsInvalid: there is none, so that nothing can be compared.
    """
    asked = {_asked(question) for question in questions if not question.held_out}
    rows = [row for row in before.rows if _asked(row.question) in asked]
    if not rows:
        raise QuestionsInvalid(
            f"the run {in_one_line(before.name)} was asked none of these questions", "give its own with --questions"
        )
    return rows


def measured_before(qualities: Iterable[Quality], rows: Sequence[Row]) -> None:
    """Check that the earlier run has a mean of each quality.

    Raises:
        QuestionsInvalid: one applied to none of its answers.
    """
    for one in qualities:
        if _mean(rows, one.name) is None:
            raise QuestionsInvalid(
                f"{one.name} applies to no answer of the earlier run", "name another --quality, or give another run"
            )


def changed(qualities: Iterable[Quality], pairs: Sequence[Pair]) -> list[Change]:
    """Return what became of each quality that applied before."""
    found = []
    for quality in qualities:
        if was := _mean([pair.was for pair in pairs], quality.name):
            now = _mean([pair.now for pair in pairs], quality.name)
            found.append(Change(quality, was.value, now.value if now else None, pairs))
    return found


def _mean(rows: Sequence[Row], measure: str) -> Mean | None:
    """Return the mean over rows that have the measure at all: an earlier version's may not."""
    return mean_of([row for row in rows if measure in row.scores], measure)


def _asked(question: Question) -> str:
    return question.model_dump_json(exclude=set(_UNASKED))
