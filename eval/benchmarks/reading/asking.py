"""Each question put to the search, with the reader and without: what comes first, how sure both are, what is named.

What is asked a second time, of the index without what answers it, tells whether a score can say "not in here".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.evidence import losses
from eval.benchmarks.ranks import DEPTH, RankRow, first_rank
from eval.benchmarks.reading import READER, WITHOUT
from eval.benchmarks.reading.gold import holding, telling
from eval.benchmarks.reading.shelf import Shelf
from eval.question_sets import Query
from index.search import Hit, Searcher
from index.search.reading import raised

NAMED_AMONG = 3  # hits whose sentences are ranked
HIT_SHARE = 0.5  # of a hit's score in each of its sentences', without a reader
Both = dict[str, float]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """What the search makes of a question that a passage answers.

    `ranks` are those of that passage; `read` is how many candidates the reader read; `sure` are the best score of the
    search, and the best with what the reader adds; `named` says of each whether the sentence that it ranks first
    among those of the first three hits holds the answer, None where that tells nothing.
    """

    ranks: RankRow
    read: int
    sure: Both
    named: dict[str, bool] | None


def asked(shelf: Shelf) -> list[AskedRow]:
    """Ask the search every answerable question."""
    return [_row(shelf, query) for query in shelf.answerable()]


def removed(shelf: Shelf) -> dict[str, Both]:
    """Return by question how sure both are when all that answers it is taken out of the index."""
    return dict(_removed(shelf))


def _removed(shelf: Shelf) -> Iterator[tuple[str, Both]]:
    def gold(query: Query) -> list[str]:
        return sorted(query.relevant)

    for ids, queries in groupby(sorted(shelf.answerable(), key=gold), gold):
        searcher = shelf.without(ids)
        for query in queries:
            near, reranked = _hits(searcher, shelf, query)
            if near:  # a set of one passage has none left
                yield query.id, _sure(near, reranked)


def _row(shelf: Shelf, query: Query) -> AskedRow:
    near, reranked = _hits(shelf.searcher, shelf, query)
    found = {WITHOUT: near, READER: reranked}
    ranks = {name: first_rank([shelf.name(hit) for hit in hits], query.relevant) for name, hits in found.items()}
    gold = {one: holding(query, shelf.index.chunks[shelf.rows[one]]) for one in query.relevant}

    def named(hits: Sequence[Hit], scores: Callable[[Hit], Sequence[float]]) -> bool:
        among = [(score, hit, number) for hit in hits[:NAMED_AMONG] for number, score in enumerate(scores(hit))]
        if not among:
            return False
        _, first, number = max(among, key=lambda one: one[0])
        marks = gold.get(shelf.name(first))
        return marks is not None and marks[number]

    return AskedRow(
        ranks=RankRow(query.id, query.lang, query.translated, ranks, None, min(query.relevant)),
        read=sum(hit.reading is not None for hit in reranked),
        sure=_sure(near, reranked),
        named={WITHOUT: named(near, _by_cosine(shelf, query)), READER: named(reranked, _as_answered(shelf, query))}
        if any(map(telling, gold.values()))
        else None,
    )


def _hits(searcher: Searcher, shelf: Shelf, query: Query) -> tuple[list[Hit], list[Hit]]:
    """Return what is found without the reader and with it."""
    vector = shelf.vector(query)
    return searcher.near(query.text, vector, DEPTH), searcher.ranked(query.text, vector, DEPTH)


def _sure(near: Sequence[Hit], reranked: Sequence[Hit]) -> Both:
    return {
        WITHOUT: max(hit.score for hit in near),
        READER: max(map(raised, reranked)),
    }


def _by_cosine(shelf: Shelf, query: Query) -> Callable[[Hit], Sequence[float]]:
    """Return each sentence's cosine with the question, and half the score of its hit."""
    return lambda hit: [one + HIT_SHARE * hit.score for one in shelf.cosines(query, shelf.name(hit))]


def _as_answered(shelf: Shelf, query: Query) -> Callable[[Hit], Sequence[float]]:
    """Return the scores by which the product chooses sentences."""

    def scores(hit: Hit) -> Sequence[float]:
        cosines = shelf.cosines(query, shelf.name(hit))
        lost = losses(hit.reading) if hit.reading else [0.0] * len(cosines)
        return [raised(hit) + cosine - max(cosines) + loss for cosine, loss in zip(cosines, lost, strict=True)]

    return scores
