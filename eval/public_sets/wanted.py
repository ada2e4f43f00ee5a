"""What an answer to a set's question must cite and state: its passages' pages, and nuggets made of what the set says.

* Where a sentence of a relevant passage holds one of the answers, there is one nugget, and the answers, in either
  language, are its wordings.
* Else, where the set names gold sentences, each is a nugget, which any whole sentence of it states.
* Else the answer is longer than a sentence, and any sentence of it will do; where none is the passage's, any of the
  passage's own.
"""

from collections.abc import Sequence

from app.evidence import MIN_CHARS
from eval.nuggets import Nugget, holds
from eval.public_sets.pages import url_of
from eval.question_sets import Passage, Query, QuestionSet
from eval.questions import Kind, Question, QuestionsInvalid
from ingest.sentences import sentence_spans


def questions_of(questions: QuestionSet) -> list[Question]:
    """Return the set's questions as those that are asked of an index of its passages.

    Raises:
        QuestionsInvalid: a question has no answer, and its passages no text.
    """
    return [_question(one, questions.passages) for one in questions.queries]


def nuggets_of(query: Query, passages: Sequence[Passage]) -> tuple[Nugget, ...]:
    """Return what an answer must state; `passages` are those that answer the question.

    Raises:
        QuestionsInvalid: there is nothing that it could state.
    """
    sentences = [one for passage in passages for one in _sentences(passage.text)]
    answers = _filled(query.answers)
    if any(_stated(one, sentences) for one in answers):
        return (_filled((*answers, *query.answers_query_lang)),)
    if gold := _filled(query.gold_sentences):
        return tuple(_filled((one, *_sentences(one))) for one in gold)
    pieces = [one for answer in answers for one in _sentences(answer) if _stated(one, sentences)]
    if wordings := _filled(pieces or sentences or answers):
        return (wordings,)
    raise QuestionsInvalid(f"the question {query.id} has no answer, and its passage no text", "leave it out")


def _question(query: Query, passages: Sequence[Passage]) -> Question:
    relevant = [one for one in passages if one.id in query.relevant]
    return Question(
        id=query.id,
        question=query.text,
        language=query.lang,
        kind=Kind.FACT if relevant else _kind_of_unanswerable(query, passages),
        urls=tuple(url_of(one.id) for one in relevant),
        article_language=relevant[0].lang if relevant else None,
        nuggets=nuggets_of(query, relevant) if relevant else (),
    )


def _kind_of_unanswerable(query: Query, passages: Sequence[Passage]) -> Kind:
    """A question that was written for one of the passages is about something in the sources."""
    return Kind.NEAR_MISS if any(one.id == query.source_passage for one in passages) else Kind.NEAR


def _sentences(text: str) -> list[str]:
    """Return the sentences that an answer can quote; all where each is shorter."""
    found = [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
    return [one for one in found if len(one) >= MIN_CHARS] or found


def _stated(wording: str, sentences: Sequence[str]) -> bool:
    return any(holds(one, (wording,)) for one in sentences)


def _filled(wordings: Sequence[str]) -> Nugget:
    """Return the wordings that say anything, each once."""
    return tuple(dict.fromkeys(one for one in wordings if one.strip()))
