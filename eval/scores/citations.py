"""Whether a citation leads to where the answer is (after Gao et al., EMNLP 2023, with nuggets in the judge's place)."""

from collections.abc import Collection, Iterator, Sequence

from app.answers import Answer, Citation, Sentence
from eval.nuggets import Nugget, found_in, holds
from eval.scores.measures import Scores
from ingest.duplicates import article_of


def citation_scores(answer: Answer, relevant: Collection[str], nuggets: Sequence[Nugget]) -> Scores:
    """Return whether the first source is right, and precision and recall of all citations.

    `relevant` are articles' keys. Precision is None where nothing is cited; all are where nothing is relevant, as an
    answer to such a question counts among the refusals.
    """
    names = ("source_1", "citation_precision", "citation_recall")
    if not relevant:
        return dict.fromkeys(names)
    pairs = list(_pairs(answer))
    first = bool(pairs) and article_of(pairs[0][1].document) in relevant
    rightly = [pair for pair in pairs if _is_right(*pair, relevant, nuggets)]
    cited = {nugget for sentence, _ in rightly for nugget in found_in(sentence.text, nuggets)}
    bare = sum(not sentence.citations for sentence in answer.sentences)  # a sentence without a source is a wrong one
    precision = len(rightly) / (len(pairs) + bare) if pairs or bare else None
    return dict(zip(names, (float(first), precision, len(cited) / len(set(nuggets))), strict=True))


def _pairs(answer: Answer) -> Iterator[tuple[Sentence, Citation]]:
    """Yield each sentence with each of its citations, in reading order."""
    numbered = {one.number: one for one in answer.citations}
    for sentence in answer.sentences:
        yield from ((sentence, numbered[number]) for number in sentence.citations)


def _is_right(sentence: Sentence, citation: Citation, relevant: Collection[str], nuggets: Sequence[Nugget]) -> bool:
    said = found_in(sentence.text, nuggets)
    return article_of(citation.document) in relevant and all(holds(citation.quote, nugget) for nugget in said)
