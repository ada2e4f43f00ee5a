"""What users marked in the chat: candidates for questions, one JSON object a line.

Whoever appends to such a file holds `eval.files.locked` on it; `docs/evaluation.md` describes the fields.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from app.conversations.feedback import Verdict
from eval.files import locked, rewrite
from eval.harmless import in_one_line
from eval.questions import QuestionsInvalid
from ingest.language import Language


def _said(text: str) -> str:
    if not in_one_line(text):
        raise ValueError("says nothing")
    return text


Text = Annotated[str, AfterValidator(_said)]


class Excerpt(BaseModel):
    """A further passage of what is cited."""

    model_config = ConfigDict(frozen=True)

    quote: str


class Cited(BaseModel):
    """A citation of the answer; the fields of `ask --json` that a review needs, others are passed over."""

    model_config = ConfigDict(frozen=True)

    number: int
    url: str
    title: str
    quote: str
    more: tuple[Excerpt, ...] = ()

    @property
    def quotes(self) -> tuple[str, ...]:
        """All passages that are quoted."""
        return self.quote, *(one.quote for one in self.more)


class Found(BaseModel):
    """A passage that was found for the question; so too."""

    model_config = ConfigDict(frozen=True)

    url: str
    title: str
    text: str


class Given(BaseModel):
    """The answer that was given; so too."""

    model_config = ConfigDict(frozen=True)

    kind: str
    refused: bool
    text: str
    citations: tuple[Cited, ...]
    hits: tuple[Found, ...]


class Candidate(BaseModel):
    """An answer that a user marked; `history` are the questions asked before it, `comment` what the user wrote."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    asked: datetime
    question: Text
    language: Language
    history: tuple[Text, ...] = ()
    reason: Verdict
    comment: str = ""
    answer: Given


def read_candidates(path: Path) -> list[Candidate]:
    """Read and check a file of candidates, none of which may be there twice.

    Raises:
        QuestionsInvalid: the file cannot be read, or a line does not follow the format; the sentence names the line.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsInvalid(f"the candidates {path} cannot be read", "give a file that the chat wrote") from error
    found: dict[str, Candidate] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        candidate = _candidate(line, number, path)
        if candidate.id in found:
            raise QuestionsInvalid(f"line {number} of {path} repeats the id {candidate.id}", "remove one of the two")
        found[candidate.id] = candidate
    return list(found.values())


def forget(path: Path, key: str) -> None:
    """Take a candidate out of its file; all other lines stay as they are, those too that came since it was read.

    Raises:
        QuestionsInvalid: the file cannot be written.
    """
    with locked(path):
        lines = path.read_bytes().splitlines(keepends=True)
        rewrite(path, b"".join(line for line in lines if _id_of(line) != key))


def _candidate(line: str, number: int, path: Path) -> Candidate:
    try:
        return Candidate.model_validate_json(line)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        what = f"has a wrong {where}" if where else "is no JSON object"
        raise QuestionsInvalid(
            f"line {number} of {path} {what}", "mend or remove it, as docs/evaluation.md says"
        ) from error


def _id_of(line: bytes) -> object:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        return None
    return found.get("id") if isinstance(found, dict) else None
