"""Questions from a file: one a line, or JSON lines with an id, a topic and the questions before it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.assistant import checked
from app.errors import QuestionInvalid


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
