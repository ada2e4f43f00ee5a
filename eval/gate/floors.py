"""Below what no score may fall: floors beside the questions, written from a run and only ever raised.

A floor lies a little below what was measured. Another processor adds numbers in another order, so that of two sentences
that are all but equally near the other may win. Noise of a thousandth on the questions' vectors turned none of 56
questions, noise of one to six hundredths at most one. So a floor leaves room for one question of its group, or for a
hundredth where that is more.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from app.errors import AppError
from eval.files import rewrite
from eval.questions import QuestionsInvalid, digest
from eval.rows import Row
from eval.scores.measures import BY_NAME, Better
from eval.statistics.summary import by_direction, grouped, mean_of

OPEN = "open"
OF_DIRECTIONS = ("right", "source_1")
EXACTLY = 1e-6  # of a hundredth: 0.29 is 28.999999999999996 hundredths

Groups = dict[str, dict[str, Annotated[float, Field(ge=0, le=1)]]]


class FloorsMissed(AppError):
    """A score is below its floor, or nothing says what its floor is."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A measure's floor in a group of questions; of a measure that is better when lower, its ceiling."""

    group: str
    measure: str
    value: float

    def holds(self, score: float | None) -> bool:
        """Whether a score is on the right side of it; one that is not measured any more is not."""
        if score is None:
            return False
        return score <= self.value if is_ceiling(self.measure) else score >= self.value

    def described(self, score: float | None) -> str:
        """Return what the score is and what it should be."""
        where = "" if self.group == OPEN else f" of {self.group}"
        found = "not measured" if score is None else f"{score:.3f}"
        return f"{self.measure}{where} {found} ({'ceiling' if is_ceiling(self.measure) else 'floor'} {self.value:.2f})"


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Floors:
    """Bounds by group and measure, and the digest of the open questions that they were measured with."""

    questions: str
    groups: Groups

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Self:
        """Return the floors that a run's open questions set; those held out set none."""
        counting = _open(rows)
        found: Groups = {}
        for group, measure, some in _measured(counting):
            if mean := mean_of(some, measure):
                found.setdefault(group, {})[measure] = _bound(measure, mean.value, mean.questions)
        return cls(digest([row.question for row in counting]), found)

    def missed(self, rows: Sequence[Row]) -> list[str]:
        """Return what is below its floor, described.

        Raises:
            FloorsMissed: the floors are for other questions.
        """
        counting = _open(rows)
        if digest([row.question for row in counting]) != self.questions:
            raise FloorsMissed("the floors are for other questions", "write them anew with --raise-floors")
        scores = {(group, measure): mean_of(some, measure) for group, measure, some in _measured(counting)}
        found = []
        for one in self.bounds():
            mean = scores.get((one.group, one.measure))
            score = mean.value if mean else None
            if not one.holds(score):
                found.append(one.described(score))
        return found

    def bounds(self) -> Iterator[Bound]:
        """Yield each of them."""
        for group, bounds in self.groups.items():
            yield from (Bound(group, measure, value) for measure, value in bounds.items())

    def raised_to(self, other: Self) -> Self:
        """Return the stricter of each two bounds; for other questions there are only the other ones."""
        if other.questions != self.questions:
            return other
        both = {group: dict(bounds) for group, bounds in self.groups.items()}
        for one in other.bounds():
            strict = min if is_ceiling(one.measure) else max
            mine = both.setdefault(one.group, {})
            mine[one.measure] = strict(one.value, mine.get(one.measure, one.value))
        return type(self)(self.questions, both)


def is_ceiling(measure: str) -> bool:
    """Return whether a measure may not rise."""
    return BY_NAME[measure].better is Better.LOWER


def held(path: Path, rows: Sequence[Row], *, to_raise: bool) -> str:
    """Hold a run to the floors in a file, and return what came of it as a sentence.

    Args:
        path: the file, which need not be there when floors are to be raised.
        rows: the run's.
        to_raise: write the floors that the run sets where they are stricter, or for other questions.

    Raises:
        FloorsMissed: a score is below its floor, or the floors are for other questions; the file stays as it is.
        QuestionsInvalid: the file holds no floors, or cannot be written.
    """
    new = Floors.of(rows)
    old = None if to_raise and not path.exists() else read_floors(path)
    if old and (old.questions == new.questions or not to_raise):
        if missed := old.missed(rows):
            raise FloorsMissed(
                f"answers are below the floors in {path}: {', '.join(missed)}",
                "see which ones with --against an earlier run",
            )
        if not to_raise:
            return f"no score is below its floor in {path}"
    raised = old.raised_to(new) if old else new
    rewrite(path, TypeAdapter(Floors).dump_json(raised, indent=1, ensure_ascii=False) + b"\n")
    return f"floors written to {path}"


def read_floors(path: Path) -> Floors:
    """Read floors.

    Raises:
        QuestionsInvalid: the file is not there, or holds something else.
    """
    try:
        floors = TypeAdapter(Floors).validate_json(path.read_bytes())
    except OSError as error:
        raise QuestionsInvalid(f"there are no floors in {path}", "write them with --raise-floors") from error
    except ValidationError as error:
        raise QuestionsInvalid(f"{path} is damaged", "take it from the repository, or remove it") from error
    if unknown := [one.measure for one in floors.bounds() if one.measure not in BY_NAME]:
        raise QuestionsInvalid(f"{path} has a floor of {unknown[0]}, which is no measure", "remove it there")
    return floors


def _open(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not row.question.held_out]


def _measured(rows: Sequence[Row]) -> Iterator[tuple[str, str, Sequence[Row]]]:
    """Yield what has a floor: every measure of which one way is better, and two of them in each direction."""
    yield from ((OPEN, one.name, rows) for one in BY_NAME.values() if one.better is not Better.NEITHER)
    for direction, some in grouped(rows, by_direction).items():
        yield from ((direction, measure, some) for measure in OF_DIRECTIONS)


def _bound(measure: str, mean: float, questions: int) -> float:
    """Return a mean rounded to a hundredth and moved by the slack, both towards what is worse."""
    slack = max(1, math.ceil(100 / questions - EXACTLY))
    if is_ceiling(measure):
        return min(math.ceil(100 * mean - EXACTLY) + slack, 100) / 100
    return max(math.floor(100 * mean + EXACTLY) - slack, 0) / 100
