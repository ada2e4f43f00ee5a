"""Asks every question and scores every answer: one row a question."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.contract import answer_json
from app.errors import USER_ERRORS
from eval.asking import Answerer, Asked
from eval.corpus import Corpus
from eval.journal import Journal
from eval.questions import Question
from eval.rows import Row
from eval.scores import Scores, failed_scores, scores_of
from index.manifest import Manifest

Step = Callable[[int, int], None]


def evaluate(
    answerer: Answerer,
    questions: Sequence[Question],
    corpus: Corpus,
    manifest: Manifest,
    step: Step,
    journal: Journal | None = None,
) -> list[Row]:
    """Return a row for each question, in their order.

    Args:
        answerer: what is measured.
        questions: what it is asked.
        corpus: what scoring knows of the index.
        manifest: the index's.
        step: told of each question that is done.
        journal: rows that need not be asked again; those that are asked are noted there.
    """
    rows = []
    for number, question in enumerate(questions, 1):
        known = journal.rows.get(question.id) if journal else None
        row = known or _row(answerer, question, corpus, manifest)
        if journal and known is None:
            journal.add(row)
        rows.append(row)
        step(number, len(questions))
    return rows


def _row(answerer: Answerer, question: Question, corpus: Corpus, manifest: Manifest) -> Row:
    try:
        asked = answerer.ask(question)
    except USER_ERRORS as error:
        failed = failed_scores(question)
        return Row(question, {}, (), failed, None, failed["right"], str(error))
    scores = scores_of(question, asked, corpus)
    return Row(
        question=question,
        answer=answer_json(asked.answer, manifest, question.id),
        ranking=asked.ranking,
        scores=scores,
        confidence=asked.answer.confidence,
        would_be_right=_right_when_answered(question, asked, corpus, scores),
    )


def _right_when_answered(question: Question, asked: Asked, corpus: Corpus, scores: Scores) -> float:
    """Return whether what would be answered is right; what nothing answers, no answer is right for."""
    if not question.answerable:
        return 0.0
    found = scores_of(question, replace(asked, answer=asked.would_be), corpus) if asked.would_be else scores
    return found["right"] or 0.0
