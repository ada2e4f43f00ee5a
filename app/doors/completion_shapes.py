"""OpenAI's chat completions as far as they are used here: what a client sends, and what it gets."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.doors.shapes import AnswerShape
from app.errors import QuestionInvalid

MODEL = "citeshelf"


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """One message of a conversation."""

    role: str
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class Wanted(BaseModel):
    """A conversation to be continued; sampling, tools and the like are ignored, for nothing is sampled here."""

    model_config = ConfigDict(extra="ignore")

    messages: list[Message] = Field(min_length=1, max_length=1000)
    model: str = MODEL
    stream: bool = False
    stream_options: dict[str, Any] | None = None
    topic: str | None = Field(None, description="Only sources under this heading of the list.", max_length=2000)

    @property
    def questions(self) -> list[str]:
        """What the user asked, the oldest first; what others said is no question.

        Raises:
            QuestionInvalid: the user asked nothing.
        """
        asked = [one.text for one in self.messages if one.role == "user"]
        if not asked:
            raise QuestionInvalid("no message is from the user", 'send one with "role": "user"')
        return asked


class Said(BaseModel):
    """The answer as a message."""

    role: Literal["assistant"] = "assistant"
    content: str


class Choice(BaseModel):
    """The one answer there is."""

    index: int = 0
    message: Said
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """No tokens are counted."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class Completion(BaseModel):
    """A chat completion, with what `ask --json` prints under `citeshelf`."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage = Usage()
    citeshelf: AnswerShape


class Model(BaseModel):
    """The one model there is."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int
    owned_by: str = MODEL


class Models(BaseModel):
    """All models."""

    object: Literal["list"] = "list"
    data: list[Model]
