"""What is known of the shipped reader beside its weights: its calibration, what it counts in a search, its making."""

from collections.abc import Mapping
from math import exp
from pathlib import Path
from typing import Annotated, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import RerankerUnavailable
from ingest.language import Language

REMEDY = "install citeshelf again, or set CITESHELF_RERANKER=none"
Pair = Literal["en-en", "en-zh", "zh-en", "zh-zh"]
"""The language of the question, then that of the passage."""


class Scale(BaseModel):
    """Turns a logit into calibrated log-odds (Platt 1999, as temperature and shift)."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    temperature: float = Field(gt=0)
    intercept: float

    def log_odds(self, logit: float) -> float:
        """Return the log-odds that a passage answers."""
        return (logit + self.intercept) / self.temperature


class Made(BaseModel):
    """How the weights were made: anyone can do it again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int
    commit: str
    date: str
    data: Mapping[str, str]
    """Each data file's SHA-256, by name."""


class Card(BaseModel):
    """The file `reader.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    format: Literal[1]
    layers: Annotated[int, Field(ge=1, le=12)]
    scales: Annotated[Mapping[Pair, Scale], Field(min_length=4)]
    made: Made

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a card.

        Raises:
            RerankerUnavailable: it is missing or not of this format.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise RerankerUnavailable(f"the reader's card {path} is missing or damaged", REMEDY) from error

    def write(self, path: Path) -> None:
        """Write the card as people read it."""
        path.write_text(self.model_dump_json(indent=2) + "\n", "utf-8")

    @property
    def identity(self) -> str:
        """What tells one reader from another."""
        return f"{self.layers} layers of {self.made.date} {self.made.commit}"

    def log_odds(self, logit: float, question: Language, passage: Language) -> float:
        """Return the calibrated log-odds of a logit for a question and a passage in these languages."""
        return self.scales[cast(Pair, f"{question}-{passage}")].log_odds(logit)


def sigmoid(log_odds: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + exp(-log_odds)) if log_odds >= 0 else exp(log_odds) / (1 + exp(log_odds))
