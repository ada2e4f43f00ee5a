"""The JSON of `docs/contract.schema.json` as types: what every door says that it gives. A test holds the two alike."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.answers import Kind, Support
from app.health.groups import Group
from ingest.language import Language
from ingest.status import Source, Status, Verdict

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
Milliseconds = Annotated[float, Field(ge=0)]
Date = Annotated[str, Field(pattern=r"^\d{4}")]


class Shape(BaseModel):
    """An object that has these keys, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IndexShape(Shape):
    """Which index was asked: the hash is equal for equal texts, encoded alike."""

    hash: str = Field(pattern="^[0-9a-f]{16}$")
    built: str


class SentenceShape(Shape):
    """A sentence of an answer, the numbers of its citations, and how well they carry it."""

    text: Text
    citations: list[Number]
    support: Support


class PassageShape(Shape):
    """A further passage of a cited text."""

    quote: Text
    start: Count
    end: Number
    link: Text


class CitationShape(Shape):
    """An article that is quoted; `quote` is an exact slice of its stored text, `link` opens it at the quote."""

    number: Number
    url: Text
    link: Text
    title: str
    topics: list[Text]
    quote: Text
    start: Count
    end: Number
    language: Language
    published: Date | None
    fetched: Date | None
    source: Source
    digest: Text | None
    more: list[PassageShape]


class TableShape(Shape):
    """Things beside each other; a cell is a place in `sentences`, from 0, or null where the sources do not say."""

    things: list[Text]
    aspects: list[Text]
    cells: list[list[Count | None]]


class HitShape(Shape):
    """A passage that a search found; `text` is an exact slice of the stored text, a higher score is nearer."""

    rank: Number
    score: float
    url: Text
    title: str
    topics: list[Text]
    text: Text
    start: Count
    end: Number
    language: Language


class AnswerTimings(Shape):
    """How long an answer took, in milliseconds."""

    search: Milliseconds
    answer: Milliseconds
    total: Milliseconds


class AnswerShape(Shape):
    """What `citeshelf ask --json` prints: a cited answer, or a refusal with its reason and what is near."""

    id: str | None
    question: Annotated[str, Field(min_length=1, max_length=2000)]
    understood: Annotated[str, Field(min_length=1, max_length=2000)] | None
    language: Language
    refused: bool
    reason: str | None
    kind: Kind
    text: Text
    sentences: list[SentenceShape]
    citations: list[CitationShape]
    table: TableShape | None
    hits: list[HitShape]
    timings_ms: AnswerTimings
    index: IndexShape


class SearchTimings(Shape):
    """How long a search took, in milliseconds."""

    search: Milliseconds
    total: Milliseconds


class SearchShape(Shape):
    """What `citeshelf search --json` prints: the passages nearest to a question, best first."""

    id: str | None
    question: Annotated[str, Field(min_length=1, max_length=2000)]
    hits: list[HitShape]
    timings_ms: SearchTimings
    index: IndexShape


class LinkShape(Shape):
    """A link of the list, and what became of it in the last build."""

    url: Text
    final_url: Text
    title: Text
    topics: list[Text]
    lines: list[Number]
    status: Status
    cause: Status | None
    group: Group
    reason: str
    retryable: bool
    moved_to: Text | None
    snapshot: Text | None
    suggestion: Text | None
    robots: Verdict | None
    source: Source
    documents: Number
    published: Date | None
    fetched: Date | None
    checked: Date | None
    changed: bool
    same_as: Text | None


Links = list[LinkShape]  # by a name of its own, as the next shape has a key of that name


class LinksShape(Shape):
    """What `citeshelf links --json` prints: the health of the list's links."""

    list: Text
    by_status: dict[Status, Number]
    links: Links
    index: IndexShape


class TopicShape(Shape):
    """A heading of the list: what to give as `topic`, its own name, how many links stand under it, what is below it."""

    topic: Text
    name: Text
    links: Count
    topics: "list[TopicShape]"


Topics = list[TopicShape]


class TopicsShape(Shape):
    """The list's headings as a tree, in the list's order."""

    list: Text
    links: Count
    topics: Topics
    index: IndexShape


class StoredShape(Shape):
    """A stretch of a stored text: `text` is characters `start` to `end` of `length`."""

    title: str
    topics: list[Text]
    text: Text
    start: Count
    end: Number
    length: Number
    language: Language
    published: Date | None
    fetched: Date | None
    source: Source


class PassagesShape(Shape):
    """What is stored of one link between two places; a link may have several texts, such as a page and a note."""

    url: Text
    passages: list[StoredShape]
    index: IndexShape


class Problem(Shape):
    """What is wrong and what to do about it, in one sentence."""

    error: Text
