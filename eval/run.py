"""Asks every question and scores every answer: one row a question."""

from collections.abc import Callable, Sequence

from pydantic.dataclasses import dataclass

from app.assistant import Assistant
from eval.questions import Question
from eval.scores import Scores, scores_of


@dataclass(frozen=True)
class Row:
    """One question's result: what was cited first, the scores, the time in milliseconds."""

    id: str
    question: str
    direction: str
    refused: bool
    source_1: str | None
    text: str
    scores: Scores
    total_ms: float


def evaluate(assistant: Assistant, questions: Sequence[Question], step: Callable[[int, int], None]) -> list[Row]:
    """Return a row for each question, in their order."""
    rows = []
    for number, question in enumerate(questions, 1):
        answer = assistant.ask(question.question)
        rows.append(
            Row(
                id=question.id,
                question=question.question,
                direction=question.direction,
                refused=answer.refused,
                source_1=answer.citations[0].document.link.url if answer.citations else None,
                text=" ".join(one.text for one in answer.sentences),
                scores=scores_of(question, answer),
                total_ms=round(answer.timings.total, 2),
            )
        )
        step(number, len(questions))
    return rows
