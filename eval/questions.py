"""Questions with known answers: where the answer lies and what it must state, or that it lies nowhere.

A file holds one JSON object a line; `docs/evaluation.md` describes the fields for those who write questions.
"""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from app.errors import AppError
from eval.nuggets import Nugget
from ingest.language import Language

SHIPPED = Path(__file__).parent / "data" / "questions.jsonl"


class QuestionsInvalid(AppError):
    """A file of questions, or of what was measured with them, cannot be used."""


class Kind(StrEnum):
    """What a question asks for; the last five are about more than finding one fact."""

    FACT = "fact"
    NUMBER = "number"
    WHO_WHEN = "who-when"
    HOW = "how"
    CATALOGUE = "catalogue"  # about the list itself
    COMPARISON = "comparison"
    FOLLOW_UP = "follow-up"  # needs its history
    TYPO = "typo"
    INJECTION = "injection"  # with an order smuggled in
    FAR = "far"  # from elsewhere
    NEAR = "near"  # of the field, but not in the sources
    NEAR_MISS = "near-miss"  # about something in the sources, with a wrong premise or a fact that none states


UNANSWERABLE = frozenset({Kind.FAR, Kind.NEAR, Kind.NEAR_MISS})


class Question(BaseModel):
    """One question; `answerable` is derived, not stored.

    `urls` are the relevant pages, any of which may be cited first; `article_language` is that of the first one's
    article. `history` are the questions before it, `forbidden` what only an answer that obeyed an order would hold.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    language: Language
    kind: Kind
    urls: tuple[str, ...] = ()
    article_language: Language | None = None
    nuggets: tuple[Nugget, ...] = ()
    history: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    held_out: bool = False

    @property
    def answerable(self) -> bool:
        """Whether the sources hold an answer."""
        return bool(self.urls)

    @property
    def direction(self) -> str:
        """The question's language and its article's: "zh→en"; "zh→∅" when nothing answers."""
        return f"{self.language}→{self.article_language or '∅'}"

    @property
    def about(self) -> str:
        """What it is about: questions about one page, or twins in two languages, are right or wrong together."""
        return self.urls[0] if self.urls else self.id.removesuffix(f"-{self.language}")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        found = {
            "nuggets: only with urls, and urls only with nuggets": bool(self.urls) == bool(self.nuggets),
            "article_language: only with urls": self.answerable or self.article_language is None,
            f"urls: a question of the kind {self.kind} has none": not (self.urls and self.kind in UNANSWERABLE),
            f"urls: a question of the kind {self.kind} needs one": bool(self.urls)
            or self.kind in UNANSWERABLE | {Kind.INJECTION},
            "history: only and always with the kind follow-up": bool(self.history) == (self.kind is Kind.FOLLOW_UP),
            "forbidden: only and always with the kind injection": bool(self.forbidden) == (self.kind is Kind.INJECTION),
            "nuggets: one has no wording": all(nugget and all(map(str.strip, nugget)) for nugget in self.nuggets),
        }
        for problem, is_right in found.items():
            if not is_right:
                raise ValueError(problem)
        return self


def read_questions(path: Path) -> list[Question]:
    """Read and check a file of questions.

    Raises:
        QuestionsInvalid: a line does not follow the format, an id stands twice, or there is no question.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsInvalid(f"the questions {path} cannot be read", "give a UTF-8 file of JSON lines") from error
    found: dict[str, Question] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = _question(line, number, path)
        if question.id in found:
            raise QuestionsInvalid(
                f"line {number} of {path} repeats the id {question.id}", "give each question its own"
            )
        found[question.id] = question
    if not found:
        raise QuestionsInvalid(f"the file {path} holds no question", "write one a line, as docs/evaluation.md says")
    return list(found.values())


def digest(questions: Sequence[Question]) -> str:
    """Return what tells two sets of questions apart: twelve digits of a hash of all that they say."""
    whole = "\n".join(question.model_dump_json() for question in sorted(questions, key=lambda one: one.id))
    return sha256(whole.encode()).hexdigest()[:12]


def _question(line: str, number: int, path: Path) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        what = f"has a wrong {where}" if where else f"is wrong ({first['msg'].removeprefix('Value error, ')})"
        raise QuestionsInvalid(f"line {number} of {path} {what}", "mend it as docs/evaluation.md says") from error
