"""Whether a citation leads to where the answer is (after Gao et al., EMNLP 2023, with nuggets in the judge's place)."""

from collections.abc import Collection, Iterator, Mapping, Sequence

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
    counts = _counts(answer, relevant)
    rightly = [pair for pair in pairs if _is_relevant(pair, relevant) and _carries(pair, nuggets, counts)]
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


def _carries(pair: Pair, nuggets: Sequence[Nugget], counts: Mapping[Sentence, int]) -> bool:
    """Say whether the quotes of a source have the facts of a sentence."""
    sentence, citation = pair
    quotes = [one.quote for one in citation.passages] if citation else []
    return bool(quotes) and all(
        any(holds(quote, nugget) for quote in quotes) or _is_count(nugget, counts.get(sentence))
        for nugget in found_in(sentence.text, nuggets)
    )


def _counts(answer: Answer, relevant: Collection[str]) -> Mapping[Sentence, int]:
    """Return how many sources each sentence of an answer about the list cites, where all of them are relevant.

    No quote has the number of the list's links: they carry it by being as many.
    """
    if answer.kind != "catalogue":
        return {}
    right = {one.number for one in answer.citations if article_of(one.document) in relevant}
    return {one: len(set(one.citations)) for one in answer.sentences if right.issuperset(one.citations)}


def _is_count(nugget: Nugget, count: int | None) -> bool:
    return any(wording.split()[0] == str(count) for wording in nugget)
