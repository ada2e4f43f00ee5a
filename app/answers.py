"""What an answer is: sentences, each cited, and the passages they were taken from."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from index.search import Hit
from ingest.documents import Document
from ingest.language import Language

Kind = Literal["extractive", "catalogue", "comparison", "llm"]
Support = Literal["verbatim", "supported", "weak", "unsupported"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One article's number, and its passage that is quoted: `document.text[start:end]`.

    `more` are further passages, (start, end), in reading order. Each sentence that cites it stands in one of them.
    """

    number: int
    document: Document
    start: int
    end: int
    language: Language
    more: tuple[tuple[int, int], ...] = ()

    @property
    def quote(self) -> str:
        """The passage, an exact slice of the stored text."""
        return self.document.text[self.start : self.end]

    @property
    def passages(self) -> tuple[Self, ...]:
        """Each passage as a citation of its own, under the same number."""
        spans = ((self.start, self.end), *self.more)
        return tuple(replace(self, start=start, end=end, more=()) for start, end in spans)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, the numbers of its citations, and how well they carry it."""

    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Table:
    """Things beside each other, a row a thing, a column an aspect; a cell is a sentence's number from 0, or None."""

    things: tuple[str, ...]
    aspects: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the parts took, in milliseconds."""

    search: float
    answer: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.search + self.answer


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; a refused one has a reason, and no sentences.

    `confidence` is what the decision to answer was made by: above 0 there is an answer, and higher is surer, within one
    index and language; None when nothing was found at all. `understood` is the question as it was answered, where
    it left something to those before it or is misspelt; else None.
    """

    question: str
    language: Language
    kind: Kind
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    timings: Timings
    reason: str | None = None
    notice: str | None = None
    confidence: float | None = None
    understood: str | None = None
    table: Table | None = None

    @property
    def asked(self) -> str:
        """The question that was answered."""
        return self.understood or self.question

    @property
    def refused(self) -> bool:
        """Whether the sources do not answer."""
        return self.reason is not None
