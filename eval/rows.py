"""The vocabulary of results: a row a question, a run of rows with all that they depend on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from eval.answered import AnswerJson
from eval.files import rewrite
from eval.judge.results import Judged
from eval.questions import Question, QuestionsInvalid
from eval.scores.measures import Scores

Json = dict[str, Any]
NAMED = {"questions": {"name", "digest", "number"}, "index": {"hash"}, "environment": {"commit", "changed"}}
"""What a run says of itself at least."""


@dataclass(frozen=True)
class Row:
    """One question's result.

    `answer` is what `citeshelf ask --json` prints; `confidence` what it was decided by, `would_be_right` whether the
    answer is right that would have been given if nothing were refused; `failure` the error that left no answer.
    """

    question: Question
    answer: AnswerJson
    ranking: tuple[str, ...]
    scores: Scores
    confidence: float | None
    would_be_right: float | None
    failure: str | None = None

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @property
    def refused(self) -> bool:
        """Whether the sources were said not to answer."""
        return bool(self.answer.get("refused"))

    @property
    def text(self) -> str:
        """The answer's sentences as they follow each other."""
        return " ".join(one["text"] for one in self.answer.get("sentences", ()))

    @property
    def source_1(self) -> str | None:
        """The page that is cited first."""
        citations = self.answer.get("citations")
        return citations[0]["url"] if citations else None

    @property
    def total_ms(self) -> float | None:
        """How long the answer took."""
        found: float | None = self.answer.get("timings_ms", {}).get("total")
        return found


@dataclass(frozen=True)
class Run:
    """One evaluation: which questions were asked of what, where, and what came of each.

    `questions` holds name, digest and number; `index` hash and date; `environment` is `eval.environment`'s; `judge` is
    what a language model made of the answers, None where none was asked.
    """

    questions: Json
    index: Mapping[str, str]
    settings: Json
    environment: Json
    rows: tuple[Row, ...]
    judge: Judged | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        for part, names in NAMED.items():
            if missing := names - getattr(self, part).keys():
                raise ValueError(f"{part}: {', '.join(sorted(missing))} is missing")
        return self

    @property
    def name(self) -> str:
        """What its files are called: the questions' name and the commit."""
        around = self.environment
        return f"{self.questions['name']}-{around['commit']}{'-changed' if around['changed'] else ''}"


def write_run(run: Run, folder: Path) -> Path:
    """Write a run as JSON in place of an earlier one of the same name, never half of it, and return where.

    Raises:
        QuestionsInvalid: it cannot be written.
    """
    path = folder / f"{run.name}.json"
    rewrite(path, TypeAdapter(Run).dump_json(run, indent=1))
    return path


def read_run(path: Path) -> Run:
    """Read a run.

    Raises:
        QuestionsInvalid: the file is no run.
    """
    try:
        return TypeAdapter(Run).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise QuestionsInvalid(f"{path} is not a run of citeshelf-eval", "give a file that it wrote") from error
