"""What is measured: something that answers a question, and what it found on the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.answers import Answer
from app.assistant import Assistant
from eval.questions import Question
from ingest.duplicates import article_of

DEEP = 30  # passages that are searched for, so that ten articles are among them


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question.

    `ranking` are the articles (`article_of`) that a search for the question finds, best first, each once; `would_be` is
    what would have been answered if nothing were ever refused, None where that is the answer.
    """

    answer: Answer
    ranking: tuple[str, ...]
    would_be: Answer | None = None


class Answerer(Protocol):
    """Anything that can be measured."""

    def ask(self, question: Question) -> Asked:
        """Answer one question. Raises what `Assistant.ask` raises."""


class AssistantAnswerer:
    """The product itself, asked with the questions before."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._unrefusing = assistant.unrefusing()

    def ask(self, question: Question) -> Asked:
        """Answer one question; what is refused is quoted all the same, aside."""
        answer = self._assistant.ask(question.question, history=question.history)
        would_be = self._unrefusing.ask(answer.asked) if answer.refused else None
        hits = self._assistant.searcher.search(answer.asked, DEEP)
        return Asked(answer, _each_once(article_of(hit.chunk.document) for hit in hits), would_be)


def _each_once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
