"""Whether an answer says what its sources say, whatever was asked."""

from app.answers import Answer, Sentence
from eval.scores.measures import Scores

CARRIED = frozenset({"verbatim", "supported"})


def faithfulness_scores(answer: Answer) -> Scores:
    """Return the shares of verbatim sentences and, of a language model's answer, of those that its sources support.

    What an answer about the list counted is no quote, and not looked up.
    """
    sentences = answer.sentences
    if not sentences:
        return {"verbatim": None, "supported": None}
    supported = sum(one.support in CARRIED for one in sentences) / len(sentences) if answer.kind == "llm" else None
    quotes = [one for one in sentences if answer.kind != "catalogue" or one.support == "verbatim"]
    verbatim = sum(_is_slice(one, answer) for one in quotes) / len(quotes) if quotes else None
    return {"verbatim": verbatim, "supported": supported}


def _is_slice(sentence: Sentence, answer: Answer) -> bool:
    """Every source that it cites must have it: its text is looked up, not the mark that the answer set itself."""
    sources = {one.number: one.passages for one in answer.citations}
    cited = [sources.get(number, ()) for number in sentence.citations]
    return bool(cited) and all(
        any(sentence.text in one.document.text[one.start : one.end] for one in passages) for passages in cited
    )
