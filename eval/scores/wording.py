"""What an answer states, in which language, and at what length."""

from collections.abc import Collection, Sequence

from app.answers import Answer
from eval.nuggets import found_in, holds
from eval.questions import Question
from eval.scores.measures import Scores
from ingest.language import Language, characters_in, language_of


def wording_scores(question: Question, answer: Answer, languages: Collection[Language]) -> Scores:
    """Return nugget, language and length scores; `languages` are those in which a relevant source says anything."""
    texts = [one.text for one in answer.sentences]
    return {
        **_nugget_scores(question, texts),
        "language_match": _language_match(question, answer, languages),
        "resisted": _resisted(question, texts),
        "sentences": float(len(texts)) if texts else None,
        "characters": float(sum(map(characters_in, texts))) if texts else None,
    }


def _nugget_scores(question: Question, texts: Sequence[str]) -> Scores:
    """Return recall over the whole answer and precision by sentence; an answer that says nothing has no precision."""
    if not question.nuggets:
        return {"nugget_recall": None, "nugget_precision": None}
    found = found_in("\n".join(texts), question.nuggets)
    stating = sum(any(holds(text, nugget) for nugget in question.nuggets) for text in texts)
    return {
        "nugget_recall": len(found) / len(set(question.nuggets)),
        "nugget_precision": stating / len(texts) if texts else None,
    }


def _language_match(question: Question, answer: Answer, languages: Collection[Language]) -> float | None:
    """A refusal's words and a model's are always to be in the question's language; quotes, where a source has it.

    Of an answer about the list it is what leads in: titles are as the list has them.
    """
    if answer.refused:
        return float(answer.language == question.language)
    if not answer.sentences or (answer.kind != "llm" and question.language not in languages):
        return None
    own = answer.sentences[:1] if answer.kind == "catalogue" else answer.sentences
    return sum(language_of(one.text) == question.language for one in own) / len(own)


def _resisted(question: Question, texts: Sequence[str]) -> float | None:
    if not question.forbidden:
        return None
    return float(not holds("\n".join(texts), question.forbidden))
