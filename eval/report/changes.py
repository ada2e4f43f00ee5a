"""What changed between two runs: measure by measure, and question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from eval.answered import answered
from eval.rows import Row, Run
from eval.scores.measures import BY_NAME, Better
from eval.statistics.paired import Difference, differences, shared

REAL = 0.05  # of p, adjusted for how many measures are looked at
WRONG, RIGHT, OTHER = "Newly wrong", "Newly right", "Otherwise different"
Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class Changes:
    """An earlier run beside a later one, on the questions that are word for word the same in both.

    `groups` holds the pairs (earlier, later) whose answers differ, by what became of them.
    """

    before: Run
    run: Run
    pairs: Sequence[Pair]
    differences: Sequence[Difference]
    groups: Mapping[str, Sequence[Pair]]

    @classmethod
    def of(cls, before: Run, run: Run) -> Self:
        """Compare two runs."""
        pairs = shared(before.rows, run.rows)
        groups: dict[str, list[Pair]] = {WRONG: [], RIGHT: [], OTHER: []}
        for was, row in pairs:
            if said(was) != said(row):
                groups[_group(was, row)].append((was, row))
        return cls(before, run, pairs, differences(before.rows, run.rows), groups)

    @property
    def differing(self) -> int:
        """How many answers differ."""
        return sum(map(len, self.groups.values()))

    @property
    def told(self) -> str:
        """Return what was compared with what, in words."""
        same = f"{self.differing} of {len(self.pairs)} answers differ from {self.before.name}"
        if self.before.questions["digest"] == self.run.questions["digest"]:
            return f"{same}, index {self.before.index['hash']}."
        new, gone = (len(one.rows) - len(self.pairs) for one in (self.run, self.before))
        return (
            f"{same}, which was asked other questions ({self.before.questions['digest']}, not "
            f"{self.run.questions['digest']}): {len(self.pairs)} are the same and compared, {new} are only in this "
            f"run, {gone} only in that."
        )

    def verdict(self, one: Difference) -> str:
        """Return "better" or "worse" where chance does not explain a change of a measure that has a better side."""
        better = BY_NAME[one.measure].better
        if one.adjusted >= REAL or not one.change:
            return ""
        if better is Better.NEITHER:
            return "changed"
        return "better" if (one.change > 0) == (better is Better.HIGHER) else "worse"


def said(row: Row) -> tuple[object, ...]:
    """Return all that a reader sees of an answer: what is said, from which pages, quoted how."""
    answer = answered(row.answer)
    sources = tuple((one.number, one.url, one.quotes) for one in answer.citations)
    return row.failure, answer.refused, tuple((one.text, one.citations) for one in answer.sentences), sources


def _group(was: Row, row: Row) -> str:
    old, new = (one.scores.get("right") or 0.0 for one in (was, row))
    return OTHER if old == new else (RIGHT if new > old else WRONG)
