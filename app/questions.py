"""Questions as they are typed, and from a file: one a line, or JSON lines with what was asked before."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import QuestionInvalid

MAX_QUESTION_CHARS = 2000
_WORD = re.compile(r"[^\W\d_]{2,}")


def checked(question: str) -> str:
    """Return a question without surrounding white space and invisible characters.

    Raises:
        QuestionInvalid: nothing is left, or it is too long.
    """
    question = " ".join("".join(mark for mark in question if mark.isprintable() or mark.isspace()).split())
    if not any(mark.isalnum() for mark in question):
        raise QuestionInvalid("the question is empty", "type one")
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionInvalid(
            f"the question has {len(question):,} characters", f"ask in at most {MAX_QUESTION_CHARS:,}"
        )
    return question


def calm(question: str) -> str:
    """Return a shouted question in small letters: models know words in capitals less well, and names by none."""
    words = _WORD.findall(question)
    is_shouted = len(words) > 1 and all(word.isupper() for word in words) and question.isascii()
    return question.lower() if is_shouted else question


class Asked(BaseModel):
    """One question of a batch."""

    model_config = ConfigDict(frozen=True)

    question: str
    id: str | int | None = None
    topic: str | None = None
    history: tuple[str, ...] = ()


def read_batch(path: Path) -> list[Asked]:
    """Read and check a file of questions, all of them before the first is answered.

    Raises:
        QuestionInvalid: the file cannot be read, or a line is no question; the sentence names the line.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")  # and nowhere else: JSON may hold U+2028, which splitlines cuts
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionInvalid(f"the file of questions {path} cannot be read", "give a UTF-8 text file") from error
    found = [_asked(line, number, path) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise QuestionInvalid(f"the file {path} holds no question", "write one a line")
    return found


def _asked(line: str, number: int, path: Path) -> Asked:
    try:
        asked = Asked.model_validate_json(line) if line.lstrip().startswith("{") else Asked(question=line)
        before = tuple(map(checked, asked.history))
        return asked.model_copy(update={"question": checked(asked.question), "history": before})
    except ValidationError as error:
        if any(one["loc"][:1] == ("history",) for one in error.errors()):
            raise QuestionInvalid(
                f"line {number} of {path} has a history that is no list of questions", 'write "history": ["…", …]'
            ) from error
        raise QuestionInvalid(
            f"line {number} of {path} is not a question", 'write {"id": …, "question": …} or plain text'
        ) from error
    except QuestionInvalid as error:
        raise QuestionInvalid(f"line {number} of {path}: {error.problem}", error.remedy) from error
