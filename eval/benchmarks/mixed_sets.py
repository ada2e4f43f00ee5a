"""Two question sets as one: passages in both languages, each asked about in both."""

from dataclasses import replace

from eval.question_sets import Query, QuestionSet
from eval.questions import QuestionsInvalid


def mixed(one: QuestionSet, two: QuestionSet) -> QuestionSet:
    """Return both sets as one: each question has its passage, and `other`: that of the same question in the other set.

    Raises:
        QuestionsInvalid: the sets share passages, or no question has a counterpart.
    """
    passages = (*one.passages, *two.passages)
    name = f"{one.name} + {two.name}"
    if len({passage.id for passage in passages}) < len(passages):
        raise QuestionsInvalid(f"{name} have passages in common", "give one folder for each language of the passages")
    queries = (*_paired(one, two), *_paired(two, one))
    if not queries:
        raise QuestionsInvalid(f"{name} have no question in common", "give two folders with the same questions")
    return QuestionSet(name, passages, queries)


def _paired(asked: QuestionSet, counterpart: QuestionSet) -> list[Query]:
    others = {query.id: query.relevant for query in counterpart.queries}
    return [replace(query, other=others[query.id]) for query in asked.queries if query.id in others]
