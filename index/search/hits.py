"""What a search finds, and which of it comes first: a few chunks an article, the asker's language before its twin."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from index.encoders.protocol import Vectors
from index.reading.outputs import Reading
from ingest.documents import Chunk

CHUNKS_PER_ARTICLE = 2  # more of one article come back only when too few others exist


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found: its row in the index, its rank (from 1), its score.

    The score is a cosine with the question, and more for the question's terms in it, on the scale that chunks in the
    question's language have; higher is better. A reranker changes ranks, not scores. `reading` is what our reader
    says of it, when it read it.
    """

    chunk: Chunk
    row: int
    rank: int
    score: float
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A row and its score, before it is a hit."""

    row: int
    score: float


def spread(found: Sequence[Scored], articles: Sequence[Hashable], k: int) -> list[Scored]:
    """Take at most a few chunks of an article, then fill up with the best of the rest; they stay in their order.

    Args:
        found: best first.
        articles: of each of them, what its chunks have in common.
        k: how many to take.
    """
    taken: Counter[Hashable] = Counter()
    first: list[int] = []
    rest: list[int] = []
    for place, (_, article) in enumerate(zip(found, articles, strict=True)):
        taken[article] += 1
        (first if taken[article] <= CHUNKS_PER_ARTICLE else rest).append(place)
    return [found[place] for place in sorted((first + rest)[:k])]


def twins_turned(found: Sequence[Scored], own: Sequence[bool], vectors: Vectors, least: float) -> list[Scored]:
    """Put a chunk in the asker's language before the one in the other language that says the same, and scores higher.

    Args:
        found: best first.
        own: of each, whether it is in the asker's language.
        vectors: of each, float32 [found, dimension].
        least: cosine from which two chunks say the same.

    Returns:
        The same chunks; one that was moved up has the score of the one that it was put before.
    """
    order = list(range(len(found)))
    scores = [one.score for one in found]
    for other in [number for number in order if not own[number]]:
        place = order.index(other)
        behind = (one for one in order[place + 1 :] if own[one] and float(vectors[one] @ vectors[other]) >= least)
        if (twin := next(behind, None)) is not None:
            order.remove(twin)
            order.insert(place, twin)
            scores[twin] = scores[other]
    return [Scored(found[number].row, scores[number]) for number in order]
