"""What an answer is worth, measure by measure; `scores_of` gathers them."""

from eval.asking import Asked
from eval.corpus import Corpus
from eval.questions import Kind, Question
from eval.scores.citations import citation_scores
from eval.scores.faithfulness import faithfulness_scores
from eval.scores.measures import BY_NAME, MEASURES, Better, Measure, Scores
from eval.scores.refusals import refusal_scores, right
from eval.scores.retrieval import NAMES, retrieval_scores
from eval.scores.wording import wording_scores

__all__ = ["BY_NAME", "MEASURES", "Better", "Measure", "Scores", "failed_scores", "scores_of"]
OF_RANKINGS = tuple(NAMES.values())
OF_ANSWERS = ("right", "source_1", "nugget_recall", "nugget_precision", "citation_precision", "citation_recall")
"""What an answer to an answerable question is measured by."""


def scores_of(question: Question, asked: Asked, corpus: Corpus) -> Scores:
    """Return every measure of what came of a question."""
    relevant = corpus.relevant(question)
    ranked = frozenset() if question.kind is Kind.CATALOGUE else relevant  # a list is not looked for among passages
    found = {
        **retrieval_scores(asked.ranking, ranked),
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
        apply = OF_ANSWERS if question.kind is Kind.CATALOGUE else OF_RANKINGS + OF_ANSWERS
        worst = {**dict.fromkeys(apply, 0.0), "false_refusal": 1.0}
    else:
        worst = {"right": 0.0, "refusal_recall": 0.0}
    return {measure.name: worst.get(measure.name) for measure in MEASURES}
