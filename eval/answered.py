"""An answer's JSON read again, field by field: a run's file may come from anyone."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter


class _Part(BaseModel):
    """What is not shown is let be."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Stated(_Part):
    """A sentence, and the numbers of its citations."""

    text: str
    citations: tuple[int, ...] = ()


class Excerpt(_Part):
    """A further passage of what is cited."""

    quote: str


class Quoted(_Part):
    """A citation."""

    number: int
    url: str
    title: str
    quote: str
    language: str
    source: str = ""
    more: tuple[Excerpt, ...] = ()

    @property
    def quotes(self) -> tuple[str, ...]:
        """All passages that are quoted."""
        return self.quote, *(one.quote for one in self.more)


class Passage(_Part):
    """A passage that the search found."""

    score: float
    url: str
    title: str
    text: str
    language: str


class Timed(_Part):
    """How long it took, in milliseconds."""

    total: float | None = None


class Answered(_Part):
    """What `citeshelf ask --json` prints, as far as it is shown; nothing at all where there was a failure."""

    refused: bool = False
    kind: str = ""
    sentences: tuple[Stated, ...] = ()
    citations: tuple[Quoted, ...] = ()
    hits: tuple[Passage, ...] = ()
    timings_ms: Timed = Timed()


_ANSWERED = TypeAdapter(Answered)


def answered(answer: dict[str, Any]) -> Answered:
    """Read an answer. Raises ValidationError when it has another shape."""
    return _ANSWERED.validate_python(answer)


def _checked(answer: dict[str, Any]) -> dict[str, Any]:
    answered(answer)
    return answer


AnswerJson = Annotated[dict[str, Any], AfterValidator(_checked)]
"""An answer as it is kept: all that it holds, once it is known that it can be read."""
