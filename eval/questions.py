"""Questions with known answers: where the answer lies, or that it lies nowhere.

A file holds one JSON object a line: `id`, `question`, `language`, `urls` (any of them may be source 1; none means that
the sources do not answer), `article_language` (of the first URL's article, null without one).
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import AppError
from ingest.language import Language

SHIPPED = Path(__file__).parent / "data" / "questions.jsonl"


class QuestionsInvalid(AppError):
    """A file of questions cannot be used."""


class Question(BaseModel):
    """One question; `answerable` is derived, not stored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    language: Language
    urls: tuple[str, ...]
    article_language: Language | None

    @property
    def answerable(self) -> bool:
        """Whether the sources hold an answer."""
        return bool(self.urls)

    @property
    def direction(self) -> str:
        """The question's language and its article's: "zh→en"; "zh→∅" when nothing answers."""
        return f"{self.language}→{self.article_language or '∅'}"


def read_questions(path: Path) -> list[Question]:
    """Read and check a file of questions.

    Raises:
        QuestionsInvalid: a line does not follow the format, or an id stands twice.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsInvalid(f"the questions {path} cannot be read", "give a UTF-8 file of JSON lines") from error
    found: dict[str, Question] = {}
    for number, line in enumerate(lines, 1):
        question = _question(line, number, path)
        if question.id in found:
            raise QuestionsInvalid(
                f"line {number} of {path} repeats the id {question.id}", "give each question its own"
            )
        found[question.id] = question
    return list(found.values())


def _question(line: str, number: int, path: Path) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "line"
        raise QuestionsInvalid(
            f"line {number} of {path} has a wrong {where}", "mend it as eval/questions.py says"
        ) from error
