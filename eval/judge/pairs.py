"""Answers that we have judged ourselves: what a judge is measured with before it is believed."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.judge.judge import Case
from eval.nuggets import Nugget
from ingest.language import Language

JUDGED = Path(__file__).parents[1] / "data" / "judged.jsonl"


class Pair(BaseModel):
    """A question with an answer, `right` or not; `trap` says what may mislead a judge, "none" where nothing does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    language: Language
    trap: str
    question: str
    facts: tuple[Nugget, ...]
    answer: str
    right: bool

    @property
    def case(self) -> Case:
        """What the judge gets to see of it."""
        return Case(self.question, self.facts, self.answer)


def read_pairs(path: Path = JUDGED) -> list[Pair]:
    """Read the labelled answers."""
    return [Pair.model_validate_json(line) for line in path.read_text("utf-8").split("\n") if line]
