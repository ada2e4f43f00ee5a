"""The vocabulary of judging: what a judge is worth, what it says, and what that comes to."""

from collections.abc import Mapping

from pydantic.dataclasses import dataclass

from app.evaluation.intervals import Interval
from eval.judge.verdicts import Verdict


@dataclass(frozen=True)
class Calibration:
    """How a judge did on answers whose labels are known; None where no verdict makes a figure.

    `pairs` were judged, `missing` of them without a verdict; sensitivity and specificity are the shares of the right
    and of the wrong answers that it recognised; kappa is its agreement beyond chance, with its 95 % bounds.
    """

    pairs: int
    missing: int
    sensitivity: float | None
    specificity: float | None
    kappa: float | None
    kappa_interval: Interval | None

    @property
    def is_usable(self) -> bool:
        """Whether the judge is surely better than chance."""
        return self.kappa_interval is not None and self.kappa_interval[0] > 0


@dataclass(frozen=True)
class Share:
    """How many of the answers are right: as judged, and corrected for the judge's errors, with 95 % bounds.

    `answers` were judged, `missing` of them without a verdict: those count neither way.
    """

    answers: int
    missing: int
    raw: float | None
    raw_interval: Interval | None
    corrected: float | None
    corrected_interval: Interval | None


@dataclass(frozen=True)
class Judged:
    """What a judge made of a run: `verdicts` by the questions' ids, `labelled` by the labelled answers' ids.

    `prompt` is a hash of the judge's instructions; `asked` and `seconds` are those of the process that finished.
    """

    model: str
    prompt: str
    calibration: Calibration
    share: Share
    verdicts: Mapping[str, Verdict]
    labelled: Mapping[str, Verdict]
    asked: int
    seconds: float
