"""Questions, answers and rows small enough to score by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.answers import Answer, Citation, Kind, Sentence, Timings
from eval.questions import Question
from eval.rows import Row
from ingest.documents import Document, Link
from ingest.language import Language
from ingest.status import Source

A, B, C = "https://a.example/x", "https://b.example/y", "https://c.example/z"


def question(*urls: str, nuggets: Sequence[Sequence[str]] = (("MPI",),), **more: Any) -> Question:
    """Return a question that some pages answer, or none."""
    about = {"urls": urls, "nuggets": nuggets, "article_language": "en"} if urls else {"kind": "far"}
    given = {"id": "q", "question": "What does Plato need?", "language": "en", "kind": "fact"} | about | more
    return Question.model_validate(given)


def citation(number: int, url: str, quote: str, *, same_as: str = "", language: Language = "en") -> Citation:
    """Return a citation of a whole text."""
    document = Document(Link(url, ()), url, "Plato", quote, (), Source.NOTE, same_as=same_as)
    return Citation(number, document, 0, len(quote), language)


def answer(
    *said: tuple[str, Sequence[int]],
    citations: Sequence[Citation] = (),
    kind: Kind = "extractive",
    language: Language = "en",
) -> Answer:
    """Return an answer of sentences with the numbers that they cite; of none it is a refusal.

    One about the list leads in with what was counted.
    """
    counted = 1 if kind == "catalogue" else 0
    sentences = tuple(
        Sentence(text, tuple(numbers), "supported" if place < counted else "verbatim")
        for place, (text, numbers) in enumerate(said)
    )
    reason = None if said else "nothing near"
    return Answer("", language, kind, sentences, tuple(citations), (), Timings(1, 1), reason)


def row(asked: Question, scores: Mapping[str, float | None] | None = None, **more: Any) -> Row:
    """Return a row of some scores."""
    given: dict[str, Any] = {"answer": {}, "ranking": (), "confidence": None, "would_be_right": None} | more
    return Row(question=asked, scores=dict(scores or {}), **given)
