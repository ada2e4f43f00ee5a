"""A question and its answer in a form that outlives the index: all that is shown of them, and nothing else."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.answers import Answer, Kind, Sentence, Table, Timings
from ingest.language import Language
from ingest.status import Source


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote, the sentences before and after it in its article (empty: none), and a link that opens it there."""

    quote: str
    before: str
    after: str
    link: str


@dataclass(frozen=True, slots=True)
class Card:
    """A numbered source; `topics` are paths ("A / B"), `language` is the quote's, dates are ISO 8601.

    `digest` is what a note says of it in the question's language, where the quote is in the other.
    """

    number: int
    url: str
    title: str
    topics: tuple[str, ...]
    language: Language
    source: Source
    passages: tuple[Passage, ...]
    published: str | None = None
    fetched: str | None = None
    author: str = ""
    site: str = ""
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that was found for the question; its text may be cut."""

    url: str
    title: str
    topics: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what was answered, `asked` in ISO 8601; `topic` is what was searched within (empty: all).

    `stopped` says that its reader had enough before it was complete; `error` is shown in place of an answer.
    """

    question: str
    asked: str
    language: Language
    topic: str = ""
    kind: Kind = "extractive"
    understood: str | None = None
    reason: str | None = None
    notice: str | None = None
    sentences: tuple[Sentence, ...] = ()
    table: Table | None = None
    cards: tuple[Card, ...] = ()
    near: tuple[Near, ...] = ()
    timings: Timings = field(default_factory=lambda: Timings(0, 0))
    index_hash: str = ""
    index_built: str = ""
    stopped: bool = False
    error: str = ""

    @property
    def answer(self) -> Answer:
        """The answer without its documents: what wording, tables and paragraphs are made from."""
        return Answer(
            question=self.question,
            language=self.language,
            kind=self.kind,
            sentences=self.sentences,
            citations=(),
            hits=(),
            timings=self.timings,
            reason=self.reason,
            notice=self.notice,
            understood=self.understood,
            table=self.table,
        )

    @property
    def refused(self) -> bool:
        """Whether the sources do not answer."""
        return self.reason is not None


def now() -> str:
    """Return the time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
