"""A search written anew: every chunk of an index is looked at, in float64, one after the other."""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from index.encoders.protocol import Vectors
from index.reader import Index
from index.terms import terms_of

SENTENCE, TERMS, TWIN, ARTICLE, LOOKED_OVER = 0.5, 9.0, 0.75, 2, 10
OTHERS, LEAST = 8, 0.02
Doubles = NDArray[np.float64]


def nearness(index: Index, query: Vectors, share: float = SENTENCE) -> Doubles:
    """Weigh each chunk's cosine and the highest of its sentences'; a chunk without sentences has its own alone."""
    wanted, chunks = query.astype(np.float64), index.store.vectors().astype(np.float64)
    sentences = index.sentence_vectors.astype(np.float64)
    found, start = [], 0
    for chunk, vector in zip(index.chunks, chunks, strict=True):
        cosines = [float(one @ wanted) for one in sentences[start : start + len(chunk.sentences)]]
        start += len(chunk.sentences)
        whole = float(vector @ wanted)
        found.append((whole + share * max(cosines, default=whole)) / (1 + share))
    return np.array(found, np.float64)


def scale(own: Sequence[float], everything: Sequence[float]) -> tuple[float, float]:
    """Return mean and deviation of a language's values, eight values' weight of everything mixed in."""
    share = len(own) / (len(own) + OTHERS)
    weighed = [(value, share / len(own)) for value in own]
    weighed += [(value, (1 - share) / len(everything)) for value in everything]
    mean = sum(value * weight for value, weight in weighed)
    return mean, max(LEAST, sqrt(sum(weight * (value - mean) ** 2 for value, weight in weighed)))


def scores(index: Index, question: str, query: Vectors, language: str) -> Doubles:
    """Score all chunks; of no language there may be more than the sample that the search draws."""
    near = nearness(index, query)
    languages = [chunk.language for chunk in index.chunks]
    scales = {
        one: scale([value for value, other in zip(near, languages, strict=True) if other == one], near.tolist())
        for one in ("en", "zh")
    }
    other = "en" if language == "zh" else "zh"
    shared = index.terms.scores(question) + index.terms.glossary_scores(question, other)
    most = len(set(terms_of(question))) * log(1 + len(index.chunks))
    mean, deviation = scales[language]
    above = [(value - scales[one][0]) / scales[one][1] for value, one in zip(near, languages, strict=True)]
    terms = [min(1.0, value / most) if most else 0.0 for value in shared.tolist()]
    return np.array([mean + deviation * (a + TERMS * t) for a, t in zip(above, terms, strict=True)], np.float64)


def ranked(
    index: Index, question: str, query: Vectors, k: int, language: str = "en", rows: Sequence[int] | None = None
) -> list[int]:
    """Rank chunks of an index, or some of them, as a search does."""
    found = scores(index, question, query, language)
    order = sorted(range(len(found)) if rows is None else rows, key=lambda row: -found[row])
    order = shared_out(index, order, max(k, LOOKED_OVER))
    own = [row for row in order if index.chunks[row].language == language]
    vectors = index.store.vectors()
    for other in [row for row in order if row not in own]:
        behind = order[order.index(other) + 1 :]
        twins = [row for row in behind if row in own and vectors[row] @ vectors[other] >= TWIN]
        if twins:
            order.remove(twins[0])
            order.insert(order.index(other), twins[0])
    return shared_out(index, order, k)


def shared_out(index: Index, order: Sequence[int], k: int) -> list[int]:
    """Take two chunks an article, then whatever is left, in their order."""
    taken: Counter[str] = Counter()
    first, rest = [], []
    for row in order:
        article = index.chunks[row].document.url.partition("#")[0]
        taken[article] += 1
        (first if taken[article] <= ARTICLE else rest).append(row)
    return [row for row in order if row in (first + rest)[:k]]
