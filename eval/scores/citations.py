"""Whether a citation leads to where the answer is (after Gao et al., EMNLP 2023, with nuggets in the judge's place)."""

from collections.abc import Collection, Iterator, Sequence

from app.answers import Answer, Citation, Sentence
from eval.nuggets import Nugget, found_in, holds
from eval.scores.measures import Scores
from ingest.duplicates import article_of

Pair = tuple[Sentence, Citation | None]
"""A sentence and one source of it; None where the number that it cites has no source."""


def citation_scores(answer: Answer, relevant: Collection[str], nuggets: Sequence[Nugget]) -> Scores:
    """Return whether the first source is right, and precision and recall of all citations.

    `relevant` are articles' keys. Precision is None where nothing is said; all are where nothing is relevant, as an
    answer to such a question counts among the refusals.
    """
    names = ("source_1", "citation_precision", "citation_recall")
    if not relevant:
        return dict.fromkeys(names)
    pairs = list(_pairs(answer))
    first = bool(pairs) and _is_relevant(pairs[0], relevant)
    rightly = [pair for pair in pairs if _is_relevant(pair, relevant) and _carries(pair, nuggets)]
    cited = {nugget for sentence, _ in rightly for nugget in found_in(sentence.text, nuggets)}
    bare = sum(not sentence.citations for sentence in answer.sentences)  # a sentence without a source is a wrong one
    precision = len(rightly) / (len(pairs) + bare) if pairs or bare else None
    return dict(zip(names, (float(first), precision, len(cited) / len(set(nuggets))), strict=True))


def _pairs(answer: Answer) -> Iterator[Pair]:
    """Yield each sentence with each source that it cites, each once, in reading order."""
    numbered = {one.number: one for one in answer.citations}
    for sentence in answer.sentences:
        yield from ((sentence, numbered.get(number)) for number in dict.fromkeys(sentence.citations))


def _is_relevant(pair: Pair, relevant: Collection[str]) -> bool:
    citation = pair[1]
    return citation is not None and article_of(citation.document) in relevant


def _carries(pair: Pair, nuggets: Sequence[Nugget]) -> bool:
    """Say whether the quotes of a source have the facts of a sentence."""
    sentence, citation = pair
    quotes = [one.quote for one in citation.passages] if citation else []
    return bool(quotes) and all(
        any(holds(quote, nugget) for quote in quotes) for nugget in found_in(sentence.text, nuggets)
    )
