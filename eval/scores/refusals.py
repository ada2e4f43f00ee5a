"""Whether an answer was refused where it should have been, and nowhere else."""

from app.answers import Answer
from eval.questions import Question
from eval.scores.measures import Scores

ENOUGH = 0.5  # of the facts asked for


def refusal_scores(question: Question, answer: Answer) -> Scores:
    """Return scores whose means are refusal precision, recall and the rate of false refusals."""
    unanswerable = not question.answerable
    return {
        "refusal_recall": float(answer.refused) if unanswerable else None,
        "refusal_precision": float(unanswerable) if answer.refused else None,
        "false_refusal": float(answer.refused) if question.answerable else None,
    }


def right(question: Question, answer: Answer, scores: Scores) -> float:
    """Return 1.0 for an answer that serves: half the facts, each with a source that has it; or for a refusal due."""
    if not question.answerable or answer.refused:
        return float(answer.refused != question.answerable)
    return float((scores["citation_recall"] or 0.0) >= ENOUGH)
