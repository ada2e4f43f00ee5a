"""What an answer is worth, measure by measure; `scores_of` gathers them."""

from eval.asking import Asked
from eval.corpus import Corpus
from eval.questions import Question
from eval.scores.citations import citation_scores
from eval.scores.faithfulness import faithfulness_scores
from eval.scores.measures import BY_NAME, MEASURES, Better, Measure, Scores
from eval.scores.refusals import refusal_scores, right
from eval.scores.retrieval import retrieval_scores
from eval.scores.wording import wording_scores

__all__ = ["BY_NAME", "MEASURES", "Better", "Measure", "Scores", "failed_scores", "scores_of"]
OF_ANSWERS = (
    *("right", "recall@5", "recall@10", "mrr", "ndcg@10", "source_1", "nugget_recall", "nugget_precision"),
    *("citation_precision", "citation_recall"),
)
"""What an answer to an answerable question is measured by."""


def scores_of(question: Question, asked: Asked, corpus: Corpus) -> Scores:
    """Return every measure of what came of a question."""
    relevant = corpus.relevant(question)
    found = {
        **retrieval_scores(asked.ranking, relevant),
        **citation_scores(asked.answer, relevant, question.nuggets),
        **wording_scores(question, asked.answer, corpus.spoken(relevant)),
        **refusal_scores(question, asked.answer),
        **faithfulness_scores(asked.answer),
    }
    found["right"] = right(question, asked.answer, found)
    return {measure.name: found[measure.name] for measure in MEASURES}


def failed_scores(question: Question) -> Scores:
    """Return the scores of a question that an error left without an answer: the worst of each measure that applies.

    How long an answer is, in which language, and whether it obeyed an order cannot be told of none.
    """
    if question.answerable:
        worst = {**dict.fromkeys(OF_ANSWERS, 0.0), "false_refusal": 1.0}
    else:
        worst = {"right": 0.0, "refusal_recall": 0.0}
    return {measure.name: worst.get(measure.name) for measure in MEASURES}
