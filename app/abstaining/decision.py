"""Whether to answer: the signals, weighed by what labelled questions taught (`python -m eval.deciding`)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from app.abstaining.signals import Signals
from app.settings import Dial

EASED: Mapping[Dial, Dial] = {"strict": "balanced", "balanced": "eager", "eager": "eager"}
NEVER = -1e6  # log-odds below any
SHIPPED = Path(__file__).parents[1] / "data" / "decision.json"


class Weights(BaseModel):
    """Of each signal; `thresholds` are the log-odds that an answer must reach, by dial."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    intercept: float
    nearness: float
    log_odds: float = 0.0
    missing: float
    thresholds: Mapping[Dial, float] = Field(min_length=3)

    def log_odds_of(self, signals: Signals) -> float:
        """Return the log-odds that the sources answer."""
        read = self.log_odds * (signals.log_odds or 0.0)
        return self.intercept + self.nearness * signals.nearness + read + self.missing * bool(signals.missing)


class Fitted(BaseModel):
    """What the weights were fitted on: hashes of the questions and of the index, how many, the seed of the folds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int
    questions: str
    index: str
    answerable: int
    unanswerable: int


class Decision(BaseModel):
    """The file `app/data/decision.json`: weights with a reader's log-odds among the signals, and without.

    Those of the sources that are in another language than the question stand apart: everything is further away there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    read: Weights
    unread: Weights
    crossed_read: Weights
    crossed_unread: Weights
    fitted: Fitted

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Self:
        """Read what ships."""
        return cls.model_validate_json(path.read_bytes())

    def unrefusing(self) -> Self:
        """Return the same decision with every threshold out of reach."""
        return self.model_copy(
            update={
                name: weights.model_copy(update={"thresholds": dict.fromkeys(weights.thresholds, NEVER)})
                for name, weights in self
                if isinstance(weights, Weights)
            }
        )

    def confidence(self, signals: Signals, dial: Dial) -> float:
        """Return how far the log-odds that the sources answer are above what the dial asks for.

        Across languages it is the next more eager one: what a false refusal hides there, its reader would not find.
        """
        if signals.crossed:
            weights, dial = (self.crossed_unread if signals.log_odds is None else self.crossed_read), EASED[dial]
        else:
            weights = self.unread if signals.log_odds is None else self.read
        return weights.log_odds_of(signals) - weights.thresholds[dial]
